//! A second factor as people meet it: by the keys of a device, and by a code where nothing runs on pages.

use data_encoding::BASE32_NOPAD;
use veillee_tests::services::Script;
use veillee_tests::world::{PASSWORD, World, totp_code};

use crate::page::Page;

const SECURITY: &str = "/-/account/security";
const BUTTON: &str = "veillee-passkey button";

/// Whether the host knows who is there.
async fn is_signed_in(page: &Page) -> bool {
    page.visit("/-/account").await;
    page.path().await == "/-/account"
}

async fn sign_out(page: &Page) {
    page.visit("/-/account").await;
    page.click("form[action='/-/sign-out'] button").await;
    assert!(!is_signed_in(page).await);
}

async fn give_password(page: &Page) {
    page.visit("/-/sign-in").await;
    page.write("#address", "bruno@example.org").await;
    page.write("#password", PASSWORD).await;
    page.click("main form button").await;
}

/// What the line beside the button says.
async fn told(page: &Page) -> String {
    page.until("return document.querySelector('veillee-passkey [role=status]').textContent !== ''").await;
    page.find("veillee-passkey [role=status]").await.text().await.expect("words")
}

async fn enrol(page: &Page) {
    page.visit(SECURITY).await;
    page.click(BUTTON).await;
    assert_eq!(page.path().await, "/-/account/security/recovery", "{}", page.text().await);
    page.click("main form button").await;
    assert_eq!(page.count("main ol code").await, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_opens_the_door_alone_and_as_second_step_until_it_is_removed() {
    for (language, viewport_px, unknown) in
        [("fr", (360, 800), "n’est pas connue ici"), ("en", (1280, 800), "is not known here")]
    {
        let world = World::new().await;
        let Some(page) = Page::open(&world, Script::On, viewport_px).await else { return };
        page.take_cookies_of(&world.member("Bruno").await).await;
        page.visit(&format!("/-/language?to={language}&then=/")).await;
        page.chromium.add_authenticator().await;
        enrol(&page).await;
        page.visit(SECURITY).await;
        assert_eq!(page.count("form[action$='passkeys/remove']").await, 1);
        page.find(BUTTON).await.click().await.expect("a click");
        assert!(!told(&page).await.is_empty(), "one device, one passkey");
        assert_eq!(page.path().await, SECURITY);

        sign_out(&page).await;
        page.visit("/-/sign-in?then=/-/account").await;
        page.click(BUTTON).await;
        assert_eq!(page.path().await, "/-/account", "{}", page.text().await);

        sign_out(&page).await;
        give_password(&page).await;
        assert_eq!(page.path().await, "/-/sign-in/factor?then=/");
        assert!(!is_signed_in(&page).await, "a password alone begins no session");
        page.visit("/-/sign-in/factor?then=/-/account").await;
        page.click(BUTTON).await;
        assert_eq!(page.path().await, "/-/account", "{}", page.text().await);

        page.visit(SECURITY).await;
        page.click("form[action$='passkeys/remove'] button").await;
        assert_eq!(page.count("form[action$='passkeys/remove']").await, 0, "{}", page.text().await);
        sign_out(&page).await;
        page.visit("/-/sign-in").await;
        page.find(BUTTON).await.click().await.expect("a click");
        let words = told(&page).await;
        assert!(words.contains(unknown), "{words}");
        assert!(!is_signed_in(&page).await);
        page.chromium.quit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_device_for_it_reads_a_line_and_comes_in_by_the_password() {
    let world = World::new().await;
    world.member("Bruno").await;
    let Some(page) = Page::open(&world, Script::On, (360, 800)).await else { return };
    page.chromium.add_authenticator().await;
    page.visit("/-/language?to=fr&then=/-/sign-in").await;
    page.find(BUTTON).await.click().await.expect("a click");
    assert!(told(&page).await.contains("Rien n’a été fait"), "{}", page.text().await);
    assert_eq!(page.ask("return document.activeElement.tagName").await, "BUTTON", "the button is at hand again");
    give_password(&page).await;
    assert!(is_signed_in(&page).await);
    page.chromium.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_needs_no_script() {
    let world = World::new().await;
    let Some(page) = Page::open(&world, Script::Off, (360, 800)).await else { return };
    page.take_cookies_of(&world.member("Bruno").await).await;
    page.visit("/-/language?to=fr&then=/").await;
    page.visit(SECURITY).await;
    assert_eq!(page.count(BUTTON).await, 0, "what needs script is not there");
    page.click("a[href='/-/account/security/totp']").await;
    let shown = page.find("main .address").await.text().await.expect("a secret");
    let secret = BASE32_NOPAD.decode(shown.replace(' ', "").as_bytes()).expect("base 32");
    let code = || totp_code(&secret, world.alpha.clock.now_ms());
    page.write("#code", &code()).await;
    page.click("main form button").await;
    page.click("main form button").await;
    assert_eq!(page.count("main ol code").await, 10, "{}", page.text().await);
    let recovery = page.find("main ol code").await.text().await.expect("a code");

    world.clock.advance(30_000);
    sign_out(&page).await;
    give_password(&page).await;
    assert_eq!(page.count(BUTTON).await, 0);
    assert_eq!(page.ask("return document.activeElement.id").await, "code", "the hands stay on the keys");
    page.write("#code", "000000").await;
    page.click("main form button").await;
    assert!(page.text().await.contains("Ce code ne va pas"), "{}", page.text().await);
    page.write("#code", &code()).await;
    page.click("main form button").await;
    assert!(is_signed_in(&page).await);

    sign_out(&page).await;
    give_password(&page).await;
    page.find("main details summary").await.click().await.expect("a click");
    page.write("#recovery", &recovery.to_uppercase()).await;
    page.click("main details button").await;
    assert!(is_signed_in(&page).await);
    page.chromium.quit().await;
}
