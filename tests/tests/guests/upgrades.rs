//! New versions of a service: what may change, and what goes on when it may not.

use std::sync::Arc;

use veillee::plugin::{Grants, Plugin};
use veillee_engine::CallLimits;
use veillee_tests::world::{Backend, World, hostile};

use crate::components::{MANIFEST, is_sentence, with_manifest};
use crate::data::{notes, write_note};
use crate::score::Score;

async fn try_enable(world: &World, plugin: &Arc<Plugin>) -> Result<(), String> {
    let grants = Grants::new(plugin.capabilities.iter().cloned());
    let enabled = world.host.app.plugins.enable(&world.alpha, plugin.clone(), grants, CallLimits::web()).await;
    enabled.map_err(|error| error.to_string())
}

async fn install(world: &World, from: &str, to: &str) -> Arc<Plugin> {
    assert!(MANIFEST.contains(from), "{from}");
    let manifest = MANIFEST.replacen(from, to, 1).replacen("version = \"0.1.0\"", "version = \"0.2.0\"", 1);
    world.host.app.plugins.install(&with_manifest(&manifest)).await.expect("the new version is installed")
}

fn current(world: &World) -> String {
    let service = world.host.app.plugins.service(&world.alpha.id, "hostile").expect("the service");
    service.plugin.manifest.version.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_package_twice_is_one() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let (first, second) = (world.install_hostile().await, world.install_hostile().await);
    assert!(Arc::ptr_eq(&first, &second));
    assert_eq!(first.digest.len(), 64);
    for _ in 0..3 {
        try_enable(&world, &first).await.unwrap();
    }
    assert_eq!(world.host.app.plugins.services(&world.alpha.id).len(), 4, "album, envoi, hello, hostile");
    let anne = world.administrator().await;
    write_note(&anne, "kept").await;
    try_enable(&world, &world.host.app.plugins.install(&hostile()).await.unwrap()).await.unwrap();
    assert_eq!(notes(&anne).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_never_changes_its_type() {
    let Some(world) = World::with_hostile(Backend::chosen()).await else { return };
    let anne = world.administrator().await;
    write_note(&anne, "kept").await;
    let mut score = Score::of("changed fields");
    let changes = [
        ("fields.place = { type = \"integer\"", "fields.place = { type = \"text\", max-chars = 99"),
        ("fields.place = { type = \"integer\"", "fields.place = { type = \"boolean\""),
        ("fields.place = { type = \"integer\", index = true", "fields.place = { type = \"real\""),
        (
            "fields.text = { type = \"text\", max-chars = 1000, required = true, search = true }",
            "fields.text = { type = \"bytes\" }",
        ),
        (
            "fields.text = { type = \"text\", max-chars = 1000, required = true, search = true }",
            "fields.text = { type = \"texts\" }",
        ),
    ];
    for (from, to) in changes {
        let plugin = install(&world, from, to).await;
        let refused = try_enable(&world, &plugin).await;
        score.check(refused.is_err(), || format!("{to}: enabled"));
        let sentence = refused.err().unwrap_or_default();
        score.check(is_sentence(&sentence), || format!("{to}: {sentence}"));
        score.check(current(&world) == "0.1.0", || format!("{to}: the new version answers"));
        write_note(&anne, &format!("after {to:.30}")).await;
    }
    // Values that are there already cannot become unique.
    write_note(&anne, "after fields.place").await;
    anne.post("/hostile/notes", &[("text", "twice")]).await.expect(303);
    anne.post("/hostile/notes", &[("text", "twice")]).await.expect(303);
    let plugin = install(&world, "[collections.note]", "[collections.note]\nunique = [\"place\"]").await;
    let refused = try_enable(&world, &plugin).await.expect_err("twice");
    score.check(is_sentence(&refused), || refused.clone());
    score.check(current(&world) == "0.1.0", || "the new version answers".to_owned());
    let kept: Vec<String> = notes(&anne).await.into_iter().map(|(_, text)| text).collect();
    assert!(kept.contains(&"kept".to_owned()) && kept.len() >= 7, "{kept:?}");
    score.end();
}

async fn fields_and_indexes_are_added_to_old_rows_and_the_version_before_still_runs(backend: Backend) {
    let Some(world) = World::with_hostile(backend).await else { return };
    let anne = world.administrator().await;
    let old = write_note(&anne, "old").await;
    let before = world.install_hostile().await;
    let additions = [
        "fields.title = { type = \"text\", required = true, max-chars = 50 }",
        "fields.mood = { type = \"text\", index = true, max-chars = 50, default = \"gay\" }",
        "fields.weight = { type = \"real\" }\nfields.tags = { type = \"texts\" }\nfields.raw = { type = \"bytes\" }",
        "fields.done = { type = \"boolean\", default = false }\nblobs.preview = { media = [], max-bytes = 10 }",
    ];
    for (number, addition) in additions.iter().enumerate() {
        let plugin = install(&world, "fields.place", &format!("{addition}\nfields.place")).await;
        try_enable(&world, &plugin).await.unwrap_or_else(|error| panic!("{addition}: {error}"));
        assert_eq!(current(&world), "0.2.0");
        let page = anne.get(&format!("/hostile/guessed-id?id={old}")).await.expect(200).text();
        assert!(page.contains("leaked: get text"), "{addition}: {page}");
        if !addition.contains("required") {
            write_note(&anne, &format!("new {number}")).await;
        }
        // Back to the version before, on the table as it is now.
        try_enable(&world, &before).await.unwrap();
        write_note(&anne, &format!("back {number}")).await;
        assert!(notes(&anne).await.iter().any(|(id, text)| *id == old && text == "old"));
    }
    println!("upgrades on {backend:?}: {} versions enabled and taken back", additions.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_and_indexes_are_added_to_old_rows_and_the_version_before_still_runs_on_sqlite() {
    fields_and_indexes_are_added_to_old_rows_and_the_version_before_still_runs(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_and_indexes_are_added_to_old_rows_and_the_version_before_still_runs_on_postgresql() {
    fields_and_indexes_are_added_to_old_rows_and_the_version_before_still_runs(Backend::Postgres).await;
}
