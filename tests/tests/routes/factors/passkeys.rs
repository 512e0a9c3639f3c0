use std::sync::atomic::Ordering;

use veillee::storage::audit::{Doer, Happening, Note};
use veillee_ambient::MILLIS_PER_MINUTE;
use veillee_tests::world::{Answer, Authenticator, Backend, Browser, World};

use super::{
    CONFIRM, FACTOR, RECOVERY, SECURITY, TOTP, add_passkey, begin, end, enrol, is_signed_in, json, passkey_token,
    recovery_codes, with_factor, with_password,
};
use crate::account::needs_its_own_token;

const BRUNO: &str = "bruno@example.org";

/// Signs in by a passkey alone, on a browser that knows nobody.
async fn alone(browser: &Browser, device: &Authenticator) -> Answer {
    let token = passkey_token(&browser.get("/-/sign-in").await.expect(200), "sign-in");
    let options = begin(browser, "sign-in", &token).await;
    assert!(options["allowCredentials"].as_array().is_none_or(Vec::is_empty), "it names no account: {options}");
    end(browser, "sign-in", &token, &device.show(&options)).await
}

fn problem(answer: &Answer) -> String {
    json(answer)["problem"].as_str().expect("a sentence").to_owned()
}

async fn a_passkey_signs_in_alone_and_no_more_once_it_is_removed(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let mut device = Authenticator::new("alpha.localhost");
    let token = passkey_token(&bruno.get(SECURITY).await.expect(200), "add");
    let options = begin(&bruno, "add", &token).await;
    assert_eq!((&options["rp"]["id"], &options["user"]["name"]), (&"alpha.localhost".into(), &BRUNO.into()));
    let made = device.make(&options);
    let answer = end(&bruno, "add", &token, &made).await.expect(200);
    assert_eq!(json(&answer)["then"], RECOVERY);
    let replayed = end(&bruno, "add", &token, &made).await.expect(422);
    assert!(problem(&replayed).contains("trop de temps"), "a ceremony is ended once");

    let browser = world.browser();
    let answer = alone(&browser, &device).await.expect(200);
    assert_eq!(json(&answer)["then"], "/-/account");
    assert!(is_signed_in(&browser).await);
    let page = browser.get(SECURITY).await.expect(200);
    assert!(page.text().contains("Dernière utilisation le 23 novembre 2026"), "{}", page.text());
    browser.get(TOTP).await.expect(200);

    let (name, remove) = (format!("{SECURITY}/passkeys/name"), format!("{SECURITY}/passkeys/remove"));
    let id = page.hidden("passkey", 0);
    for path in [&name, &remove] {
        needs_its_own_token(&bruno, path, &[("passkey", &id), ("name", "Mallory")]).await;
    }
    let token = page.token_of(&name);
    for (wrong, told) in [("  ", "100 caractères au plus"), (&*"x".repeat(101), "100 caractères au plus")] {
        browser.post(&name, &[("token", &token), ("passkey", &id), ("name", wrong)]).await.expect(303);
        assert!(browser.get(SECURITY).await.expect(200).text().contains(told));
    }
    browser.post(&name, &[("token", &token), ("passkey", &id), ("name", " Clé <b>bleue ")]).await.expect(303);
    let page = browser.get(SECURITY).await.expect(200);
    assert!(page.text().contains("Clé &#60;b&#62;bleue") && !page.text().contains("<b>bleue"), "{}", page.text());
    browser.post(&remove, &[("token", &page.token_of(&remove)), ("passkey", &id)]).await.expect(303);
    assert!(browser.get(SECURITY).await.expect(200).text().contains("La clé d’accès est retirée"));

    let stranger = world.browser();
    let refused = alone(&stranger, &device).await.expect(422);
    assert!(problem(&refused).contains("pas connue ici") && !is_signed_in(&stranger).await);
    assert_eq!(with_password(&world.browser(), BRUNO, "/").await.expect(303).location(), "/", "no factor is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_signs_in_alone_and_no_more_once_it_is_removed_on_sqlite() {
    a_passkey_signs_in_alone_and_no_more_once_it_is_removed(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_signs_in_alone_and_no_more_once_it_is_removed_on_postgresql() {
    a_passkey_signs_in_alone_and_no_more_once_it_is_removed(Backend::Postgres).await;
}

async fn a_passkey_is_the_second_step_after_the_password(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (bruno, zoe) = (world.member("Bruno").await, world.member("Zoe").await);
    let (device, others) = (add_passkey(&bruno).await, add_passkey(&zoe).await);
    let codes = recovery_codes(&bruno).await;
    let browser = world.browser();
    with_password(&browser, BRUNO, "/").await.expect(303);
    let page = browser.get(FACTOR).await.expect(200);
    assert!(!page.text().contains("name=\"code\"") && page.text().contains("name=\"recovery\""), "{}", page.text());
    let token = passkey_token(&page, "factor");
    let options = begin(&browser, "factor", &token).await;
    assert_eq!(options["allowCredentials"].as_array().map(Vec::len), Some(1));
    let refused = end(&browser, "factor", &token, &others.show(&options)).await.expect(422);
    assert!(problem(&refused).contains("pas connue ici") && !is_signed_in(&browser).await);
    let options = begin(&browser, "factor", &token).await;
    let answer = end(&browser, "factor", &token, &device.show(&options)).await.expect(200);
    assert_eq!(json(&answer)["then"], "/-/account");
    assert!(is_signed_in(&browser).await);

    let without = world.browser();
    with_password(&without, BRUNO, "/").await.expect(303);
    with_factor(&without, "recovery", &codes[0]).await.expect(303);
    assert!(is_signed_in(&without).await, "where the device is not at hand");

    let late = world.browser();
    let token = passkey_token(&late.get("/-/sign-in").await.expect(200), "sign-in");
    assert_eq!(late.post("/-/passkeys/factor/begin", &[("token", &token)]).await.status, 400, "a token of its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_the_second_step_after_the_password_on_sqlite() {
    a_passkey_is_the_second_step_after_the_password(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_the_second_step_after_the_password_on_postgresql() {
    a_passkey_is_the_second_step_after_the_password(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_not_to_this_question_from_this_place_is_refused() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    let mut device = add_passkey(&bruno).await;
    let browser = world.browser();
    let token = passkey_token(&browser.get("/-/sign-in").await.expect(200), "sign-in");
    let refused = async |credential: &str, why: &str| {
        let answer = end(&browser, "sign-in", &token, credential).await;
        assert_eq!(answer.status.as_u16(), 422, "{why}: {}", answer.text());
        assert!(!problem(&answer).is_empty() && !is_signed_in(&browser).await, "{why}");
    };
    let ask = async || begin(&browser, "sign-in", &token).await;

    let older = ask().await;
    ask().await;
    refused(&device.show(&older), "an older question").await;
    for (origin, why) in [("https://evil.example", "another site"), ("http://alpha.localhost:1", "another port")] {
        device.origin = origin.to_owned();
        refused(&device.show(&ask().await), why).await;
    }
    device.origin = "https://alpha.localhost".to_owned();
    device.host = "beta.localhost".to_owned();
    refused(&device.show(&ask().await), "another association").await;
    device.host = "alpha.localhost".to_owned();
    device.verifies = false;
    refused(&device.show(&ask().await), "nobody looked who it was").await;
    device.verifies = true;
    let handle = std::mem::replace(&mut device.handle, vec![7; 16]);
    refused(&device.show(&ask().await), "another account").await;
    device.handle = handle;
    for wrong in ["", "{}", "[]", "null", "x", &"{\"id\":".repeat(1_000)] {
        ask().await;
        refused(wrong, wrong).await;
    }
    let asked = ask().await;
    let mut cut = device.show(&asked);
    cut.truncate(cut.len() / 2);
    refused(&cut, "cut").await;

    let asked = ask().await;
    world.clock.advance(5 * MILLIS_PER_MINUTE);
    refused(&device.show(&asked), "five minutes later").await;
    let asked = ask().await;
    world.clock.advance(5 * MILLIS_PER_MINUTE - 1);
    end(&browser, "sign-in", &token, &device.show(&asked)).await.expect(200);
    assert!(is_signed_in(&browser).await);

    device.counter.store(1, Ordering::SeqCst);
    let copy = alone(&world.browser(), &device).await.expect(422);
    assert!(problem(&copy).contains("pas été acceptée"), "a counter that goes back is that of a copy");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_by_the_browser_that_was_asked() {
    let world = World::new().await;
    let device = add_passkey(&world.member("Bruno").await).await;
    let (asked, other) = (world.browser(), world.browser());
    let token_of = async |browser: &Browser| passkey_token(&browser.get("/-/sign-in").await.expect(200), "sign-in");
    let (token, others) = (token_of(&asked).await, token_of(&other).await);
    let options = begin(&asked, "sign-in", &token).await;
    assert!(
        problem(&end(&other, "sign-in", &others, &device.show(&options)).await.expect(422)).contains("trop de temps")
    );
    end(&other, "sign-in", &token, &device.show(&options)).await.expect(400);
    end(&asked, "sign-in", &token, &device.show(&options)).await.expect(200);
    for (path, status) in [("/-/passkeys/none/begin", 400), ("/-/passkeys/sign-in/begin", 400)] {
        world.browser().post(path, &[("token", "x")]).await.expect(status);
    }
}

async fn a_passkey_of_one_account_or_association_is_nothing_to_others(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (bruno, zoe) = (world.member("Bruno").await, world.member("Zoe").await);
    let mut device = add_passkey(&bruno).await;
    let token = passkey_token(&zoe.get(SECURITY).await.expect(200), "add");
    let options = begin(&zoe, "add", &token).await;
    let handle = device.handle.clone();
    let twice = device.make(&options);
    let refused = end(&zoe, "add", &token, &twice).await.expect(422);
    assert!(problem(&refused).contains("sert déjà à un compte"), "{}", problem(&refused));
    device.handle = handle;

    let beta = world.browser_at("beta.localhost");
    let token = passkey_token(&beta.get("/-/sign-in").await.expect(200), "sign-in");
    let options = begin(&beta, "sign-in", &token).await;
    (device.host, device.origin) = ("beta.localhost".to_owned(), "https://beta.localhost".to_owned());
    let refused = end(&beta, "sign-in", &token, &device.show(&options)).await.expect(422);
    assert!(problem(&refused).contains("pas connue ici"));
    (device.host, device.origin) = ("alpha.localhost".to_owned(), "https://alpha.localhost".to_owned());

    let account = world.alpha.account_by_address(BRUNO).await.expect("an answer").expect("an account");
    world.alpha.suspend(&account.id, true).await.expect("a change");
    let browser = world.browser();
    alone(&browser, &device).await.expect(422);
    assert!(!is_signed_in(&browser).await, "a suspended account comes in by no way");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_of_one_account_or_association_is_nothing_to_others_on_sqlite() {
    a_passkey_of_one_account_or_association_is_nothing_to_others(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_of_one_account_or_association_is_nothing_to_others_on_postgresql() {
    a_passkey_of_one_account_or_association_is_nothing_to_others(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_proves_once_more_who_one_is_and_losing_one_factor_leaves_the_other() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    enrol(&world, &bruno).await;
    let device = add_passkey(&bruno).await;
    world.clock.advance(15 * MILLIS_PER_MINUTE);
    let token = passkey_token(&bruno.get(SECURITY).await.expect(200), "add");
    let sent = bruno.post("/-/passkeys/add/begin", &[("token", &token)]).await.expect(200);
    assert_eq!(json(&sent)["then"], "/-/confirm?then=/-/account/security&factor=1", "the script goes on there");

    let page = bruno.get(&format!("{CONFIRM}?then={TOTP}&factor=1")).await.expect(200);
    let token = passkey_token(&page, "confirm");
    let options = begin(&bruno, "confirm", &token).await;
    end(&bruno, "confirm", &token, &device.show(&options)).await.expect(200);
    bruno.get(TOTP).await.expect(200);

    let action = format!("{TOTP}/remove");
    let token = bruno.get(SECURITY).await.expect(200).token_of(&action);
    bruno.post(&action, &[("token", &token)]).await.expect(303);
    alone(&world.browser(), &device).await.expect(200);
    let answer = with_password(&world.browser(), BRUNO, "/").await.expect(303);
    assert!(answer.location().starts_with(FACTOR), "the other factor is still asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_takes_the_factors_from_who_lost_them_all() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    enrol(&world, &bruno).await;
    let device = add_passkey(&bruno).await;
    recovery_codes(&bruno).await;
    let account = world.alpha.account_by_address(BRUNO).await.expect("an answer").expect("an account");
    let note = Note::new(Happening::FactorRemoved, Doer::OPERATOR).person(&account.id);
    let taken = world.alpha.reset_factors(&account.id, &note).await.expect("a change");
    assert!(taken.totp.is_some() && taken.passkeys == 1 && taken.recovery_codes == 10);
    assert_eq!(with_password(&world.browser(), BRUNO, "/").await.expect(303).location(), "/");
    alone(&world.browser(), &device).await.expect(422);
    let page = bruno.get(SECURITY).await.expect(200).text();
    assert_eq!(page.matches("Pas encore").count(), 2, "{page}");
}
