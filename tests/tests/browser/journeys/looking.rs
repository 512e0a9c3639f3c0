//! One photo is looked at after the other, and taken home, alone or with all of them.

use serde_json::{Value, json};
use thirtyfour::Key;
use veillee_tests::world::jpeg;

use super::{Hands, Person, Scene};
use crate::walk::Walk;

#[tokio::test(flavor = "multi_thread")]
async fn photos_are_looked_at_and_taken_home_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        look(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_are_looked_at_and_taken_home_without_script() {
    for walk in Walk::without_script() {
        look(walk).await;
    }
}

/// Goes from an album's page to that of a photo.
pub async fn open_page(person: &Person, nth: u32) {
    let photo = format!("main .photos > li:nth-child({nth}) a");
    if person.hands == Hands::Mouse {
        person.go(&photo).await;
        return;
    }
    person.tab_to(&photo).await;
    person.key(Key::Enter).await;
    person.focus_is_at("dialog[open] button").await;
    person.tab_back_to("dialog[open] a").await;
    person.leave_by(Key::Enter).await;
}

async fn look(walk: Walk) {
    let Some(scene) = Scene::set(walk, 3).await else { return };
    let Scene { person, album, photos, .. } = &scene;
    let archive = person.download(&format!("main a[href='{album}/download']")).await;
    assert!(archive.starts_with(b"PK"), "the whole album is one file");
    if walk.hands() == Hands::Keyboard {
        over_the_window(person).await;
        person.page.visit(album).await;
    }
    open_page(person, 1).await;
    let page_of = |nth: usize| format!("{album}/{}", photos[nth]);
    assert_eq!(person.page.path().await, page_of(0));
    assert_eq!(person.page.count("main a[rel=prev]").await, 0);
    person.go("main a[rel=next]").await;
    assert_eq!(person.page.path().await, page_of(1));
    step(person, Key::Right, "main a[rel=next]").await;
    assert_eq!(person.page.path().await, page_of(2));
    assert_eq!(person.page.count("main a[rel=next]").await, 0);
    step(person, Key::Left, "main a[rel=prev]").await;
    assert_eq!(person.page.path().await, page_of(1));
    let photo = person.download(&format!("main a[href='{}/download']", page_of(1))).await;
    assert_eq!(photo, jpeg(1, 3_000), "the file as it was brought");
    scene.leave().await;
}

/// The arrow where there is a keyboard, the link where there is none.
async fn step(person: &Person, arrow: Key, link: &str) {
    if person.hands == Hands::Mouse {
        person.go(link).await;
        return;
    }
    person.leave_by(arrow).await;
}

/// With keys and with buttons, which keep the focus at either end. Escape leads back to the photo that was seen last.
async fn over_the_window(person: &Person) {
    person.tab_to("main .photos > li:nth-child(1) a").await;
    person.key(Key::Enter).await;
    person.focus_is_at("dialog[open] button[autofocus]").await;
    for (key, place) in [(Key::Right, 2), (Key::End, 3), (Key::Right, 3), (Key::Left, 2), (Key::Home, 1)] {
        person.key(key).await;
        shows(person, place).await;
    }
    let buttons = "dialog[open] .toolbar button";
    person.tab_back_to(&format!("{buttons}:nth-of-type(2)")).await;
    for place in [2, 3, 3] {
        person.key(Key::Space).await;
        shows(person, place).await;
        person.focus_is_at(&format!("{buttons}:nth-of-type(2)")).await;
    }
    // The focus does not leave the window that lies over all.
    for _ in 0..6 {
        person.tab_to("dialog[open] *").await;
    }
    person.key(Key::Escape).await;
    person.page.until("return !document.querySelector('dialog')").await;
    person.focus_is_at("main .photos > li:nth-child(3) a").await;
}

async fn shows(person: &Person, place: u32) {
    let said = "return document.querySelector('dialog[open] figcaption').textContent.match(/\\d+ \\D+ \\d+$/)?.[0]";
    let said = person.page.ask(said).await;
    let said = said.as_str().unwrap_or_default();
    assert!(said.starts_with(&place.to_string()), "{said}, not {place}");
    let alt = "return document.querySelector('dialog[open] img').alt !== ''";
    assert_eq!(person.page.ask(alt).await, json!(true));
    assert_ne!(person.page.ask("return document.activeElement.tagName").await, Value::from("BODY"));
}
