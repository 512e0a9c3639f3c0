//! The telephone with the authenticator application is lost: ten codes on paper lead back in, and to another application.

use data_encoding::BASE32_NOPAD;
use veillee_ambient::MILLIS_PER_MINUTE;
use veillee_tests::services::Script;
use veillee_tests::world::{PASSWORD, World};

use super::{BUTTON, CODE_MS, SECURITY, Walk, Walker, bruno, code};

const ADDRESS: &str = "bruno@example.org";
const SET_UP: &str = "main a.button[href='/-/account/security/totp']";
const REMOVE: &str = "form[action$='/totp/remove'] button";
const RECOVERY: &str = "main details form";

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_phone_is_replaced_on_a_telephone_in_french_without_script() {
    for walk in Walk::without_script() {
        lose(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_phone_is_replaced_on_a_screen_in_english_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        lose(walk).await;
    }
}

async fn lose(walk: Walk) {
    let world = World::new().await;
    let at_home = bruno(&world, walk).await;
    let Some(bruno) = Walker::open(&world, walk, "phone").await else { return };
    bruno.become_like(&at_home).await;
    bruno.go(&format!("main a[href='{SECURITY}']")).await;
    if walk.script == Script::Off {
        bruno.sees("veillee-passkey button", 0).await;
    }
    enrol(&world, &bruno).await;
    let codes = write_down(&bruno).await;
    bruno.signs_out().await;

    // Another day; the telephone lies at the bottom of the sea.
    world.clock.advance(24 * 60 * MILLIS_PER_MINUTE);
    come_in_by(&bruno, &codes[0]).await;
    remove(&world, &bruno, &codes).await;
    let secret = enrol(&world, &bruno).await;
    bruno.reads("Votre application est en place", "Your app is in place").await;
    let others = write_down(&bruno).await;
    assert!(!others.iter().any(|code| codes.contains(code)), "another card");
    bruno.signs_out().await;

    world.clock.advance(CODE_MS);
    bruno.sign_in(ADDRESS, PASSWORD).await;
    for used_or_gone in &codes[1..3] {
        refuse(&bruno, used_or_gone).await;
    }
    bruno.write("#code", &code(&world, &secret)).await;
    bruno.go(BUTTON).await;
    assert_eq!(bruno.path().await, "/");
    bruno.leave().await;
}

/// From the page about the account's protection; the secret as whoever has no camera reads it.
async fn enrol(world: &World, bruno: &Walker) -> Vec<u8> {
    bruno.go(SET_UP).await;
    bruno.sees("main svg.qr[role=img][aria-label]", 1).await;
    let shown = bruno.person.page.find("main .address").await.text().await.expect("a secret");
    let secret = BASE32_NOPAD.decode(shown.replace(' ', "").as_bytes()).expect("base 32");
    let right = code(world, &secret);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    bruno.write("#code", wrong).await;
    bruno.go(BUTTON).await;
    bruno.is_to_mend("#code", "Ce code ne va pas", "This code does not match").await;
    let again = bruno.person.page.find("main .address").await.text().await.expect("a secret");
    assert_eq!(again, shown, "what the application has been given stays good");
    bruno.write("#code", &right).await;
    bruno.go(BUTTON).await;
    secret
}

async fn write_down(bruno: &Walker) -> Vec<String> {
    assert_eq!(bruno.path().await, "/-/account/security/recovery");
    bruno.go(BUTTON).await;
    let shown =
        bruno.person.page.ask("return [...document.querySelectorAll('main ol code')].map(code => code.textContent)");
    let codes: Vec<String> = serde_json::from_value(shown.await).expect("codes");
    assert_eq!(codes.len(), 10);
    bruno.go("main a.button").await;
    assert_eq!(bruno.path().await, SECURITY);
    codes
}

async fn come_in_by(bruno: &Walker, recovery: &str) {
    bruno.sign_in(ADDRESS, PASSWORD).await;
    bruno.person.focus_is_at("#code").await;
    bruno.person.press("main details > summary").await;
    bruno.write("#recovery", "0000-0000-0000").await;
    bruno.go(&format!("{RECOVERY} button")).await;
    bruno.is_to_mend("#recovery", "Ce code de secours ne va pas", "This recovery code does not match").await;
    // As somebody copies it by hand.
    bruno.write("#recovery", &recovery.to_uppercase().replace('-', " ")).await;
    bruno.go(&format!("{RECOVERY} button")).await;
    assert_eq!(bruno.path().await, "/");
    bruno.reads("Il vous en reste 9", "You have 9 left").await;
    bruno.go(".shell-notice a").await;
    assert_eq!(bruno.path().await, SECURITY);
    bruno.reads("Il vous reste 9 codes", "You have 9 codes left").await;
}

/// A while later one is asked once more who one is.
async fn remove(world: &World, bruno: &Walker, codes: &[String]) {
    world.clock.advance(16 * MILLIS_PER_MINUTE);
    bruno.reads("si vous les retirez toutes", "if you remove them all").await;
    bruno.go(REMOVE).await;
    assert!(bruno.path().await.starts_with("/-/confirm?"), "{}", bruno.path().await);
    bruno.person.focus_is_at("#password").await;
    bruno.write("#password", "not the password").await;
    bruno.go(BUTTON).await;
    bruno.is_to_mend("#password", "Le mot de passe ne va pas", "The password does not match").await;
    bruno.write("#password", PASSWORD).await;
    bruno.go(BUTTON).await;
    bruno.person.press("main details > summary").await;
    refuse(bruno, &codes[0]).await;
    bruno.write("#recovery", &codes[1]).await;
    bruno.go(&format!("{RECOVERY} button")).await;
    assert_eq!(bruno.path().await, SECURITY);
    bruno.reads("Il vous en reste 8", "You have 8 left").await;
    bruno.go(REMOVE).await;
    bruno.reads("L’application est retirée", "The app is removed").await;
    bruno.sees(REMOVE, 0).await;
}

/// A code that was used opens nothing more, and says so where it was typed.
async fn refuse(bruno: &Walker, used: &str) {
    if bruno.person.page.count("main details[open]").await == 0 {
        bruno.person.press("main details > summary").await;
    }
    bruno.write("#recovery", used).await;
    bruno.go(&format!("{RECOVERY} button")).await;
    bruno.is_to_mend("#recovery", "ou il a déjà servi", "or was used already").await;
}
