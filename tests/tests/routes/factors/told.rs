//! What changes about how somebody signs in is noted in the log, and written to their address.

use veillee::storage::audit::Happening;
use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Backend, PASSWORD, World, totp_code};

use super::{SECURITY, STEP_MS, TOTP, add_passkey, enrol, now_ms, recovery_codes, sign_in};

const BRUNO: &str = "bruno@example.org";

async fn each_change_is_noted_once_and_posted_to_the_account(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (bruno, zoe) = (world.member("Bruno").await, world.member("Zoe").await);
    let secret = enrol(&world, &bruno).await;
    let codes = recovery_codes(&bruno).await;
    add_passkey(&bruno).await;
    world.clock.advance(STEP_MS);
    sign_in(&world, BRUNO, "code", "000000").await.expect(422);
    sign_in(&world, BRUNO, "code", &totp_code(&secret, now_ms(&world))).await.expect(303);
    sign_in(&world, BRUNO, "recovery", &codes[0]).await.expect(303);
    for action in [format!("{SECURITY}/passkeys/remove"), format!("{TOTP}/remove")] {
        let page = bruno.get(SECURITY).await.expect(200);
        let passkey = if action.contains("passkeys") { page.hidden("passkey", 0) } else { String::new() };
        let fields = [("token", page.token_of(&action)), ("passkey", passkey)];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bruno.post(&action, &fields).await.expect(303);
        // A second time there is nothing to tell.
        bruno.post(&action, &fields).await.expect(303);
    }

    let account = world.alpha.account_by_address(BRUNO).await.expect("an answer").expect("an account");
    let entries = world.alpha.own_activity(&account.id).await.expect("entries");
    let count = |happening| entries.iter().filter(|entry| entry.happening == Some(happening)).count();
    for (happening, times) in [
        (Happening::FactorAdded, 1),
        (Happening::RecoveryCodesMade, 1),
        (Happening::PasskeyAdded, 1),
        (Happening::SignInFailed, 1),
        (Happening::RecoveryCodeUsed, 1),
        (Happening::PasskeyRemoved, 1),
        (Happening::FactorRemoved, 1),
    ] {
        assert_eq!(count(happening), times, "{}", happening.name());
    }
    assert!(count(Happening::SignedIn) >= 2);

    let mails = world.alpha.mails(50).await.expect("mails");
    let mut texts = Vec::new();
    for mail in mails.iter().filter(|mail| mail.to == BRUNO) {
        texts.push(world.alpha.mail_text(&mail.id).await.expect("an answer").expect("a text"));
    }
    for sentence in [
        "vient d’être mise en place",
        "De nouveaux codes de secours",
        "vient d’être ajoutée",
        "vient d’être utilisé",
        "vient d’être retirée de votre compte",
        "de votre compte vient d’être retirée",
    ] {
        let with = texts.iter().filter(|text| text.contains(sentence)).count();
        assert_eq!(with, 1, "{sentence}: {texts:?}");
    }
    assert!(texts.iter().all(|text| text.contains("/-/not-me/")), "{texts:?}");
    assert!(mails.iter().all(|mail| mail.to != "zoe@example.org"));
    drop(zoe);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_is_noted_once_and_posted_to_the_account_on_sqlite() {
    each_change_is_noted_once_and_posted_to_the_account(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_is_noted_once_and_posted_to_the_account_on_postgresql() {
    each_change_is_noted_once_and_posted_to_the_account(Backend::Postgres).await;
}

async fn who_says_that_it_was_somebody_else_is_rid_of_what_was_enrolled(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    enrol(&world, &bruno).await;
    world.clock.advance(8 * MILLIS_PER_DAY);
    let account = world.alpha.account_by_address(BRUNO).await.expect("an answer").expect("an account");
    // Somebody who knows the password, in a session that was left open.
    world.prove_factor(&bruno).await;
    let token = bruno.get(&format!("/-/confirm?then={SECURITY}&factor=1")).await.expect(200).token_of("/-/confirm");
    bruno.post("/-/confirm", &[("token", &token), ("then", "/"), ("password", PASSWORD)]).await.expect(303);
    add_passkey(&bruno).await;
    let mails = world.alpha.mails(50).await.expect("mails");
    let text = world.alpha.mail_text(&mails[0].id).await.expect("an answer").expect("a text");
    let alarm = text.split("/-/not-me/").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link");
    let alarm = format!("/-/not-me/{alarm}");
    let owner = world.browser();
    let token = owner.get(&alarm).await.expect(200).token_of(&alarm);
    owner.post(&alarm, &[("token", &token)]).await.expect(303);
    let left = world.alpha.factors(&account.id).await.expect("an answer");
    assert_eq!((left.passkeys, left.totp.is_some()), (0, true), "what was there before stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_that_it_was_somebody_else_is_rid_of_what_was_enrolled_on_sqlite() {
    who_says_that_it_was_somebody_else_is_rid_of_what_was_enrolled(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_that_it_was_somebody_else_is_rid_of_what_was_enrolled_on_postgresql() {
    who_says_that_it_was_somebody_else_is_rid_of_what_was_enrolled(Backend::Postgres).await;
}
