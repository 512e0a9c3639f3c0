//! Sharing by programs.

use serde_json::json;
use veillee::storage::audit::Happening;
use veillee_tests::on_both;
use veillee_tests::world::Backend;

use super::{PHOTOS, json, problem, scene};

on_both!(a_link_is_made_opened_counted_and_stopped);

async fn a_link_is_made_opened_counted_and_stopped(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let shares = format!("{}/shares", scene.album_path());
    let ends_ms = scene.world.alpha.clock.now_ms() + 60_000;
    let wanted = json!({ "role": "viewer", "label": "Mamie <3", "ends_ms": ends_ms });
    let made = json(&scene.program.post(&shares, &wanted).await.expect(201));
    assert_eq!(
        (&made["role"], &made["label"], &made["ends_ms"]),
        (&json!("viewer"), &json!("Mamie <3"), &json!(ends_ms))
    );
    let url = made["url"].as_str().expect("an address").to_owned();
    assert!(url.starts_with("http://alpha.localhost/-/s/"), "{url}");
    let visitor = scene.world.browser();
    visitor.visit(url.trim_start_matches("http://alpha.localhost")).await.expect(200);
    let page = format!("/album/{}", scene.album);
    visitor.get(&page).await.expect(200);
    let listed = json(&scene.program.get(&shares).await.expect(200));
    assert_eq!(listed["shares"].as_array().map(Vec::len), Some(1));
    assert_eq!((&listed["shares"][0]["opened_times"], &listed["shares"][0]["url"]), (&json!(1), &json!(url)));
    let share = format!("{shares}/{}", made["id"].as_str().expect("an id"));
    scene.program.delete(&share).await.expect(204);
    visitor.get(&page).await.expect(404);
    problem(&scene.program.delete(&share).await, 404, "not-found");
    assert_eq!(json(&scene.program.get(&shares).await.expect(200)), json!({ "shares": [] }));
    let noted =
        scene.world.alpha.own_activity(&scene.world.account("anne@example.org").await).await.expect("a database");
    let noted: Vec<_> = noted.iter().filter_map(|entry| entry.happening).take(2).collect();
    assert_eq!(noted, [Happening::LinkStopped, Happening::LinkMade]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_that_does_not_fit_is_not_made() {
    let scene = scene(Backend::Sqlite, 1).await.expect("SQLite");
    let shares = format!("{}/shares", scene.album_path());
    let now_ms = scene.world.alpha.clock.now_ms();
    for wrong in [
        json!({ "role": "owner" }),
        json!({ "role": "editor" }),
        json!({ "role": "" }),
        json!({ "role": "viewer", "ends_ms": now_ms }),
        json!({ "role": "viewer", "ends_ms": i64::MAX }),
        json!({ "role": "viewer", "label": "x".repeat(101) }),
        json!({ "role": "viewer", "label": "a\nb" }),
    ] {
        problem(&scene.program.post(&shares, &wrong).await, 422, "invalid");
    }
    problem(&scene.program.post(&shares, &json!({})).await, 400, "malformed");
    problem(&scene.program.post(&shares, &json!({ "role": "viewer", "subject": "everyone" })).await, 400, "malformed");
    problem(
        &scene.program.post(&format!("{PHOTOS}/{}/shares", scene.photos[0]), &json!({ "role": "viewer" })).await,
        403,
        "denied",
    );
    assert_eq!(json(&scene.program.get(&shares).await.expect(200)), json!({ "shares": [] }));
}
