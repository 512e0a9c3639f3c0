use veillee_tests::world::{Backend, World, totp_code};

use super::{RECOVERY, SECURITY, STEP_MS, TOTP, enrol, now_ms, recovery_codes, sign_in, with_factor, with_password};
use crate::account::{needs_its_own_token, only_accounts_have_it};

const BRUNO: &str = "bruno@example.org";

async fn ten_codes_are_shown_once_and_each_works_once(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    only_accounts_have_it(&world, &bruno, RECOVERY).await;
    assert_eq!(bruno.get(RECOVERY).await.expect(303).location(), SECURITY, "without a factor they are worth nothing");
    enrol(&world, &bruno).await;
    needs_its_own_token(&bruno, RECOVERY, &[]).await;
    let codes = recovery_codes(&bruno).await;
    assert_eq!(codes.len(), 10);
    for page in [SECURITY, RECOVERY] {
        let text = bruno.get(page).await.expect(200).text();
        assert!(codes.iter().all(|code| !text.contains(code.as_str())) && text.contains("10 codes"), "{text}");
    }
    sign_in(&world, BRUNO, "recovery", &codes[0]).await.expect(303);
    let used = sign_in(&world, BRUNO, "recovery", &codes[0]).await.expect(422).text();
    assert!(used.contains("ou il a déjà servi") && used.contains("<details open>"), "{used}");
    let browser = world.browser();
    with_password(&browser, BRUNO, "/").await.expect(303);
    with_factor(&browser, "recovery", &codes[1].to_uppercase().replace('-', " ")).await.expect(303);
    let told = browser.get("/-/account").await.expect(200).text();
    assert!(told.contains("Il vous en reste 8"), "{told}");
    assert!(bruno.get(SECURITY).await.text().contains("8 codes"));

    let others = recovery_codes(&bruno).await;
    sign_in(&world, BRUNO, "recovery", &codes[2]).await.expect(422);
    sign_in(&world, BRUNO, "recovery", &others[9]).await.expect(303);
    for wrong in ["", "0000-0000-0000", "x", &"y".repeat(10_000), &codes[2]] {
        sign_in(&world, BRUNO, "recovery", wrong).await.expect(422);
    }
    for code in &others[..9] {
        sign_in(&world, BRUNO, "recovery", code).await.expect(303);
    }
    assert!(bruno.get(SECURITY).await.text().contains("aucun code de secours"));
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_codes_are_shown_once_and_each_works_once_on_sqlite() {
    ten_codes_are_shown_once_and_each_works_once(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_codes_are_shown_once_and_each_works_once_on_postgresql() {
    ten_codes_are_shown_once_and_each_works_once(Backend::Postgres).await;
}

async fn who_lost_the_phone_comes_in_by_a_code_and_enrols_another(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let lost = enrol(&world, &bruno).await;
    let codes = recovery_codes(&bruno).await;
    world.clock.advance(STEP_MS);
    let browser = world.browser();
    with_password(&browser, BRUNO, "/").await.expect(303);
    with_factor(&browser, "recovery", &codes[0]).await.expect(303);
    let new = enrol(&world, &browser).await;
    world.clock.advance(STEP_MS);
    sign_in(&world, BRUNO, "code", &totp_code(&lost, now_ms(&world))).await.expect(422);
    sign_in(&world, BRUNO, "code", &totp_code(&new, now_ms(&world))).await.expect(303);
    let page = browser.get(SECURITY).await.expect(200).text();
    assert!(page.contains("9 codes"), "the other factor stays: {page}");

    let action = format!("{TOTP}/remove");
    let token = browser.get(SECURITY).await.expect(200).token_of(&action);
    browser.post(&action, &[("token", &token)]).await.expect(303);
    enrol(&world, &browser).await;
    sign_in(&world, BRUNO, "recovery", &codes[1]).await.expect(422);
    assert!(browser.get(SECURITY).await.text().contains("aucun code de secours"), "codes go with the last factor");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lost_the_phone_comes_in_by_a_code_and_enrols_another_on_sqlite() {
    who_lost_the_phone_comes_in_by_a_code_and_enrols_another(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lost_the_phone_comes_in_by_a_code_and_enrols_another_on_postgresql() {
    who_lost_the_phone_comes_in_by_a_code_and_enrols_another(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_of_its_account_and_kept_as_something_that_the_database_alone_cannot_check() {
    use veillee::storage::sql::Ask as _;
    let world = World::new().await;
    let (bruno, zoe) = (world.member("Bruno").await, world.member("Zoe").await);
    for browser in [&bruno, &zoe] {
        enrol(&world, browser).await;
    }
    let codes = recovery_codes(&bruno).await;
    recovery_codes(&zoe).await;
    sign_in(&world, "zoe@example.org", "recovery", &codes[0]).await.expect(422);
    let select = veillee_access::Fragment::new("SELECT mark FROM recovery_code");
    let rows = world.alpha.database().rows(select).await.expect("an answer");
    let marks: std::collections::BTreeSet<Vec<u8>> = rows.iter().map(|row| row.bytes(0).expect("bytes")).collect();
    assert_eq!(marks.len(), 20);
    for code in &codes {
        let plain = code.replace('-', "");
        assert!(!marks.contains(plain.as_bytes()) && !marks.contains(&blake(&plain)));
    }
}

/// What anybody could work out.
fn blake(code: &str) -> Vec<u8> {
    veillee::storage::ids::token_digest(code)[..16].to_vec()
}
