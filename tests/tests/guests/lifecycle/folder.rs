//! The plugins folder: a convenience that never overrules an operator.

use std::path::Path;

use tempfile::TempDir;
use veillee_tests::world::World;

use super::{shown, version};
use crate::components::{MANIFEST, with_manifest};

fn put(folder: &Path, package: &[u8]) {
    std::fs::write(folder.join("hostile.wasm"), package).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_package_of_the_folder_upgrades_once_and_what_an_operator_chose_stays() {
    let folder = TempDir::new().unwrap();
    let plugins = || Some(folder.path().to_owned());
    put(folder.path(), &version("0.1.0"));
    let world = World::new().await.restarted(plugins()).await;
    assert_eq!(shown(&world, "hostile").await.current.version, "0.1.0");
    world.browser().get("/hostile/calm").await.expect(200);

    // A new package takes over at the start; the same package changes nothing.
    put(folder.path(), &version("0.2.0"));
    let world = world.restarted(plugins()).await.restarted(plugins()).await;
    let report = shown(&world, "hostile").await;
    assert_eq!((report.current.version.as_str(), report.previous.unwrap().version.as_str()), ("0.2.0", "0.1.0"));

    // What was rolled back, paused or removed stays so while the folder holds what it held.
    let operator = world.host.app.operator.clone();
    operator.rollback(&world.alpha, "hostile", None).await.unwrap();
    operator.pause(&world.alpha, "album", "", None).await.unwrap();
    operator.remove(&world.beta, "hostile").await.unwrap();
    let world = world.restarted(plugins()).await;
    assert_eq!(shown(&world, "hostile").await.current.version, "0.1.0");
    world.browser().get("/album/").await.expect(503);
    world.browser_at("beta.localhost").get("/hostile/calm").await.expect(404);

    // A newer one still comes, a closed service stays closed with it, a removed one stays removed.
    world.host.app.operator.disable(&world.alpha, "hostile", "").await.unwrap();
    put(folder.path(), &version("0.3.0"));
    let world = world.restarted(plugins()).await;
    assert_eq!(shown(&world, "hostile").await.current.version, "0.3.0");
    world.browser().get("/hostile/calm").await.expect(503);
    world.browser_at("beta.localhost").get("/hostile/calm").await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_of_the_folder_that_wants_more_waits_and_says_so() {
    let folder = TempDir::new().unwrap();
    let world = World::new().await;
    let before = shown(&world, "hello").await;
    let greedy = MANIFEST.replacen("name = \"hostile\"", "name = \"hello\"", 1);
    put(folder.path(), &with_manifest(&greedy.replacen("version = \"0.1.0\"", "version = \"0.2.0\"", 1)));
    let world = world.restarted(Some(folder.path().to_owned())).await;
    let report = shown(&world, "hello").await;
    assert_eq!(
        (&report.current, report.waiting.map(|waiting| waiting.version)),
        (&before.current, Some("0.2.0".into()))
    );
    for _ in 0..2 {
        let started = world.host.enable_plugins().await.unwrap();
        assert_eq!(started.notes.len(), 2, "one for each association: {:?}", started.notes);
        assert!(started.notes.iter().all(|note| note.contains("wants log, sharing more")), "{:?}", started.notes);
    }
    world.host.app.operator.upgrade(&world.alpha, "hello", None, true).await.unwrap();
    assert_eq!(world.host.enable_plugins().await.unwrap().notes.len(), 1);
}
