use veillee_tests::world::{Backend, PASSWORD, World, totp_code};

use super::{
    FACTOR, RECOVERY, SECURITY, STEP_MS, TOTP, enrol, is_signed_in, now_ms, secret_on, sign_in, with_factor,
    with_password,
};
use crate::account::{needs_its_own_token, only_accounts_have_it};

const BRUNO: &str = "bruno@example.org";

async fn an_application_is_enrolled_by_a_code_and_asked_for_from_then_on(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (bruno, zoe) = (world.member("Bruno").await, world.member("Zoe").await);
    only_accounts_have_it(&world, &bruno, TOTP).await;
    needs_its_own_token(&bruno, TOTP, &[("secret", "x"), ("code", "123456")]).await;
    let page = bruno.get(SECURITY).await.expect(200).text();
    assert!(page.contains("Pas encore") && !page.contains("Codes de secours"), "{page}");

    let page = bruno.get(TOTP).await.expect(200);
    let (secret, token, sealed) = (secret_on(&page), page.token_of(TOTP), page.hidden("secret", 0));
    assert_eq!(secret.len(), 20);
    assert!(page.text().contains("<svg") && page.text().contains("otpauth://totp/"), "{}", page.text());
    for wrong in ["", "000000", "12345", &totp_code(&secret, now_ms(&world) - 2 * STEP_MS)] {
        let fields = [("token", token.as_str()), ("secret", &sealed), ("code", wrong)];
        let again = bruno.post(TOTP, &fields).await.expect(422);
        assert!(again.text().contains("Ce code ne va pas"), "{}", again.text());
        assert_eq!(secret_on(&again), secret, "the same code is still to be scanned");
    }
    let code = totp_code(&secret, now_ms(&world));
    let others = zoe.get(TOTP).await.expect(200).token_of(TOTP);
    zoe.post(TOTP, &[("token", &others), ("secret", &sealed), ("code", &code)]).await.expect(400);
    let answer = bruno.post(TOTP, &[("token", &token), ("secret", &sealed), ("code", &code)]).await.expect(303);
    assert_eq!(answer.location(), RECOVERY, "on to what stands in for a lost phone");
    let page = bruno.get(SECURITY).await.expect(200).text();
    assert!(page.contains("Votre application est en place") && page.contains("En place"), "{page}");

    let elsewhere = world.browser();
    let answer = with_password(&elsewhere, BRUNO, "/album/").await.expect(303);
    assert_eq!(answer.location(), "/-/sign-in/factor?then=/album/");
    assert!(!is_signed_in(&elsewhere).await, "a password alone begins no session");
    world.clock.advance(STEP_MS);
    let answer = with_factor(&elsewhere, "code", &totp_code(&secret, now_ms(&world))).await.expect(303);
    assert_eq!(answer.location(), "/-/account");
    assert!(is_signed_in(&elsewhere).await && !elsewhere.cookie_header().contains("pending"));
    let answer = with_password(&world.browser(), "zoe@example.org", "/").await.expect(303);
    assert_eq!(answer.location(), "/", "others sign in as before");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_enrolled_by_a_code_and_asked_for_from_then_on_on_sqlite() {
    an_application_is_enrolled_by_a_code_and_asked_for_from_then_on(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_enrolled_by_a_code_and_asked_for_from_then_on_on_postgresql() {
    an_application_is_enrolled_by_a_code_and_asked_for_from_then_on(Backend::Postgres).await;
}

async fn a_code_is_good_in_its_step_and_those_beside_it_and_once(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let secret = enrol(&world, &world.member("Bruno").await).await;
    world.clock.advance(10 * STEP_MS);
    let code = |steps: i64| totp_code(&secret, now_ms(&world) + steps * STEP_MS);
    for (steps, status, why) in [
        (-2, 422, "two steps old"),
        (2, 422, "two steps early"),
        (-1, 303, "of the step before"),
        (-1, 422, "used"),
        (0, 303, "of this step"),
        (0, 422, "used"),
        (-1, 422, "older than one that was used"),
        (1, 303, "of the next step"),
    ] {
        let answer = sign_in(&world, BRUNO, "code", &code(steps)).await;
        assert_eq!(answer.status.as_u16(), status, "{steps}: {why}: {}", answer.text());
    }
    world.clock.advance(STEP_MS);
    let spaced = code(1);
    let spaced = format!(" {} {} ", &spaced[..3], &spaced[3..]);
    sign_in(&world, BRUNO, "code", &spaced).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_in_its_step_and_those_beside_it_and_once_on_sqlite() {
    a_code_is_good_in_its_step_and_those_beside_it_and_once(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_in_its_step_and_those_beside_it_and_once_on_postgresql() {
    a_code_is_good_in_its_step_and_those_beside_it_and_once(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_send_one_code_at_the_same_moment_one_comes_in() {
    let world = World::new().await;
    let secret = enrol(&world, &world.member("Bruno").await).await;
    world.clock.advance(STEP_MS);
    let code = totp_code(&secret, now_ms(&world));
    let ways = (0..4).map(|_| sign_in(&world, BRUNO, "code", &code));
    let answers = futures_util::future::join_all(ways).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 303).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_replaced_by_another_and_removed() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    let old = enrol(&world, &bruno).await;
    world.clock.advance(2 * STEP_MS);
    let new = enrol(&world, &bruno).await;
    assert_ne!(old, new);
    world.clock.advance(2 * STEP_MS);
    sign_in(&world, BRUNO, "code", &totp_code(&old, now_ms(&world))).await.expect(422);
    sign_in(&world, BRUNO, "code", &totp_code(&new, now_ms(&world))).await.expect(303);

    let action = format!("{TOTP}/remove");
    needs_its_own_token(&bruno, &action, &[]).await;
    let token = bruno.get(SECURITY).await.expect(200).token_of(&action);
    bruno.post(&action, &[("token", &token)]).await.expect(303);
    let page = bruno.get(SECURITY).await.expect(200).text();
    assert!(page.contains("est retirée") && page.contains("Pas encore"), "{page}");
    assert_eq!(with_password(&world.browser(), BRUNO, "/").await.expect(303).location(), "/");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_an_application_is_worth_nothing_without_the_key() {
    use veillee::storage::sql::Ask as _;
    let world = World::new().await;
    let secret = enrol(&world, &world.member("Bruno").await).await;
    let select = veillee_access::Fragment::new("SELECT secret_sealed FROM totp");
    let kept = world.alpha.database().row(select).await.expect("an answer").expect("a row").text(0).expect("text");
    let forms = [data_encoding::BASE32_NOPAD.encode(&secret), data_encoding::BASE64.encode(&secret)];
    assert!(forms.iter().all(|form| !kept.contains(form.as_str())), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_and_a_wrong_password_look_the_same_whoever_has_an_application() {
    let world = World::new().await;
    enrol(&world, &world.member("Bruno").await).await;
    world.member("Zoe").await;
    let mut pages = Vec::new();
    for address in [BRUNO, "zoe@example.org", "nobody@example.org"] {
        let browser = world.browser();
        let token = browser.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
        let wrong = format!("{PASSWORD}!");
        let fields = [("token", token.as_str()), ("then", "/"), ("address", address), ("password", &wrong)];
        let answer = browser.post("/-/sign-in", &fields).await.expect(422);
        assert!(!browser.cookie_header().contains("pending"));
        assert_eq!(browser.get(FACTOR).await.expect(303).location(), "/-/sign-in?then=/");
        let body = answer.text().replace(address, "ADDRESS");
        pages.push(body.split("role=\"alert\"").nth(1).expect("a problem").split("</p>").next().map(str::to_owned));
    }
    pages.dedup();
    assert_eq!(pages.len(), 1, "{pages:?}");
}
