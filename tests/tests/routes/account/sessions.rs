//! The devices where an account is open: told by name, ended one by one or all together.

use veillee_ambient::{MILLIS_PER_DAY, MILLIS_PER_HOUR, MILLIS_PER_MINUTE};
use veillee_tests::world::{Backend, Browser, PASSWORD, World};

use super::{needs_its_own_token, only_accounts_have_it};

const PATH: &str = "/-/account/sessions";
const END: &str = "/-/account/sessions/end";
const END_OTHERS: &str = "/-/account/sessions/end-others";
const NOT_ME: &str = "/-/account/sessions/not-me";
const TELEPHONE: &str = "Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0";

async fn signed_in_with(world: &World, address: &str, user_agent: &str) -> Browser {
    let browser = world.browser();
    let token = browser.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
    let fields = [("token", token.as_str()), ("then", "/"), ("address", address), ("password", PASSWORD)];
    let headers = [("sec-fetch-site", "same-origin"), ("user-agent", user_agent)];
    browser.post_with("/-/sign-in", &fields, &headers).await.expect(303);
    browser
}

async fn each_device_is_named_and_ended_alone_or_with_all_others(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (bruno, zoe) = (world.member("Bruno").await, world.member("Zoe").await);
    only_accounts_have_it(&world, &bruno, PATH).await;
    let telephone = signed_in_with(&world, "bruno@example.org", TELEPHONE).await;
    let tablet = signed_in_with(&world, "bruno@example.org", "<b>nothing known").await;
    world.clock.advance(3 * MILLIS_PER_HOUR);

    let page = bruno.get(PATH).await.expect(200);
    let text = page.text();
    for words in ["Firefox sur Android", "Appareil inconnu", "Cet appareil", "Utilisé il y a environ 3 heures"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("nothing known"), "{text}");
    assert_eq!(text.matches("name=\"session\"").count(), 2, "this one has no button: {text}");

    let named = text.split("Firefox sur Android").nth(1).expect("the telephone");
    let value = |name: &str| {
        let rest = named.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a field");
        rest.split('"').next().expect("a value").to_owned()
    };
    let (token, session) = (value("token"), value("session"));
    let fields = [("token", token.as_str()), ("session", session.as_str())];
    needs_its_own_token(&bruno, END, &[("session", &session)]).await;
    zoe.post(END, &fields).await.expect(400);
    assert_eq!(bruno.post(END, &fields).await.expect(303).location(), "/-/confirm?then=/-/account/sessions");
    bruno.prove().await;
    telephone.get("/-/account").await.expect(200);
    bruno.post(END, &fields).await.expect(303);
    assert!(bruno.get(PATH).await.text().contains("cet appareil est déconnecté"));
    telephone.get("/-/account").await.expect(303);
    tablet.get("/-/account").await.expect(200);
    bruno.post(END, &fields).await.expect(303);
    assert!(bruno.get(PATH).await.text().contains("était déjà déconnecté"));

    needs_its_own_token(&bruno, END_OTHERS, &[]).await;
    let token = bruno.get(PATH).await.expect(200).token_of(END_OTHERS);
    bruno.post(END_OTHERS, &[("token", &token)]).await.expect(303);
    let page = bruno.get(PATH).await.expect(200).text();
    assert!(page.contains("un appareil est déconnecté") && page.contains("nulle part ailleurs"), "{page}");
    tablet.get("/-/account").await.expect(303);
    zoe.get("/-/account").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_device_is_named_and_ended_alone_or_with_all_others_on_sqlite() {
    each_device_is_named_and_ended_alone_or_with_all_others(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_device_is_named_and_ended_alone_or_with_all_others_on_postgresql() {
    each_device_is_named_and_ended_alone_or_with_all_others(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_use_is_written_every_five_minutes_at_most() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    let account = world.account("bruno@example.org").await;
    let seen_ms = async || world.alpha.sessions_of(&account).await.expect("a database")[0].seen_ms;
    let first_ms = seen_ms().await;
    world.clock.advance(5 * MILLIS_PER_MINUTE);
    bruno.get("/").await.expect(200);
    assert_eq!(seen_ms().await, first_ms);
    world.clock.advance(1);
    bruno.get("/").await.expect(200);
    assert_eq!(seen_ms().await, first_ms + 5 * MILLIS_PER_MINUTE + 1);
}

async fn it_was_not_me_ends_every_other_session_and_asks_for_a_new_password(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (bruno, zoe) = (world.member("Bruno").await, world.member("Zoe").await);
    let thief = signed_in_with(&world, "bruno@example.org", TELEPHONE).await;
    needs_its_own_token(&bruno, NOT_ME, &[]).await;
    let token = bruno.get(PATH).await.expect(200).token_of(NOT_ME);
    zoe.post(NOT_ME, &[("token", &token)]).await.expect(400);
    let next = bruno.post(NOT_ME, &[("token", &token)]).await.expect(303).location();
    assert!(next.starts_with("/-/account/password"), "{next}");
    thief.get("/-/account").await.expect(303);
    let page = bruno.get(&next).await.expect(200).text();
    assert!(page.contains("un appareil est déconnecté") && page.contains("jamais utilisé ailleurs"), "{page}");
    assert!(page.contains("href=\"/-/forgot\""), "whoever finds the password changed goes on from here: {page}");
    zoe.get("/-/account").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_was_not_me_ends_every_other_session_and_asks_for_a_new_password_on_sqlite() {
    it_was_not_me_ends_every_other_session_and_asks_for_a_new_password(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_was_not_me_ends_every_other_session_and_asks_for_a_new_password_on_postgresql() {
    it_was_not_me_ends_every_other_session_and_asks_for_a_new_password(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_thirty_days_after_its_last_use_and_half_a_year_after_its_first() {
    let world = World::new().await;
    let (rests, used) = (world.member("Bruno").await, world.member("Zoe").await);
    world.clock.advance(30 * MILLIS_PER_DAY - 1);
    used.get("/-/account").await.expect(200);
    world.clock.advance(1);
    rests.get("/-/account").await.expect(303);
    for _ in 0..5 {
        world.clock.advance(29 * MILLIS_PER_DAY);
        used.get("/-/account").await.expect(200);
    }
    world.clock.advance(5 * MILLIS_PER_DAY - 1);
    used.get("/-/account").await.expect(200);
    world.clock.advance(1);
    used.get("/-/account").await.expect(303);
}
