//! Sharing by programs: what the page of sharing does, they do.

use hyper::Method;
use serde_json::{Value as Json, json};
use veillee::storage::audit::Happening;
use veillee_tests::on_both;
use veillee_tests::world::{Answer, Backend};

use super::{ALBUMS, EVERYTHING, PHOTOS, Program, Scene, json, problem, program, scene};
use crate::sharing::{mails, prove};

on_both!(
    a_link_is_made_opened_counted_and_stopped,
    a_password_set_by_a_program_is_asked_for_in_a_browser_and_told_to_nobody,
    a_link_of_a_program_lets_take_so_many_downloads,
    a_guest_is_invited_by_a_program_and_their_address_is_told_once,
    an_address_with_an_account_is_shared_with_the_account,
    members_everyone_and_groups_see_what_a_program_shares_with_them,
    an_album_in_an_album_is_made_private_and_follows_again,
    two_changes_of_one_share_at_once_both_hold,
);

impl Scene {
    fn shares(&self) -> String {
        format!("{}/shares", self.album_path())
    }

    async fn share(&self, wanted: Json) -> Json {
        json(&self.program.post(&self.shares(), &wanted).await.expect(201))
    }

    async fn listed(&self) -> Json {
        json(&self.program.get(&self.shares()).await.expect(200))
    }
}

fn path_of(share: &Json) -> &str {
    share["url"].as_str().expect("an address").trim_start_matches("http://alpha.localhost")
}

async fn patch(program: &Program, path: &str, body: &Json) -> Answer {
    program.send(Method::PATCH, path, &[("content-type", "application/json")], body.to_string()).await
}

async fn a_link_is_made_opened_counted_and_stopped(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let ends_ms = scene.world.alpha.clock.now_ms() + 60_000;
    let answer = scene
        .program
        .post(&scene.shares(), &json!({ "role": "viewer", "label": "Mamie <3", "ends_ms": ends_ms }))
        .await
        .expect(201);
    let made = json(&answer);
    let share = format!("{}/{}", scene.shares(), made["id"].as_str().expect("an id"));
    assert_eq!(answer.header("location"), share);
    assert_eq!(
        (&made["role"], &made["label"], &made["ends_ms"]),
        (&json!("viewer"), &json!("Mamie <3"), &json!(ends_ms))
    );
    let visitor = scene.world.browser();
    visitor.visit(path_of(&made)).await.expect(200);
    let page = format!("/album/{}", scene.album);
    visitor.get(&page).await.expect(200);
    let listed = scene.listed().await;
    assert_eq!(listed["shares"].as_array().map(Vec::len), Some(1));
    assert_eq!((&listed["shares"][0]["opened_times"], &listed["shares"][0]["url"]), (&json!(1), &made["url"]));
    assert!(listed["sentence"].as_str().expect("a sentence").contains("qui a le lien"), "{listed}");
    assert_eq!((&listed["private"], &listed["groups"]), (&Json::Null, &json!([])));
    // What changes keeps its address, and counts at once.
    let lower = patch(&scene.program, &share, &json!({ "role": "depositor" })).await.expect(200);
    assert_eq!((&json(&lower)["role"], &json(&lower)["url"]), (&json!("depositor"), &made["url"]));
    visitor.get(&format!("/-/blob/{}/original", scene.photos[0])).await.expect(404);
    scene.program.delete(&share).await.expect(204);
    visitor.get(&page).await.expect(404);
    for answer in [
        scene.program.delete(&share).await,
        scene.program.get(&share).await,
        patch(&scene.program, &share, &json!({ "role": "viewer" })).await,
        scene.program.post(&format!("{share}/invite"), &json!({})).await,
    ] {
        problem(&answer, 404, "not-found");
    }
    assert_eq!(scene.listed().await["shares"], json!([]));
    let noted =
        scene.world.alpha.own_activity(&scene.world.account("anne@example.org").await).await.expect("a database");
    let noted: Vec<_> = noted.iter().filter_map(|entry| entry.happening).take(3).collect();
    assert_eq!(noted, [Happening::LinkStopped, Happening::LinkChanged, Happening::LinkMade]);
}

async fn a_password_set_by_a_program_is_asked_for_in_a_browser_and_told_to_nobody(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let made = scene.share(json!({ "role": "viewer", "password": " soleil cerise " })).await;
    assert_eq!((&made["has_password"], made.get("password")), (&json!(true), None));
    let (link, bytes) = (path_of(&made), format!("/-/blob/{}/original", scene.photos[0]));
    let visitor = scene.world.browser();
    visitor.get(&bytes).await.expect(404);
    prove(&visitor, link, "soleil").await.expect(422);
    prove(&visitor, link, "soleil cerise").await.expect(303);
    visitor.get(&bytes).await.expect(200);
    // Another one closes the link to whoever had opened it; none opens it to everybody who has it.
    let share = format!("{}/{}", scene.shares(), made["id"].as_str().expect("an id"));
    let changed = patch(&scene.program, &share, &json!({ "password": "autre cerise" })).await.expect(200);
    visitor.get(&bytes).await.expect(404);
    let free = patch(&scene.program, &share, &json!({ "password": null })).await.expect(200);
    assert_eq!(json(&free)["has_password"], false);
    visitor.visit(link).await.expect(200);
    visitor.get(&bytes).await.expect(200);
    let listed = scene.listed().await.to_string();
    for text in [made.to_string(), changed.text(), free.text(), listed] {
        assert!(!text.contains("cerise") && !text.contains("argon2"), "{text}");
    }
}

async fn a_link_of_a_program_lets_take_so_many_downloads(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let made = scene.share(json!({ "role": "viewer", "downloads_max": 1 })).await;
    let (first, second) = (scene.world.browser(), scene.world.browser());
    let bytes = format!("/-/blob/{}/original?download=1", scene.photos[0]);
    for browser in [&first, &second] {
        browser.visit(path_of(&made)).await.expect(200);
    }
    first.get(&bytes).await.expect(200);
    second.get(&bytes).await.expect(410);
    let listed = scene.listed().await;
    assert_eq!((&listed["shares"][0]["downloads_max"], &listed["shares"][0]["downloads"]), (&json!(1), &json!(1)));
    let share = format!("{}/{}", scene.shares(), made["id"].as_str().expect("an id"));
    patch(&scene.program, &share, &json!({ "downloads_max": null })).await.expect(200);
    second.get(&bytes).await.expect(200);
}

async fn a_guest_is_invited_by_a_program_and_their_address_is_told_once(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let jeanne =
        json!({ "subject": "person", "name": " Mamie Jeanne ", "address": "jeanne@example.org", "role": "viewer" });
    let made = scene.share(jeanne.clone()).await;
    assert_eq!(
        (&made["subject"], &made["label"], &made["address"], &made["invitation"]),
        (&json!("guest"), &json!("Mamie Jeanne"), &json!("jeanne@example.org"), &json!("sent"))
    );
    assert_eq!(mails(&scene.world).await.remove(0).0, "jeanne@example.org");
    let guest = scene.world.browser();
    guest.visit(path_of(&made)).await.expect(200);
    guest.get(&format!("/-/blob/{}/original", scene.photos[0])).await.expect(200);
    let share = format!("{}/{}", scene.shares(), made["id"].as_str().expect("an id"));
    for told in [json(&scene.program.get(&share).await.expect(200)), scene.listed().await["shares"][0].clone()] {
        assert_eq!((&told["url"], told.get("invitation")), (&Json::Null, None), "{told}");
    }
    // Whoever is invited already stays as they are.
    let again = problem(&scene.program.post(&scene.shares(), &jeanne).await, 409, "conflict");
    assert_eq!(again["field"], "address");
    assert!(again["detail"].as_str().expect("a detail").contains("déjà invitée"), "{again}");
    // Once more by mail, but not at once.
    let invite = format!("{share}/invite");
    let soon = scene.program.post(&invite, &json!({})).await;
    problem(&soon, 429, "too-many");
    assert_eq!(soon.header("retry-after"), "60");
    scene.world.clock.advance(60_000);
    scene.program.post(&invite, &json!({})).await.expect(200);
    assert_eq!(mails(&scene.world).await.len(), 2);
    // Without an address there is nobody to write to.
    let handed = scene.share(json!({ "subject": "person", "name": "Paul", "role": "viewer" })).await;
    assert_eq!((&handed["invitation"], &handed["address"]), (&Json::Null, &Json::Null));
    scene.world.browser().visit(path_of(&handed)).await.expect(200);
    let invite = format!("{}/{}/invite", scene.shares(), handed["id"].as_str().expect("an id"));
    assert_eq!(problem(&scene.program.post(&invite, &json!({})).await, 409, "conflict")["field"], "address");
    // Cut alone.
    scene.program.delete(&share).await.expect(204);
    guest.get(&format!("/album/{}", scene.album)).await.expect(404);
    assert_eq!(scene.listed().await["shares"].as_array().map(Vec::len), Some(1));
}

async fn an_address_with_an_account_is_shared_with_the_account(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let bruno = scene.world.member("Bruno").await;
    let wanted = json!({ "subject": "person", "name": "Bruno", "address": "BRUNO@example.org", "role": "editor" });
    let made = scene.share(wanted).await;
    assert_eq!((&made["subject"], &made["name"], &made["url"]), (&json!("account"), &json!("Bruno"), &Json::Null));
    assert_eq!((&made["invitation"], &made["address"]), (&json!("sent"), &Json::Null));
    bruno.get(&format!("/album/{}", scene.album)).await.expect(200);
    let own = json!({ "subject": "person", "name": "Moi", "address": "anne@example.org", "role": "viewer" });
    assert_eq!(problem(&scene.program.post(&scene.shares(), &own).await, 422, "invalid")["field"], "address");
    let theirs = program(&scene.world, "bruno@example.org", EVERYTHING).await;
    theirs.get(&scene.album_path()).await.expect(200);
    problem(&theirs.get(&scene.shares()).await, 403, "denied");
}

async fn members_everyone_and_groups_see_what_a_program_shares_with_them(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let (bruno, stranger) = (scene.world.member("Bruno").await, scene.world.browser());
    let album = format!("/album/{}", scene.album);
    let token = scene.anne.get("/-/groups").await.expect(200).token_of("/-/groups");
    let group = scene.anne.post("/-/groups", &[("token", &token), ("name", "Chorale")]).await.expect(303).location();
    let token = scene.anne.get(&group).await.expect(200).token_of(&group);
    let add = [("token", token.as_str()), ("deed", "add"), ("address", "bruno@example.org")];
    scene.anne.post(&group, &add).await.expect(303);
    let id = scene.listed().await["groups"][0]["id"].clone();
    assert_eq!(group.rsplit('/').next(), id.as_str());
    bruno.get(&album).await.expect(404);
    let made = scene.share(json!({ "subject": "group", "group": id, "role": "viewer" })).await;
    bruno.get(&album).await.expect(200);
    scene.program.delete(&format!("{}/{}", scene.shares(), made["id"].as_str().expect("an id"))).await.expect(204);
    bruno.get(&album).await.expect(404);
    for (subject, is_seen_by_strangers) in [("members", false), ("everyone", true)] {
        let first = scene.share(json!({ "subject": subject, "role": "viewer" })).await;
        bruno.get(&album).await.expect(200);
        stranger.get(&album).await.expect(if is_seen_by_strangers { 200 } else { 404 });
        // Another role takes the place of the first.
        let share = format!("{}/{}", scene.shares(), first["id"].as_str().expect("an id"));
        let told = problem(&patch(&scene.program, &share, &json!({ "role": "depositor" })).await, 422, "invalid");
        assert_eq!(told["field"], "role");
        let second = scene.share(json!({ "subject": subject, "role": "contributor" })).await;
        problem(&scene.program.get(&share).await, 404, "not-found");
        let share = format!("{}/{}", scene.shares(), second["id"].as_str().expect("an id"));
        scene.program.delete(&share).await.expect(204);
        bruno.get(&album).await.expect(404);
    }
}

async fn an_album_in_an_album_is_made_private_and_follows_again(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    scene.share(json!({ "subject": "members", "role": "viewer" })).await;
    let inside = json!({ "parent": scene.album, "fields": { "title": "Plage" } });
    let inside = json(&scene.program.post(ALBUMS, &inside).await.expect(201));
    let path = format!("/album/{}", inside["id"].as_str().expect("an id"));
    let shares = format!("{}/shares", inside["path"].as_str().expect("a path"));
    let bruno = scene.world.member("Bruno").await;
    bruno.get(&path).await.expect(200);
    assert_eq!(json(&scene.program.get(&shares).await.expect(200))["private"], false);
    let told = patch(&scene.program, &shares, &json!({ "private": true })).await.expect(200);
    assert_eq!(json(&told)["private"], true);
    bruno.get(&path).await.expect(404);
    patch(&scene.program, &shares, &json!({ "private": false })).await.expect(200);
    bruno.get(&path).await.expect(200);
    let outermost = patch(&scene.program, &scene.shares(), &json!({ "private": true })).await;
    assert_eq!(problem(&outermost, 409, "conflict")["field"], "private");
}

/// Neither puts back what the other changed.
async fn two_changes_of_one_share_at_once_both_hold(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    for round in 0..4 {
        let made = scene.share(json!({ "role": "contributor", "label": "avant" })).await;
        let share = format!("{}/{}", scene.shares(), made["id"].as_str().expect("an id"));
        let (role, label) = (json!({ "role": "viewer" }), json!({ "label": "après" }));
        let (one, other) = tokio::join!(patch(&scene.program, &share, &role), patch(&scene.program, &share, &label));
        one.expect(200);
        other.expect(200);
        let told = json(&scene.program.get(&share).await.expect(200));
        assert_eq!((&told["role"], &told["label"]), (&json!("viewer"), &json!("après")), "round {round}");
    }
}

/// What is wrong, and the field that it is about.
fn wrong(now_ms: i64) -> Vec<(Json, &'static str)> {
    let person = |more: Json| {
        let mut person = json!({ "subject": "person", "name": "Jeanne", "role": "viewer" });
        person.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        person
    };
    vec![
        (json!({ "role": "owner" }), "role"),
        (json!({ "role": "editor" }), "role"),
        (json!({ "role": "" }), "role"),
        (json!({ "role": "viewer", "subject": "account" }), "subject"),
        (json!({ "role": "viewer", "subject": "Link" }), "subject"),
        (json!({ "role": "viewer", "ends_ms": now_ms }), "ends_ms"),
        (json!({ "role": "viewer", "ends_ms": -1 }), "ends_ms"),
        (json!({ "role": "viewer", "ends_ms": 1e300 }), "ends_ms"),
        (json!({ "role": "viewer", "ends_ms": i64::MAX }), "ends_ms"),
        (json!({ "role": "viewer", "label": "x".repeat(101) }), "label"),
        (json!({ "role": "viewer", "label": "a\nb" }), "label"),
        (json!({ "role": "viewer", "password": "court" }), "password"),
        (json!({ "role": "viewer", "password": "" }), "password"),
        (json!({ "role": "viewer", "password": "          " }), "password"),
        (json!({ "role": "viewer", "password": "x".repeat(201) }), "password"),
        (json!({ "role": "viewer", "password": "soleil\ncerise" }), "password"),
        (json!({ "role": "viewer", "password": "soleil\u{0}cerise" }), "password"),
        (json!({ "role": "viewer", "label": "\u{202e}gnp.exe" }), "label"),
        (json!({ "role": "viewer", "downloads_max": 0 }), "downloads_max"),
        (json!({ "role": "viewer", "downloads_max": 1.5 }), "downloads_max"),
        (json!({ "role": "viewer", "downloads_max": 1_000_001 }), "downloads_max"),
        (json!({ "role": "viewer", "downloads_max": 4_294_967_297_i64 }), "downloads_max"),
        (json!({ "role": "viewer", "name": "Jeanne" }), "name"),
        (json!({ "role": "viewer", "group": "x" }), "group"),
        (json!({ "role": "viewer", "subject": "members", "ends_ms": now_ms + 1 }), "ends_ms"),
        (json!({ "role": "editor", "subject": "everyone" }), "role"),
        (json!({ "role": "viewer", "subject": "everyone", "password": "soleil cerise" }), "password"),
        (json!({ "role": "viewer", "subject": "group" }), "group"),
        (json!({ "role": "viewer", "subject": "group", "group": "nowhere" }), "group"),
        (json!({ "role": "viewer", "subject": "group", "group": "x\u{0}" }), "group"),
        (json!({ "role": "viewer", "subject": "person" }), "name"),
        (person(json!({ "name": " " })), "name"),
        (person(json!({ "name": "a\u{202e}b" })), "name"),
        (person(json!({ "name": "x".repeat(10_000) })), "name"),
        (person(json!({ "role": "owner" })), "role"),
        (person(json!({ "label": "x" })), "label"),
        (person(json!({ "downloads_max": 1 })), "downloads_max"),
        (person(json!({ "address": "jeanne" })), "address"),
        (person(json!({ "address": "jeanne@example.org\r\nBcc: all@example.org" })), "address"),
        (person(json!({ "address": "a@b, c@d" })), "address"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_that_does_not_fit_is_told_in_words_with_its_field_and_not_made() {
    let scene = scene(Backend::Sqlite, 1).await.expect("SQLite");
    let (shares, now_ms) = (scene.shares(), scene.world.alpha.clock.now_ms());
    for (body, field) in wrong(now_ms) {
        let mut said = Vec::new();
        for language in ["fr", "en"] {
            let headers = [("content-type", "application/json"), ("accept-language", language)];
            let answer = scene.program.send(Method::POST, &shares, &headers, body.to_string()).await;
            let told = problem(&answer, 422, "invalid");
            assert_eq!(told["field"], field, "{body}: {told}");
            said.push(told["detail"].as_str().expect("a sentence").to_owned());
        }
        assert!(said[0] != said[1] && said.iter().all(|line| line.ends_with('.') && !line.contains('⟦')), "{said:?}");
    }
    problem(&scene.program.post(&shares, &json!({})).await, 400, "malformed");
    problem(&scene.program.post(&shares, &json!({ "role": "viewer", "nothing": 1 })).await, 400, "malformed");
    problem(&scene.program.post(&shares, &json!({ "role": "viewer", "subject": null })).await, 400, "malformed");
    problem(
        &scene.program.post(&format!("{PHOTOS}/{}/shares", scene.photos[0]), &json!({ "role": "viewer" })).await,
        403,
        "denied",
    );
    assert_eq!(scene.listed().await["shares"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_share_that_does_not_fit_changes_nothing() {
    let scene = scene(Backend::Sqlite, 0).await.expect("SQLite");
    let now_ms = scene.world.alpha.clock.now_ms();
    let link = scene.share(json!({ "role": "viewer", "password": "soleil cerise", "downloads_max": 3 })).await;
    let guest = scene.share(json!({ "subject": "person", "name": "Jeanne", "role": "editor" })).await;
    let before = scene.listed().await;
    let wrong_link = [
        (json!({ "role": "editor" }), "role"),
        (json!({ "ends_ms": now_ms }), "ends_ms"),
        (json!({ "label": "a\tb" }), "label"),
        (json!({ "password": "court" }), "password"),
        (json!({ "password": "" }), "password"),
        (json!({ "downloads_max": 0 }), "downloads_max"),
        (json!({ "role": "contributor", "downloads_max": -1 }), "downloads_max"),
    ];
    let wrong_guest = [
        (json!({ "role": "owner" }), "role"),
        (json!({ "password": "soleil cerise" }), "password"),
        (json!({ "password": null }), "password"),
        (json!({ "downloads_max": 1 }), "downloads_max"),
    ];
    for (share, wrong) in [(&link, &wrong_link[..]), (&guest, &wrong_guest[..])] {
        let path = format!("{}/{}", scene.shares(), share["id"].as_str().expect("an id"));
        for (body, field) in wrong {
            let told = problem(&patch(&scene.program, &path, body).await, 422, "invalid");
            assert_eq!(told["field"], *field, "{body}: {told}");
        }
        problem(&patch(&scene.program, &path, &json!({})).await, 422, "invalid");
        problem(&patch(&scene.program, &path, &json!({ "subject": "everyone" })).await, 400, "malformed");
        problem(&patch(&scene.program, &path, &json!({ "role": null, "label": "x" })).await, 400, "malformed");
    }
    assert_eq!(scene.listed().await, before);
    // The share of another album is not there under this one, nor one that ended.
    let other = json(&scene.program.post(ALBUMS, &json!({ "fields": { "title": "Lac" } })).await.expect(201));
    let astray = format!("{}/shares/{}", other["path"].as_str().expect("a path"), link["id"].as_str().expect("an id"));
    problem(&scene.program.get(&astray).await, 404, "not-found");
    problem(&patch(&scene.program, &astray, &json!({ "role": "viewer" })).await, 404, "not-found");
    problem(&scene.program.delete(&astray).await, 404, "not-found");
    let short = scene.share(json!({ "role": "viewer", "ends_ms": now_ms + 1 })).await;
    scene.world.clock.advance(1);
    let ended = format!("{}/{}", scene.shares(), short["id"].as_str().expect("an id"));
    problem(&patch(&scene.program, &ended, &json!({ "ends_ms": null })).await, 404, "not-found");
}
