//! Sessions: rotated, ended, idle; and the union of rights that one of them speaks with.

use veillee_ambient::{MILLIS_PER_DAY, MILLIS_PER_HOUR};
use veillee_tests::world::{Backend, Browser, World};

const SESSION: &str = "__Host-veillee-session";

fn session(browser: &Browser) -> String {
    let cookies = browser.cookie_header();
    let found = cookies.split("; ").filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == SESSION);
    found.expect("a session").1.to_owned()
}

async fn signing_in_rotates_the_session_and_keeps_what_was_opened(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    world.member("Bruno").await;
    let (shared, photos) = anne.album_with_photos("Par lien", 1).await;
    let (open, _) = anne.album_with_photos("Aux membres", 1).await;
    let link = anne.share_by_link(&shared, "viewer", "none").await;
    let page = format!("/-/share/{}", veillee_tests::world::id_of(&open));
    let action = format!("{page}/members");
    let token = anne.get(&page).await.expect(200).token_of(&action);
    anne.post(&action, &[("token", &token), ("role", "viewer")]).await.expect(303);

    let bruno = world.browser();
    bruno.visit(&link).await.expect(200);
    bruno.get(&open).await.expect(404);
    let before = session(&bruno);
    bruno.sign_in("bruno@example.org").await;
    let after = session(&bruno);
    assert_ne!(before, after);
    for path in [&shared, &photos[0], &open] {
        bruno.get(path).await.expect(200);
    }
    let thief = world.browser();
    thief.set_cookie(SESSION, &before);
    thief.get(&shared).await.expect(404);
    thief.set_cookie(SESSION, &after);
    thief.get(&shared).await.expect(200);

    let token = bruno.get("/-/account").await.expect(200).token_of("/-/sign-out");
    bruno.post("/-/sign-out", &[("token", &token)]).await.expect(303);
    assert!(!bruno.cookie_header().contains(SESSION));
    for path in [&shared, &photos[0], &open] {
        thief.get(path).await.expect(404);
        bruno.get(path).await.expect(404);
    }
    thief.get("/-/account").await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_rotates_the_session_and_keeps_what_was_opened_on_sqlite() {
    signing_in_rotates_the_session_and_keeps_what_was_opened(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_rotates_the_session_and_keeps_what_was_opened_on_postgresql() {
    signing_in_rotates_the_session_and_keeps_what_was_opened(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opened_while_signed_in_adds_to_the_rights_of_the_account() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let bruno = world.member("Bruno").await;
    let (hers, photos) = anne.album_with_photos("Anne", 1).await;
    let (his, _) = bruno.album_with_photos("Bruno", 1).await;
    bruno.get(&hers).await.expect(404);
    let before = session(&bruno);
    bruno.visit(&anne.share_by_link(&hers, "viewer", "none").await).await.expect(200);
    assert_eq!(session(&bruno), before, "he is still himself");
    bruno.get(&photos[0]).await.expect(200);
    bruno.get(&his).await.expect(200);
    let both = bruno.get("/album").await.expect(200).text();
    assert!(both.contains(&hers) && both.contains(&his), "{both}");
    bruno.visit(&anne.share_by_link(&hers, "contributor", "none").await).await.expect(200);
    assert!(bruno.get(&hers).await.text().contains("veillee-upload"), "the stronger of two links counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_thirty_days_after_its_last_use() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    for _ in 0..4 {
        world.clock.advance(29 * MILLIS_PER_DAY);
        bruno.get("/-/account").await.expect(200);
    }
    world.clock.advance(30 * MILLIS_PER_DAY);
    bruno.get("/-/account").await.expect(303);
    bruno.get("/-/account").await.expect(303);
    bruno.sign_in("bruno@example.org").await;
    world.clock.advance(30 * MILLIS_PER_DAY - MILLIS_PER_HOUR);
    bruno.get("/-/account").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_that_is_nobodys_is_a_visitors() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (album, _) = anne.album_with_photos("Anne", 1).await;
    for wrong in ["x", "'; DROP TABLE session; --", &"a".repeat(4_000), "%00", "\u{e9}"] {
        let browser = world.browser();
        browser.set_cookie(SESSION, wrong);
        browser.get("/").await.expect(200);
        browser.get(&album).await.expect(404);
        browser.get("/-/account").await.expect(303);
    }
}
