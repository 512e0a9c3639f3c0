//! The same rights as on pages, less what the token leaves out.

use hyper::Method;
use serde_json::json;
use veillee::storage::shares::{NEVER_MS, NewShare};
use veillee_access::{Action, Role, Subject};
use veillee_tests::on_both;
use veillee_tests::world::Backend;

use super::{ALBUMS, EVERYTHING, PHOTOS, Program, READING, Scene, Wanted, json, problem, program, scene};

on_both!(
    a_token_that_reads_changes_nothing,
    a_token_for_one_service_opens_no_other,
    each_role_may_by_the_api_what_it_may_on_pages,
    a_share_taken_back_is_over_for_programs_too,
    a_link_that_its_person_opened_is_nothing_to_a_program,
);

async fn a_token_that_reads_changes_nothing(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let reader = program(&scene.world, "anne@example.org", READING).await;
    let (album, photo) = (scene.album_path(), scene.photo_path());
    for path in [ALBUMS, &album, &photo, &format!("{photo}/blobs/original"), &format!("{album}/children/photo")] {
        reader.get(path).await.expect(200);
    }
    let (any, kind) = (("if-match", "*"), ("content-type", "application/json"));
    let deeds = [
        (Method::POST, ALBUMS.to_owned(), json!({ "fields": { "title": "x" } })),
        (Method::POST, format!("{album}/children/photo"), json!({ "fields": { "position": 1 } })),
        (Method::PATCH, album.clone(), json!({ "fields": { "title": "x" } })),
        (Method::POST, format!("{photo}/state"), json!({ "state": "pending" })),
        (Method::POST, format!("{photo}/move"), json!({ "parent": scene.album })),
        (Method::DELETE, photo.clone(), json!({})),
        (Method::POST, format!("{photo}/restore"), json!({})),
        (Method::GET, format!("{album}/shares"), json!({})),
        (Method::POST, format!("{album}/shares"), json!({ "role": "viewer" })),
        (Method::DELETE, format!("{album}/shares/x"), json!({})),
        (Method::PUT, format!("{photo}/blobs/original"), json!({})),
    ];
    for (method, path, body) in deeds {
        let answer = reader.send(method.clone(), &path, &[any, kind], body.to_string()).await;
        let told = problem(&answer, 403, "denied");
        assert!(
            told["detail"].as_str().is_some_and(|detail| detail.contains("lire seulement")),
            "{method} {path}: {told}"
        );
    }
    assert_eq!(json(&scene.program.get(&album).await.expect(200))["version"], 1);
}

async fn a_token_for_one_service_opens_no_other(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let hello = program(&scene.world, "anne@example.org", Wanted { service: Some("hello"), ..EVERYTHING }).await;
    let bytes = format!("{}/blobs/original", scene.photo_path());
    for path in [ALBUMS, &scene.album_path(), &scene.photo_path(), &bytes] {
        problem(&hello.get(path).await, 403, "denied");
    }
    problem(&hello.post(ALBUMS, &json!({ "fields": { "title": "x" } })).await, 403, "denied");
    let root = json(&hello.get("/-/api/v1").await.expect(200));
    let services: Vec<_> =
        root["services"].as_array().expect("a list").iter().map(|service| &service["name"]).collect();
    assert_eq!(services, [&json!("hello")]);
    let album = program(&scene.world, "anne@example.org", Wanted { service: Some("album"), ..EVERYTHING }).await;
    album.get(&scene.album_path()).await.expect(200);
    album.get(&bytes).await.expect(200);
    let root = json(&album.get("/-/api/v1").await.expect(200));
    assert_eq!(root["services"][0]["collections"], json!([ALBUMS, PHOTOS]));
}

async fn give(scene: &Scene, address: &str, role: Role) {
    let alpha = &scene.world.alpha;
    let anne = scene.world.account("anne@example.org").await;
    let other = scene.world.account(address).await;
    let caller = veillee_access::Caller::member(&anne);
    let (mut database, moment) = (alpha.database(), alpha.moment());
    let permit = veillee::storage::objects::decide(&mut database, &moment, &caller, Action::Share, &scene.album, None);
    let permit = permit.await.expect("hers to share");
    let new = NewShare { role, ends_ms: NEVER_MS, label: String::new() };
    let subject = Subject::Account(veillee_access::PrincipalId(other));
    alpha.share_with(&permit, &anne, &subject, new).await.expect("shared");
}

/// By role: reading the album, reading a shown photo, adding one, changing one, changing the album, deleting it, sharing it.
const MAY: [(Option<Role>, [u16; 7]); 6] = [
    (None, [404, 404, 404, 404, 404, 404, 404]),
    (Some(Role::Depositor), [200, 404, 201, 404, 403, 403, 403]),
    (Some(Role::Viewer), [200, 200, 403, 403, 403, 403, 403]),
    (Some(Role::Contributor), [200, 200, 201, 403, 403, 403, 403]),
    (Some(Role::Editor), [200, 200, 201, 200, 200, 403, 403]),
    (Some(Role::Owner), [200, 200, 201, 200, 200, 204, 200]),
];

async fn each_role_may_by_the_api_what_it_may_on_pages(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    scene.world.member("Bruno").await;
    let bruno = program(&scene.world, "bruno@example.org", EVERYTHING).await;
    for (role, expected) in MAY {
        if let Some(role) = role {
            give(&scene, "bruno@example.org", role).await;
        }
        let answers = tried(&scene, &bruno).await;
        assert_eq!(answers, expected, "{role:?}");
    }
}

async fn tried(scene: &Scene, program: &Program) -> [u16; 7] {
    let (album, photo) = (scene.album_path(), scene.photo_path());
    let (any, kind) = (("if-match", "*"), ("content-type", "application/json"));
    let asked = [
        (Method::GET, album.clone(), json!({})),
        (Method::GET, format!("{photo}/blobs/original"), json!({})),
        (Method::POST, format!("{album}/children/photo"), json!({ "fields": { "position": 1 } })),
        (Method::PATCH, photo.clone(), json!({ "fields": { "title": "x" } })),
        (Method::PATCH, album.clone(), json!({ "fields": { "description": "x" } })),
        (Method::DELETE, album.clone(), json!({})),
        (Method::GET, format!("{album}/shares"), json!({})),
    ];
    let mut answers = [0; 7];
    for (place, (method, path, body)) in asked.into_iter().enumerate() {
        let answer = program.send(method, &path, &[any, kind], body.to_string()).await;
        answers[place] = answer.status.as_u16();
        if answer.status == 204 {
            program.send(Method::POST, &format!("{album}/restore"), &[], "").await.expect(200);
        }
    }
    answers
}

async fn a_share_taken_back_is_over_for_programs_too(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    scene.world.member("Bruno").await;
    let bruno = program(&scene.world, "bruno@example.org", EVERYTHING).await;
    give(&scene, "bruno@example.org", Role::Viewer).await;
    let bytes = format!("{}/blobs/original", scene.photo_path());
    let tag = bruno.get(&bytes).await.expect(200).header("etag").to_owned();
    let shares = json(&scene.program.get(&format!("{}/shares", scene.album_path())).await.expect(200));
    let share = shares["shares"][0]["id"].as_str().expect("a share").to_owned();
    scene.program.delete(&format!("{}/shares/{share}", scene.album_path())).await.expect(204);
    problem(&bruno.send(Method::GET, &bytes, &[("if-none-match", &tag)], "").await, 404, "not-found");
    problem(&bruno.send(Method::GET, &bytes, &[("range", "bytes=0-1")], "").await, 404, "not-found");
    problem(&bruno.get(&scene.album_path()).await, 404, "not-found");
}

async fn a_link_that_its_person_opened_is_nothing_to_a_program(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let bruno = scene.world.member("Bruno").await;
    let link = scene.anne.share_by_link(&format!("/album/{}", scene.album), "viewer", "none").await;
    bruno.visit(&link).await.expect(200);
    let theirs = program(&scene.world, "bruno@example.org", EVERYTHING).await;
    problem(&theirs.get(&scene.album_path()).await, 404, "not-found");
}

/// An object is there under its own service and collection alone.
#[tokio::test(flavor = "multi_thread")]
async fn an_object_has_one_address() {
    let scene = scene(Backend::Sqlite, 1).await.expect("SQLite");
    for path in [format!("{PHOTOS}/{}", scene.album), format!("{ALBUMS}/{}", scene.photos[0])] {
        problem(&scene.program.get(&path).await, 404, "not-found");
        problem(&scene.program.get(&format!("{path}/blobs/original")).await, 404, "not-found");
        problem(&scene.program.delete(&path).await, 404, "not-found");
        problem(&scene.program.patch(&path, 1, json!({ "title": "x" })).await, 404, "not-found");
        problem(&scene.program.get(&format!("{path}/shares")).await, 404, "not-found");
        problem(&scene.program.get(&format!("{path}/children/photo")).await, 404, "not-found");
    }
    for id in ["x", "%00", "..", "é", &"a".repeat(1_000)] {
        let answer = scene.program.get(&format!("{ALBUMS}/{id}")).await;
        assert!(matches!(answer.status.as_u16(), 400 | 404), "{id}: {}", answer.text());
    }
}

/// A closed service says so; its objects are all there afterwards.
#[tokio::test(flavor = "multi_thread")]
async fn a_paused_service_says_so_and_what_is_not_seen_is_not_told() {
    use veillee::plugin::Closed;
    let scene = scene(Backend::Sqlite, 1).await.expect("SQLite");
    let until_ms = Some(scene.world.alpha.clock.now_ms() + 90_000);
    let closed = Closed::Paused { reason: "On range.".to_owned(), until_ms };
    scene.world.host.app.plugins.close(&scene.world.alpha.id, "album", Some(closed));
    let bytes = format!("{}/blobs/original", scene.photo_path());
    for path in [ALBUMS, &scene.album_path(), &bytes] {
        let answer = scene.program.get(path).await;
        let told = problem(&answer, 503, "closed");
        assert!(told["detail"].as_str().expect("a detail").contains("On range."), "{told}");
        assert_eq!(answer.header("retry-after"), "90");
    }
    problem(&scene.program.post(ALBUMS, &json!({ "fields": { "title": "x" } })).await, 503, "closed");
    scene.world.member("Bruno").await;
    let bruno = program(&scene.world, "bruno@example.org", EVERYTHING).await;
    problem(&bruno.get(&bytes).await, 404, "not-found");
    scene.world.clock.advance(90_000);
    scene.program.get(&scene.album_path()).await.expect(200);
}
