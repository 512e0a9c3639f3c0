//! A passkey of a device: made, named, shown alone and as second step, refused and removed. It needs script in both walks.

use serde_json::json;
use thirtyfour::Key;
use veillee_tests::services::Script;
use veillee_tests::world::World;

use super::{BUTTON, SECURITY, Walk, Walker, bruno};

const ADDRESS: &str = "bruno@example.org";
const PASSKEY: &str = "veillee-passkey button";
const REMOVE: &str = "form[action$='passkeys/remove'] button";

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_made_named_shown_and_removed_on_a_telephone_in_french() {
    keep(Walk { script: Script::On, ..Walk::TELEPHONE }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_made_named_shown_and_removed_on_a_screen_in_english_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        keep(walk).await;
    }
}

async fn keep(walk: Walk) {
    let world = World::new().await;
    let at_home = bruno(&world, walk).await;
    let Some(bruno) = Walker::open(&world, walk, "passkey").await else { return };
    bruno.become_like(&at_home).await;
    let device = bruno.person.page.chromium.add_authenticator().await;
    bruno.go(&format!("main a[href='{SECURITY}']")).await;
    make(&bruno, &device).await;
    name(&bruno).await;
    stays(&bruno, "déjà une clé d’accès", "has a passkey for this account already").await;

    bruno.signs_out().await;
    come_in_alone(&bruno, &device).await;
    bruno.signs_out().await;
    come_in_by_both(&bruno).await;

    bruno.go(".shell-account a").await;
    bruno.go(&format!("main a[href='{SECURITY}']")).await;
    bruno.go(REMOVE).await;
    bruno.reads("La clé d’accès est retirée", "The passkey is removed").await;
    bruno.sees(REMOVE, 0).await;
    bruno.signs_out().await;
    bruno.visit("/-/sign-in").await;
    stays(&bruno, "n’est pas connue ici", "is not known here").await;
    bruno.comes_in(ADDRESS).await;
    bruno.leave().await;
}

/// Uses the button while nothing comes of it: the line beside it says why, and the button is at hand again.
async fn stays(bruno: &Walker, french: &str, english: &str) {
    let path = bruno.path().await;
    let page = &bruno.person.page;
    bruno.person.reach(PASSKEY).await;
    bruno.person.key(Key::Enter).await;
    page.until("return document.querySelector('veillee-passkey [role=status]').textContent !== ''").await;
    bruno.person.focus_is_at(PASSKEY).await;
    bruno.reads(french, english).await;
    assert_eq!(bruno.path().await, path);
    bruno.look().await;
}

/// The device does not know the finger at first.
async fn make(bruno: &Walker, device: &str) {
    let chromium = &bruno.person.page.chromium;
    chromium.let_authenticator_know(device, false).await;
    stays(bruno, "Rien n’a été fait", "Nothing was done").await;
    chromium.let_authenticator_know(device, true).await;
    bruno.go(PASSKEY).await;
    assert_eq!(bruno.path().await, "/-/account/security/recovery", "{}", bruno.text().await);
    bruno.reads("La clé d’accès est en place", "The passkey is in place").await;
    bruno.go(BUTTON).await;
    bruno.sees("main ol code", 10).await;
    bruno.go("main a.button").await;
    bruno.sees(REMOVE, 1).await;
}

async fn name(bruno: &Walker) {
    bruno.person.press("main li details > summary").await;
    bruno.write("#name-1", "Le téléphone bleu").await;
    bruno.go("form[action$='passkeys/name'] button").await;
    bruno.reads("La clé d’accès porte ce nom", "The passkey has this name now").await;
    let named = "return document.querySelector('main li h3').textContent";
    assert_eq!(bruno.person.page.ask(named).await, json!("Le téléphone bleu"));
}

async fn come_in_alone(bruno: &Walker, device: &str) {
    let chromium = &bruno.person.page.chromium;
    bruno.visit("/-/sign-in?then=/-/account").await;
    chromium.let_authenticator_know(device, false).await;
    stays(bruno, "Rien n’a été fait", "Nothing was done").await;
    chromium.let_authenticator_know(device, true).await;
    bruno.go(PASSKEY).await;
    assert_eq!(bruno.path().await, "/-/account", "{}", bruno.text().await);
}

async fn come_in_by_both(bruno: &Walker) {
    bruno.sign_in(ADDRESS, veillee_tests::world::PASSWORD).await;
    assert!(bruno.path().await.starts_with("/-/sign-in/factor"), "{}", bruno.path().await);
    bruno.go(PASSKEY).await;
    assert_eq!(bruno.path().await, "/");
    bruno.reads("heureux de vous revoir", "good to see you again").await;
}
