//! The journey of an album with Tab and Enter alone.

use serde_json::Value;
use thirtyfour::Key;
use veillee_tests::services::Script;
use veillee_tests::world::{PASSWORD, World};

use crate::page::Page;

/// More stops than any page has before its last control.
const STOPS_MAX: u32 = 60;

struct Keyboard {
    page: Page,
}

impl Keyboard {
    async fn press(&self, key: Key) {
        self.page.chromium.action_chain().send_keys(key).perform().await.expect("a key");
    }

    /// Enter where it leads to another page.
    async fn enter(&self) {
        self.page.depart().await;
        self.press(Key::Enter).await;
        self.page.arrive().await;
    }

    async fn type_in(&self, text: &str) {
        self.page.chromium.action_chain().send_keys(text).perform().await.expect("keys");
    }

    /// Tabs until what is named has the focus. Each stop on the way can be seen.
    async fn tab_to(&self, selector: &str) {
        for _ in 0..STOPS_MAX {
            self.press(Key::Tab).await;
            self.focus_is_seen().await;
            let there = format!("return document.activeElement.matches({})", Value::from(selector));
            if self.page.ask(&there).await == Value::Bool(true) {
                return;
            }
        }
        panic!("Tab does not reach {selector} on {}: {}", self.page.path().await, self.page.text().await);
    }

    /// The focused element lies in the window, is big enough to see, and is outlined. The label of files to choose is their
    /// button.
    async fn focus_is_seen(&self) {
        let seen = "let one = document.activeElement; if (one === document.body) return true; \
             if (one.type === 'file') one = one.labels[0]; \
             const box = one.getBoundingClientRect(), style = getComputedStyle(one); \
             return box.width > 8 && box.height > 8 && box.bottom > 0 && box.top < innerHeight \
             && box.right > 0 && box.left < innerWidth && style.outlineStyle !== 'none' \
             && parseFloat(style.outlineWidth) >= 2 || one.outerHTML";
        assert_eq!(self.page.ask(seen).await, Value::Bool(true), "on {}", self.page.path().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_made_shared_and_taken_back_with_the_keyboard_alone() {
    let world = World::new().await;
    let Some(page) = Page::open(&world, Script::Off, (1280, 900)).await else { return };
    world.administrator().await;
    let keyboard = Keyboard { page };
    keyboard.page.visit("/-/sign-in").await;
    skip_to_the_content(&keyboard).await;
    sign_in(&keyboard).await;
    let album = make_album(&keyboard).await;
    rename(&keyboard, &album).await;
    share_and_take_back(&keyboard).await;
    keyboard.page.chromium.quit().await;
}

async fn skip_to_the_content(keyboard: &Keyboard) {
    keyboard.tab_to(".shell-skip").await;
    keyboard.press(Key::Enter).await;
    keyboard.press(Key::Tab).await;
    let inside = "return document.activeElement.closest('main') !== null";
    assert_eq!(keyboard.page.ask(inside).await, Value::Bool(true), "the first stop after the skip is in the content");
}

async fn sign_in(keyboard: &Keyboard) {
    keyboard.page.visit("/-/sign-in").await;
    keyboard.tab_to("#address").await;
    keyboard.type_in("anne@example.org").await;
    keyboard.tab_to("#password").await;
    keyboard.type_in(PASSWORD).await;
    keyboard.tab_to("main form button").await;
    keyboard.enter().await;
    assert_eq!(keyboard.page.path().await, "/");
}

async fn make_album(keyboard: &Keyboard) -> String {
    keyboard.tab_to(".shell-services a[href='/album']").await;
    keyboard.enter().await;
    keyboard.tab_to("form[action='/album/'] input[name=title]").await;
    keyboard.type_in("Vacances").await;
    keyboard.enter().await;
    let album = keyboard.page.path().await;
    assert!(album.len() > "/album/".len(), "{album}");
    album
}

async fn rename(keyboard: &Keyboard, album: &str) {
    keyboard.tab_to("main details > summary").await;
    keyboard.press(Key::Enter).await;
    keyboard.tab_to(&format!("form[action='{album}/rename'] input[name=title]")).await;
    keyboard.type_in(" à la mer").await;
    keyboard.enter().await;
    let heading = keyboard.page.find("main h1").await.text().await.expect("a heading");
    assert!(heading.contains("à la mer"), "{heading}");
}

async fn share_and_take_back(keyboard: &Keyboard) {
    keyboard.tab_to("main a.veillee-share").await;
    keyboard.enter().await;
    keyboard.tab_to("form[action$='/links'] button").await;
    keyboard.enter().await;
    keyboard.tab_to("input.address").await;
    keyboard.tab_to("form[action$='/stop'] button").await;
    keyboard.enter().await;
    assert_eq!(keyboard.page.count("form[action$='/stop']").await, 0, "the link is taken back");
}
