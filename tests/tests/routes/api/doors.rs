//! Which secret counts where, and what a token is worth when it is none any more.

use hyper::Method;
use veillee::identity::SESSION_COOKIE;
use veillee::storage::audit::Doer;
use veillee_tests::on_both;
use veillee_tests::world::{Backend, World};

use super::{ALBUMS, EVERYTHING, Program, READING, Wanted, json, problem, program, scene, token};

on_both!(
    a_revoked_token_is_refused_at_the_next_request,
    a_token_ends_to_the_millisecond,
    a_suspended_account_has_no_programs,
    a_token_is_worth_nothing_in_another_association,
    the_last_use_is_noted_every_five_minutes_at_most,
);

async fn a_revoked_token_is_refused_at_the_next_request(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let (secret, id) = token(&scene.world.alpha, "anne@example.org", EVERYTHING).await;
    let other = Program::new(scene.world.browser(), &secret);
    other.get(&scene.album_path()).await.expect(200);
    let account = scene.world.account("anne@example.org").await;
    assert!(!scene.world.alpha.end_token_of("nobody", &id, "").await.expect("a database"), "not theirs to end");
    other.get(&scene.album_path()).await.expect(200);
    assert!(scene.world.alpha.end_token_of(&account, &id, "").await.expect("a database"));
    for path in [ALBUMS, &scene.album_path(), &format!("{}/blobs/original", scene.photo_path())] {
        let refused = other.get(path).await;
        problem(&refused, 401, "no-token");
        assert_eq!(refused.header("www-authenticate"), "Bearer realm=\"veillee\"");
    }
    scene.program.get(&scene.album_path()).await.expect(200);
    // Whoever says that somebody else was in their account leaves no way in to programs either.
    scene.world.alpha.end_strange_sessions(&account, &[], Doer::of(&account, "")).await.expect("ended");
    problem(&scene.program.get(&scene.album_path()).await, 401, "no-token");
}

async fn a_token_ends_to_the_millisecond(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let ends_ms = scene.world.alpha.clock.now_ms() + 1_000;
    let program = program(&scene.world, "anne@example.org", Wanted { ends_ms, ..EVERYTHING }).await;
    let bytes = format!("{}/blobs/original", scene.photo_path());
    scene.world.clock.advance(999);
    program.get(&bytes).await.expect(200);
    program.get(&scene.album_path()).await.expect(200);
    scene.world.clock.advance(1);
    problem(&program.get(&bytes).await, 401, "no-token");
    problem(&program.get(&scene.album_path()).await, 401, "no-token");
}

async fn a_suspended_account_has_no_programs(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let account = scene.world.account("anne@example.org").await;
    scene.world.alpha.suspend(&account, true).await.expect("suspended");
    problem(&scene.program.get(&scene.album_path()).await, 401, "no-token");
    scene.world.alpha.suspend(&account, false).await.expect("taken back");
    scene.program.get(&scene.album_path()).await.expect(200);
}

async fn a_token_is_worth_nothing_in_another_association(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    scene.world.member_at("beta.localhost", "Carla").await;
    let theirs = token(&scene.world.beta, "carla@example.org", EVERYTHING).await.0;
    let stranger = Program::new(scene.world.browser(), &theirs);
    problem(&stranger.get(ALBUMS).await, 401, "no-token");
    let at_home = Program::new(scene.world.browser_at("beta.localhost"), &theirs);
    assert_eq!(json(&at_home.get(ALBUMS).await.expect(200))["objects"], serde_json::json!([]));
    problem(&at_home.get(&scene.album_path()).await, 404, "not-found");
}

async fn the_last_use_is_noted_every_five_minutes_at_most(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let account = scene.world.account("anne@example.org").await;
    let used = async || scene.world.alpha.tokens_of(&account).await.expect("a database")[0].used_ms;
    assert_eq!(used().await, None);
    let first = scene.world.alpha.clock.now_ms();
    scene.program.get(ALBUMS).await.expect(200);
    assert_eq!(used().await, Some(first));
    scene.world.clock.advance(5 * 60 * 1000);
    scene.program.get(ALBUMS).await.expect(200);
    assert_eq!(used().await, Some(first));
    scene.world.clock.advance(1);
    scene.program.get(ALBUMS).await.expect(200);
    assert_eq!(used().await, Some(first + 5 * 60 * 1000 + 1));
}

/// Neither kind of secret goes the way of the other, and where a token counts, a cookie does not.
#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_opens_no_api_and_a_token_opens_no_page() {
    let scene = scene(Backend::Sqlite, 1).await.expect("SQLite");
    problem(&scene.anne.get(&scene.album_path()).await, 401, "no-token");
    scene.anne.post(ALBUMS, &[("title", "x")]).await.expect(401);
    let secret = scene.program.authorization.trim_start_matches("Bearer ");
    let session = scene.anne.cookie_header();
    let session = session.split(&format!("{SESSION_COOKIE}=")).nth(1).and_then(|rest| rest.split(';').next());
    let swapped = Program::new(scene.world.browser(), session.expect("a session"));
    problem(&swapped.get(ALBUMS).await, 401, "no-token");
    let browser = scene.world.browser();
    browser.set_cookie(SESSION_COOKIE, secret);
    browser.get("/-/account").await.expect(303);
    for path in ["/-/account", "/-/account/tokens"] {
        scene.program.get(path).await.expect(303);
    }
    scene.program.get(&format!("/album/{}", scene.album)).await.expect(404);
    scene.program.get(&format!("/-/blob/{}/original", scene.photos[0])).await.expect(404);
    // A browser of somebody else that is made to send a token along is that program and nobody else.
    let headers = [("authorization", scene.program.authorization.as_str())];
    let bruno = scene.world.member("Bruno").await;
    assert_eq!(json(&bruno.get_with("/-/api/v1", &headers).await.expect(200))["account"], "Anne");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_token_is_told_so_in_the_language_that_is_asked_for() {
    let scene = scene(Backend::Sqlite, 0).await.expect("SQLite");
    let browser = scene.world.browser();
    let (good, _) = token(&scene.world.alpha, "anne@example.org", READING).await;
    let long = "x".repeat(5_000);
    for authorization in ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer veillee_", &good, &good[1..], &long] {
        let headers = [("authorization", authorization), ("accept-language", "en")];
        let told = problem(&browser.get_with(ALBUMS, &headers).await, 401, "no-token");
        assert_eq!(told["title"], "A valid token is needed in the header Authorization.");
    }
    problem(&browser.get_with(ALBUMS, &[("authorization", &format!("Bearer {}", &good[..50]))]).await, 401, "no-token");
    let french = [("authorization", "x"), ("accept-language", "fr")];
    let told = browser.get_with(ALBUMS, &french).await;
    assert_eq!(told.header("content-language"), "fr");
    assert!(json(&told)["title"].as_str().expect("a title").contains("jeton"));
    browser.get_with(ALBUMS, &[("authorization", &format!("bearer {good}"))]).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_site_may_ask_and_methods_that_are_unknown_are_told() {
    let scene = scene(Backend::Sqlite, 0).await.expect("SQLite");
    let answer = scene.program.send(Method::OPTIONS, ALBUMS, &[("origin", "https://evil.example")], "").await;
    problem(&answer, 405, "method");
    assert!(answer.header("access-control-allow-origin").is_empty());
    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
    let headers = [("sec-fetch-site", "cross-site"), ("content-type", "application/json")];
    let refused = scene.program.send(Method::POST, ALBUMS, &headers, r#"{"fields":{"title":"x"}}"#).await;
    problem(&refused, 403, "denied");
    problem(&scene.program.get("/-/api/v2").await, 404, "not-found");
    problem(&scene.program.get("/-/api/v1/nothing/album").await, 404, "not-found");
    problem(&scene.program.get("/-/api/v1/album/nothing").await, 404, "not-found");
    problem(&scene.program.get("/-/api/v1/album").await, 404, "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_asks_no_faster_than_it_may() {
    let world = World::new().await;
    world.administrator().await;
    let (one, other) =
        (program(&world, "anne@example.org", READING).await, program(&world, "anne@example.org", READING).await);
    let mut answered = 0;
    let refused = loop {
        let answer = one.get("/-/api/v1").await;
        if answer.status != 200 {
            break answer;
        }
        answered += 1;
    };
    assert_eq!(answered, veillee::limits::API_REQUESTS_AT_ONCE);
    problem(&refused, 429, "too-many");
    assert_eq!(refused.header("retry-after"), "1");
    other.get("/-/api/v1").await.expect(200);
    world.clock.advance(1_000);
    one.get("/-/api/v1").await.expect(200);
}
