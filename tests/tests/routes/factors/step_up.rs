//! Proving again who one is, before what is dangerous.

use veillee_ambient::MILLIS_PER_MINUTE;
use veillee_tests::world::{Answer, Backend, Browser, PASSWORD, World, totp_code};

use super::{CONFIRM, RECOVERY, SECURITY, TOTP, enrol, now_ms, recovery_codes};
use crate::account::needs_its_own_token;

const QUARTER_MS: i64 = 15 * MILLIS_PER_MINUTE;

/// Fills in the page that asks.
pub(super) async fn confirm(browser: &Browser, page: &Answer, name: &str, value: &str) -> Answer {
    let (token, then) = (page.token_of(CONFIRM), page.hidden("then", 0));
    let mut fields = vec![("token", token.as_str()), ("then", then.as_str()), (name, value)];
    if page.text().contains("name=\"factor\"") {
        fields.push(("factor", "1"));
    }
    browser.post(CONFIRM, &fields).await
}

async fn a_proof_counts_for_fifteen_minutes_to_the_millisecond(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    world.clock.advance(QUARTER_MS - 1);
    let form = bruno.get(TOTP).await.expect(200);
    world.clock.advance(1);
    let asked = bruno.get(TOTP).await.expect(303).location();
    assert_eq!(asked, "/-/confirm?then=/-/account/security/totp");
    let fields = [("token", form.token_of(TOTP)), ("secret", form.hidden("secret", 0))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(bruno.post(TOTP, &fields).await.expect(303).location(), asked, "the form asks again");

    let page = bruno.get(&asked).await.expect(200);
    assert!(page.text().contains("C’est bien vous") && page.text().contains("autofocus"), "{}", page.text());
    needs_its_own_token(&bruno, CONFIRM, &[("then", "/"), ("password", PASSWORD)]).await;
    let wrong = confirm(&bruno, &page, "password", "not the password").await.expect(422);
    assert!(wrong.text().contains("Le mot de passe ne va pas") && !wrong.text().contains("not the password"));
    bruno.get(TOTP).await.expect(303);
    let answer = confirm(&bruno, &wrong, "password", PASSWORD).await.expect(303);
    assert_eq!(answer.location(), asked);
    assert_eq!(bruno.get(&asked).await.expect(303).location(), TOTP, "back to where one was");
    bruno.get(TOTP).await.expect(200);
    world.clock.advance(QUARTER_MS - 1);
    bruno.get(TOTP).await.expect(200);
    world.clock.advance(1);
    bruno.get(TOTP).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_counts_for_fifteen_minutes_to_the_millisecond_on_sqlite() {
    a_proof_counts_for_fifteen_minutes_to_the_millisecond(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_counts_for_fifteen_minutes_to_the_millisecond_on_postgresql() {
    a_proof_counts_for_fifteen_minutes_to_the_millisecond(Backend::Postgres).await;
}

async fn a_factor_is_touched_only_by_who_shows_a_factor(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let secret = enrol(&world, &bruno).await;
    let codes = recovery_codes(&bruno).await;
    let remove = format!("{TOTP}/remove");
    let token = bruno.get(SECURITY).await.expect(200).token_of(&remove);
    world.clock.advance(QUARTER_MS);
    // Whoever found the open session and even knows the password.
    for path in [TOTP, RECOVERY] {
        let asked = bruno.get(path).await.expect(303).location();
        assert_eq!(asked, format!("/-/confirm?then={path}&factor=1"));
    }
    let asked = bruno.post(&remove, &[("token", &token)]).await.expect(303).location();
    assert_eq!(asked, "/-/confirm?then=/-/account/security&factor=1");
    let page = bruno.get(&asked).await.expect(200);
    confirm(&bruno, &page, "password", PASSWORD).await.expect(303);
    let page = bruno.get(&asked).await.expect(200);
    assert!(!page.text().contains("name=\"password\"") && page.text().contains("name=\"code\""), "{}", page.text());
    assert_eq!(bruno.post(&remove, &[("token", &token)]).await.expect(303).location(), asked);
    confirm(&bruno, &page, "code", "000000").await.expect(422);
    assert_eq!(bruno.post(&remove, &[("token", &token)]).await.expect(303).location(), asked);

    let answer = confirm(&bruno, &page, "code", &totp_code(&secret, now_ms(&world))).await.expect(303);
    assert_eq!(answer.location(), SECURITY);
    bruno.get(TOTP).await.expect(200);
    world.clock.advance(QUARTER_MS);
    let page = bruno.get(&asked).await.expect(200);
    confirm(&bruno, &page, "password", PASSWORD).await.expect(303);
    let page = bruno.get(&asked).await.expect(200);
    confirm(&bruno, &page, "recovery", &codes[3]).await.expect(303);
    assert!(bruno.get(SECURITY).await.expect(200).text().contains("Il vous en reste 9"));
    bruno.post(&remove, &[("token", &token)]).await.expect(303);
    assert!(bruno.get(SECURITY).await.expect(200).text().contains("L’application est retirée"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_factor_is_touched_only_by_who_shows_a_factor_on_sqlite() {
    a_factor_is_touched_only_by_who_shows_a_factor(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_factor_is_touched_only_by_who_shows_a_factor_on_postgresql() {
    a_factor_is_touched_only_by_who_shows_a_factor(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_the_password_of_an_open_session_are_slowed_down() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    world.clock.advance(QUARTER_MS);
    let page = bruno.get(&format!("{CONFIRM}?then={TOTP}")).await.expect(200);
    let mut looked_at = 0;
    while confirm(&bruno, &page, "password", "not the password").await.status == 422 {
        looked_at += 1;
        assert!(looked_at < 100, "nobody stops it");
    }
    let told = confirm(&bruno, &page, "password", PASSWORD).await.expect(429).text();
    assert!(told.contains("Il y a eu trop d’essais"), "{told}");
    bruno.get(TOTP).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_that_asks_leads_nowhere_else_and_knows_accounts_alone() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    for then in ["//evil.example/", "https://evil.example/", "/\\evil"] {
        let path = format!("{CONFIRM}?then={then}");
        assert_eq!(bruno.get(&path).await.expect(303).location(), "/", "nothing is to be proved: {then}");
        world.clock.advance(QUARTER_MS);
        let page = bruno.get(&path).await.expect(200);
        assert_eq!(page.hidden("then", 0), "/");
        let token = page.token_of(CONFIRM);
        let fields = [("token", token.as_str()), ("then", then), ("password", PASSWORD)];
        assert_eq!(bruno.post(CONFIRM, &fields).await.expect(303).location(), "/-/confirm?then=/");
    }
    let nobody = world.browser();
    assert_eq!(
        nobody.get(&format!("{CONFIRM}?then={TOTP}")).await.expect(303).location(),
        format!("/-/sign-in?then={TOTP}")
    );
    nobody.post(CONFIRM, &[("token", "x"), ("password", PASSWORD)]).await.expect(400);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_proves_it_before_what_they_do_to_a_member() {
    let world = World::new().await;
    let anne = world.administrator().await;
    world.member("Bruno").await;
    let bruno = world.alpha.account_by_address("bruno@example.org").await.expect("an answer").expect("an account");
    world.clock.advance(QUARTER_MS);
    let action = format!("/-/members/{}", bruno.id);
    let send = async || {
        let token = anne.get("/-/members").await.expect(200).token_of(&action);
        anne.post(&action, &[("token", &token), ("deed", "suspend")]).await.expect(303).location()
    };
    assert_eq!(send().await, "/-/confirm?then=/-/members");
    let is_suspended = async || {
        let account = world.alpha.account(&bruno.id).await.expect("an answer").expect("an account");
        account.suspended
    };
    assert!(!is_suspended().await);
    let page = anne.get("/-/confirm?then=/-/members").await.expect(200);
    confirm(&anne, &page, "password", PASSWORD).await.expect(303);
    assert_eq!(send().await, "/-/members");
    assert!(is_suspended().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_steps_down_proves_nothing_by_it() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let other = world.member("Bruno").await;
    let account =
        async |address: &str| world.alpha.account_by_address(address).await.expect("an answer").expect("an account").id;
    let (annes, brunos) = (account("anne@example.org").await, account("bruno@example.org").await);
    let send = async |who: &str, deed: &str| {
        let action = format!("/-/members/{who}");
        let token = anne.get("/-/members").await.expect(200).token_of(&action);
        anne.post(&action, &[("token", &token), ("deed", deed)]).await.expect(303);
    };
    send(&brunos, "administrator").await;
    world.clock.advance(QUARTER_MS - 1);
    send(&annes, "member").await;
    world.clock.advance(1);
    assert_eq!(anne.get(TOTP).await.expect(303).location(), "/-/confirm?then=/-/account/security/totp");
    drop(other);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_proves_it_before_a_service_is_switched_on_and_not_before_it_is_switched_off() {
    let world = World::new().await;
    let anne = world.administrator().await;
    world.clock.advance(QUARTER_MS);
    let action = "/-/settings/services/album";
    let send = async |deed: &str| {
        let token = anne.get("/-/settings").await.expect(200).token_of(action);
        anne.post(action, &[("token", &token), ("deed", deed)]).await.expect(303).location()
    };
    assert_eq!(send("off").await, "/-/settings");
    assert_eq!(send("on").await, "/-/confirm?then=/-/settings");
    let page = anne.get("/-/confirm?then=/-/settings").await.expect(200);
    confirm(&anne, &page, "password", PASSWORD).await.expect(303);
    assert_eq!(send("on").await, "/-/settings");
    anne.get("/album").await.expect(200);
}
