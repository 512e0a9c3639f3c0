//! One object: made, seen, changed, moved along its states, put away and taken back.

use hyper::Method;
use serde_json::json;
use veillee_tests::on_both;
use veillee_tests::world::Backend;

use super::{ALBUMS, PHOTOS, json, problem, scene};

on_both!(
    an_album_lives_by_the_api_as_by_its_pages,
    a_change_names_the_version_that_it_is_meant_for,
    a_state_moves_as_the_manifest_says_and_not_otherwise,
    what_is_deleted_is_in_the_trash_and_comes_back,
    a_photo_is_moved_by_whoever_may,
    of_two_changes_at_once_one_is_told_that_it_is_late,
);

async fn an_album_lives_by_the_api_as_by_its_pages(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let made =
        scene.program.post(ALBUMS, &json!({ "fields": { "title": "Été <3", "approval": true } })).await.expect(201);
    assert_eq!(made.header("etag"), "\"1\"");
    let path = made.header("location").to_owned();
    let object = json(&made);
    assert_eq!(object["path"], path);
    let (fields, none) = (&object["fields"], json!(null));
    assert_eq!((&fields["title"], &fields["approval"]), (&json!("Été <3"), &json!(true)));
    assert_eq!((&fields["cover"], &fields["description"], &fields["book"]), (&none, &none, &json!(false)));
    assert_eq!((&object["mine"], &object["role"], &object["parent"]), (&json!(true), &json!("owner"), &json!(null)));
    assert_eq!(object["author_name"], "Anne");
    assert_eq!(object, json(&scene.program.get(&path).await.expect(200)));
    let id = object["id"].as_str().expect("an id");
    assert!(scene.anne.get(&format!("/album/{id}")).await.expect(200).text().contains("Été &lt;3"));
    let changed = scene.program.patch(&path, 1, json!({ "title": "Hiver", "cover": "x" })).await.expect(200);
    assert_eq!((changed.header("etag"), &json(&changed)["fields"]["title"]), ("\"2\"", &json!("Hiver")));
    assert!(scene.anne.get(&format!("/album/{id}")).await.expect(200).text().contains("Hiver"));
    let children = format!("{path}/children/photo");
    let photo = json(&scene.program.post(&children, &json!({ "fields": { "position": 7 } })).await.expect(201));
    assert_eq!((&photo["parent"], &photo["fields"]["state"]), (&json!(id), &json!("pending")));
    let other = json!({ "parent": id, "fields": { "position": 8 } });
    let other = json(&scene.program.post(PHOTOS, &other).await.expect(201));
    let inside = json(&scene.program.get(&children).await.expect(200));
    let mut ids: Vec<&str> =
        inside["objects"].as_array().expect("a list").iter().filter_map(|o| o["id"].as_str()).collect();
    let mut wanted = vec![photo["id"].as_str().expect("an id"), other["id"].as_str().expect("an id")];
    ids.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(ids, wanted);
}

async fn a_change_names_the_version_that_it_is_meant_for(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let path = scene.album_path();
    let body = json!({ "fields": { "title": "Neu" } }).to_string();
    let kind = ("content-type", "application/json");
    let change = async |headers: &[(&str, &str)]| {
        let all = [&[kind], headers].concat();
        scene.program.send(Method::PATCH, &path, &all, body.clone()).await
    };
    problem(&change(&[]).await, 428, "needs-version");
    for stale in ["\"99\"", "\"0\"", "W/\"1\"", "\"\"", "\"x\"", "\"+1\"", "\"-1\"", "\"99999999999999999999\""] {
        problem(&change(&[("if-match", stale)]).await, 412, "stale");
    }
    for malformed in ["1", "", "x", "\"1", "\"", "\"1\" \"2\"", "**"] {
        problem(&change(&[("if-match", malformed)]).await, 400, "malformed");
    }
    let seen = json(&scene.program.get(&path).await.expect(200));
    assert_eq!((&seen["version"], &seen["fields"]["title"]), (&json!(1), &json!("Mer")));
    change(&[("if-match", "\"7\", \"1\"")]).await.expect(200);
    change(&[("if-match", "*")]).await.expect(200);
    assert_eq!(json(&scene.program.get(&path).await.expect(200))["version"], 3);
    // What is not there has no version to miss.
    let elsewhere = format!("{ALBUMS}/nothing");
    problem(&scene.program.send(Method::PATCH, &elsewhere, &[kind], body.clone()).await, 404, "not-found");
    let stale = scene.program.send(Method::DELETE, &path, &[("if-match", "\"1\"")], "").await;
    problem(&stale, 412, "stale");
}

async fn a_state_moves_as_the_manifest_says_and_not_otherwise(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let photo = scene.photo_path();
    let state = format!("{photo}/state");
    let moved = scene.program.change(Method::POST, &state, 2, &json!({ "state": "pending" })).await;
    let moved = if moved.status == 412 {
        let version = json(&scene.program.get(&photo).await.expect(200))["version"].as_u64().expect("a number");
        scene.program.change(Method::POST, &state, version, &json!({ "state": "pending" })).await
    } else {
        moved
    };
    assert_eq!(json(&moved.expect(200))["fields"]["state"], "pending");
    let version = json(&scene.program.get(&photo).await.expect(200))["version"].as_u64().expect("a number");
    let again = scene.program.change(Method::POST, &state, version, &json!({ "state": "pending" })).await;
    problem(&again, 403, "denied");
    let unknown = scene.program.change(Method::POST, &state, version, &json!({ "state": "published" })).await;
    problem(&unknown, 422, "invalid");
    problem(&scene.program.post(&state, &json!({ "state": "shown" })).await, 428, "needs-version");
    // No way around the moves.
    let around = scene.program.patch(&photo, version, json!({ "state": "shown" })).await;
    assert!(problem(&around, 422, "invalid")["detail"].as_str().expect("a detail").contains("/state"));
    let born = json!({ "parent": scene.album, "fields": { "position": 1, "state": "shown" } });
    problem(&scene.program.post(PHOTOS, &born).await, 422, "invalid");
    let album = format!("{}/state", scene.album_path());
    let version = json(&scene.program.get(&scene.album_path()).await.expect(200))["version"].as_u64().expect("one");
    let none = scene.program.change(Method::POST, &album, version, &json!({ "state": "shown" })).await;
    problem(&none, 422, "invalid");
}

async fn what_is_deleted_is_in_the_trash_and_comes_back(backend: Backend) {
    let Some(scene) = scene(backend, 2).await else { return };
    let (album, photo) = (scene.album_path(), scene.photo_path());
    let gone = scene.program.delete(&album).await.expect(204);
    assert!(gone.body.is_empty());
    for path in [&album, &photo, &format!("{photo}/blobs/original"), &format!("{album}/children/photo")] {
        problem(&scene.program.get(path).await, 404, "not-found");
    }
    problem(&scene.program.delete(&album).await, 404, "not-found");
    assert!(scene.anne.get("/-/trash").await.expect(200).text().contains("Mer"));
    let back = scene.program.send(Method::POST, &format!("{album}/restore"), &[], "").await.expect(200);
    assert_eq!(json(&back)["fields"]["title"], "Mer");
    scene.program.get(&format!("{photo}/blobs/original")).await.expect(200);
    problem(&scene.program.send(Method::POST, &format!("{album}/restore"), &[], "").await, 404, "not-found");
}

async fn a_photo_is_moved_by_whoever_may(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let other = json(&scene.program.post(ALBUMS, &json!({ "fields": { "title": "Lac" } })).await.expect(201));
    let photo = scene.photo_path();
    let version = json(&scene.program.get(&photo).await.expect(200))["version"].as_u64().expect("a number");
    let to = format!("{photo}/move");
    problem(&scene.program.post(&to, &json!({ "parent": other["id"] })).await, 428, "needs-version");
    let nowhere = scene.program.change(Method::POST, &to, version, &json!({ "parent": "nowhere" })).await;
    problem(&nowhere, 404, "not-found");
    let moved = scene.program.change(Method::POST, &to, version, &json!({ "parent": other["id"] })).await.expect(200);
    assert_eq!(json(&moved)["parent"], other["id"]);
}

async fn of_two_changes_at_once_one_is_told_that_it_is_late(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let path = scene.album_path();
    let (program, path) = (&scene.program, &path);
    let changes = (0..8).map(|n| async move { program.patch(path, 1, json!({ "title": n.to_string() })).await });
    let answers = futures_util::future::join_all(changes).await;
    let good = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(good, 1);
    for late in answers.iter().filter(|answer| answer.status != 200) {
        problem(late, 412, "stale");
    }
}

/// Whatever does not fit is one clear sentence, and changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_told_and_changes_nothing() {
    let scene = scene(Backend::Sqlite, 0).await.expect("SQLite");
    let kind = ("content-type", "application/json");
    let deep = format!("{{\"fields\":{{\"title\":{}1{}}}}}", "[".repeat(500), "]".repeat(500));
    for malformed in [
        "",
        "{",
        "[]",
        "null",
        "{\"x\":1}",
        "{\"fields\":1}",
        "{\"fields\":{},\"fields\":{}}",
        &deep,
        "[null,{\"title\":\"a\"}]",
        "{\"fields\":{\"title\":\"a\",\"title\":\"b\"}}",
    ] {
        problem(&scene.program.send(Method::POST, ALBUMS, &[kind], malformed.to_owned()).await, 400, "malformed");
    }
    for fields in [
        json!({}),
        json!({ "title": "" }),
        json!({ "title": " " }),
        json!({ "title": null }),
        json!({ "title": 1 }),
        json!({ "title": ["a"] }),
        json!({ "title": "x".repeat(201) }),
        json!({ "title": "a\u{0}b" }),
        json!({ "title": "a", "approval": "true" }),
        json!({ "title": "a", "nothing": 1 }),
        json!({ "title": "a", "id": "x" }),
    ] {
        let told = problem(&scene.program.post(ALBUMS, &json!({ "fields": fields })).await, 422, "invalid");
        assert!(told["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{fields}");
    }
    let photo = |position: serde_json::Value| json!({ "parent": scene.album, "fields": { "position": position } });
    for position in [
        json!(1.5),
        json!(9_007_199_254_740_992_i64),
        json!(-9_007_199_254_740_992_i64),
        json!(-9_007_199_254_740_990.0),
        json!(1e300),
        json!("1"),
    ] {
        problem(&scene.program.post(PHOTOS, &photo(position)).await, 422, "invalid");
    }
    for (sent, kept) in [
        (json!(-9_007_199_254_740_991_i64), -9_007_199_254_740_991_i64),
        (json!(-899_999_999_999_999.0), -899_999_999_999_999),
        (json!(-0.0), 0),
    ] {
        let made = json(&scene.program.post(PHOTOS, &photo(sent)).await.expect(201));
        assert_eq!(made["fields"]["position"], kept);
    }
    let third = json(&scene.program.post(PHOTOS, &photo(json!(3.0))).await.expect(201));
    assert_eq!(third["fields"]["position"], 3);
    let text = scene.program.send(Method::POST, ALBUMS, &[("content-type", "text/plain")], "{}").await;
    problem(&text, 415, "media-type");
    let large = format!("{{\"fields\":{{\"title\":\"{}\"}}}}", "x".repeat(1024 * 1024));
    problem(&scene.program.send(Method::POST, ALBUMS, &[kind], large).await, 413, "too-large");
    problem(&scene.program.post(PHOTOS, &json!({ "fields": { "position": 1 } })).await, 403, "denied");
    let inside = json!({ "parent": third["id"], "fields": { "title": "a" } });
    problem(&scene.program.post(ALBUMS, &inside).await, 422, "invalid");
    problem(&scene.program.patch(&scene.album_path(), 1, json!({})).await, 422, "invalid");
    assert_eq!(json(&scene.program.get(ALBUMS).await.expect(200))["objects"].as_array().expect("a list").len(), 1);
}
