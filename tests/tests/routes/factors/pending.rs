//! Between the password and the second factor.

use veillee_ambient::MILLIS_PER_MINUTE;
use veillee_tests::world::{Backend, PASSWORD, World, totp_code};

use super::{FACTOR, STEP_MS, enrol, is_signed_in, now_ms, recovery_codes, sign_in, with_factor, with_password};

const BRUNO: &str = "bruno@example.org";

async fn a_sign_in_under_way_lasts_five_minutes_and_five_tries(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let secret = enrol(&world, &world.member("Bruno").await).await;
    let slow = world.browser();
    with_password(&slow, BRUNO, "/").await.expect(303);
    world.clock.advance(5 * MILLIS_PER_MINUTE - 1);
    let page = slow.get(FACTOR).await.expect(200);
    let fields = [("token", page.token_of(FACTOR)), ("then", "/".to_owned())];
    world.clock.advance(1);
    let code = totp_code(&secret, now_ms(&world));
    let late = [("token", fields[0].1.as_str()), ("then", "/"), ("code", &code)];
    let answer = slow.post(FACTOR, &late).await.expect(303);
    assert_eq!(answer.location(), "/-/sign-in?then=/");
    let page = slow.get("/-/sign-in").await.expect(200).text();
    assert!(page.contains("Recommencez avec votre mot de passe"), "{page}");
    assert!(!is_signed_in(&slow).await);

    let guesser = world.browser();
    with_password(&guesser, BRUNO, "/").await.expect(303);
    let cookies = guesser.cookie_header();
    for _ in 0..4 {
        let page = with_factor(&guesser, "code", "000000").await.expect(422).text();
        assert!(page.contains("Ce code ne va pas"), "{page}");
    }
    let code = totp_code(&secret, now_ms(&world));
    let answer = with_factor(&guesser, "code", "000000").await.expect(303);
    assert_eq!(answer.location(), "/-/sign-in?then=/-/account", "the fifth was the last");
    for (name, value) in cookies.split("; ").filter_map(|pair| pair.split_once('=')) {
        guesser.set_cookie(name, value);
    }
    assert!(guesser.get(FACTOR).await.expect(303).location().starts_with("/-/sign-in?"), "nor with the old cookie");
    sign_in(&world, BRUNO, "code", &code).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_under_way_lasts_five_minutes_and_five_tries_on_sqlite() {
    a_sign_in_under_way_lasts_five_minutes_and_five_tries(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_under_way_lasts_five_minutes_and_five_tries_on_postgresql() {
    a_sign_in_under_way_lasts_five_minutes_and_five_tries(Backend::Postgres).await;
}

async fn guesses_are_counted_for_the_account_over_many_sign_ins(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let secret = enrol(&world, &bruno).await;
    let codes = recovery_codes(&bruno).await;
    let zoes = enrol(&world, &world.member("Zoe").await).await;
    world.clock.advance(STEP_MS);
    for _ in 0..15 {
        let status = sign_in(&world, BRUNO, "code", "000000").await.status;
        assert_eq!(status.as_u16(), 422);
    }
    let right = totp_code(&secret, now_ms(&world));
    for (name, value) in [("code", right.as_str()), ("recovery", &codes[0])] {
        let page = sign_in(&world, BRUNO, name, value).await.expect(429).text();
        assert!(page.contains("Il y a eu trop d’essais"), "{page}");
    }
    sign_in(&world, "zoe@example.org", "code", &totp_code(&zoes, now_ms(&world))).await.expect(303);
    world.clock.advance(60 * MILLIS_PER_MINUTE - 1);
    sign_in(&world, BRUNO, "code", &totp_code(&secret, now_ms(&world))).await.expect(429);
    world.clock.advance(1);
    sign_in(&world, BRUNO, "code", &totp_code(&secret, now_ms(&world))).await.expect(303);
    sign_in(&world, BRUNO, "recovery", &codes[0]).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_are_counted_for_the_account_over_many_sign_ins_on_sqlite() {
    guesses_are_counted_for_the_account_over_many_sign_ins(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_are_counted_for_the_account_over_many_sign_ins_on_postgresql() {
    guesses_are_counted_for_the_account_over_many_sign_ins(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_under_way_ends_with_a_new_password_and_with_the_account() {
    const NEW: &str = "cinq mots encore plus simples";
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    enrol(&world, &bruno).await;
    let account = world.alpha.account_by_address(BRUNO).await.expect("an answer").expect("an account");
    world.clock.advance(STEP_MS);
    let waiting = world.browser();
    with_password(&waiting, BRUNO, "/").await.expect(303);
    let path = "/-/account/password";
    let token = bruno.get(path).await.expect(200).token_of(path);
    let fields = [("token", token.as_str()), ("present", PASSWORD), ("new", NEW), ("again", NEW)];
    bruno.post(path, &fields).await.expect(303);
    assert!(waiting.get(FACTOR).await.expect(303).location().starts_with("/-/sign-in?"));

    let waiting = world.browser();
    let token = waiting.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
    let fields = [("token", token.as_str()), ("then", "/"), ("address", BRUNO), ("password", NEW)];
    waiting.post("/-/sign-in", &fields).await.expect(303);
    world.alpha.suspend(&account.id, true).await.expect("a change");
    assert!(waiting.get(FACTOR).await.expect(303).location().starts_with("/-/sign-in?"));
    assert!(!is_signed_in(&waiting).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_step_leads_to_pages_of_this_host_alone_and_takes_no_foreign_form() {
    let world = World::new().await;
    let secret = enrol(&world, &world.member("Bruno").await).await;
    world.clock.advance(STEP_MS);
    let browser = world.browser();
    with_password(&browser, BRUNO, "//evil.example/").await.expect(303);
    let code = totp_code(&secret, now_ms(&world));
    for token in ["", "x"] {
        browser.post(FACTOR, &[("token", token), ("code", &code)]).await.expect(400);
    }
    let token = browser.get(&format!("{FACTOR}?then=https://evil.example/")).await.expect(200).token_of(FACTOR);
    let fields = [("token", token.as_str()), ("then", "//evil.example/"), ("code", &code)];
    assert_eq!(browser.post(FACTOR, &fields).await.expect(303).location(), "/");
}
