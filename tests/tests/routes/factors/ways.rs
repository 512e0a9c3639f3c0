//! Every way into an account that has a second factor wants it.

use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::on_both;
use veillee_tests::world::{Answer, Backend, Browser, PASSWORD, World, path_in, totp_code};

use super::{FACTOR, STEP_MS, enrol, is_signed_in, now_ms, with_factor, with_password};

on_both!(no_mail_goes_round_a_second_factor);

const BRUNO: &str = "bruno@example.org";
const NEW: &str = "cinq mots encore plus simples";

/// Presses the button of a page that was reached by mail.
async fn press(browser: &Browser, link: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get(link).await.expect(200).token_of(link);
    browser.post(link, &[&[("token", token.as_str())], fields].concat()).await
}

async fn reset(world: &World, browser: &Browser, password: &str) {
    let forgot = "/-/forgot";
    let token = browser.get(forgot).await.expect(200).token_of(forgot);
    browser.post(forgot, &[("token", &token), ("address", BRUNO)]).await.expect(200);
    let link = path_in(&world.only_mail().await, "/-/reset/");
    press(browser, &link, &[("new", password), ("again", password)]).await.expect(303);
}

async fn no_mail_goes_round_a_second_factor(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let secret = enrol(&world, &bruno).await;
    world.mails().await;
    // What is younger than a week is forgotten when its person says that it was not them.
    world.clock.advance(8 * MILLIS_PER_DAY);

    // Somebody who reads the mail chooses another password.
    let reader = world.browser();
    reset(&world, &reader, NEW).await;
    assert!(!is_signed_in(&reader).await && !is_signed_in(&bruno).await);
    let sign_in = async |browser: &Browser, password: &str| {
        let token = browser.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
        let fields = [("token", token.as_str()), ("then", "/"), ("address", BRUNO), ("password", password)];
        browser.post("/-/sign-in", &fields).await.expect(303).location()
    };
    assert!(sign_in(&reader, NEW).await.starts_with(FACTOR));
    assert!(!is_signed_in(&reader).await);

    // Or says that it was not them, by the letter about it.
    let alarm = path_in(&world.only_mail().await, "/-/not-me/");
    let next = press(&reader, &alarm, &[]).await.expect(303).location();
    press(&reader, &next, &[("new", PASSWORD), ("again", PASSWORD)]).await.expect(303);
    assert!(!is_signed_in(&reader).await);
    assert!(sign_in(&reader, PASSWORD).await.starts_with(FACTOR));
    assert!(!is_signed_in(&reader).await);
    with_factor(&reader, "code", &totp_code(&secret, now_ms(&world))).await.expect(303);
    assert!(is_signed_in(&reader).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_thinks_better_of_an_erasure_shows_the_factor_as_ever() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    let secret = enrol(&world, &bruno).await;
    let erase = "/-/account/erase";
    let token = bruno.get(erase).await.expect(200).token_of(erase);
    bruno.post(erase, &[("token", &token), ("password", PASSWORD)]).await.expect(303);
    let back = world.browser();
    let way = with_password(&back, BRUNO, "/").await.expect(303).location();
    assert!(way.starts_with("/-/account/regret/"), "{way}");
    assert_eq!(press(&back, &way, &[]).await.expect(303).location(), "/-/sign-in");
    assert!(!is_signed_in(&back).await);
    assert!(with_password(&back, BRUNO, "/").await.expect(303).location().starts_with(FACTOR));
    world.clock.advance(STEP_MS);
    with_factor(&back, "code", &totp_code(&secret, now_ms(&world))).await.expect(303);
    assert!(is_signed_in(&back).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_for_another_address_signs_nobody_in() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    enrol(&world, &bruno).await;
    world.mails().await;
    let path = "/-/account/address";
    let token = bruno.get(path).await.expect(200).token_of(path);
    let fields = [("token", token.as_str()), ("address", "new@example.org"), ("password", PASSWORD)];
    bruno.post(path, &fields).await.expect(200);
    let link = path_in(&world.only_mail().await, "/-/address/");
    let reader = world.browser();
    press(&reader, &link, &[]).await.expect(303);
    assert!(!is_signed_in(&reader).await);
    assert!(with_password(&reader, "new@example.org", "/").await.expect(303).location().starts_with(FACTOR));
}
