//! Somebody at a page: with the keyboard alone and script, or with a mouse and without script.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::Key;
use veillee_tests::services::Script;
use veillee_tests::world::World;

use crate::page::Page;

/// More stops than any of these pages has before its last control.
const STOPS_MAX: u32 = 80;
/// Looks at what is under way: a file that is being written, a page that moves.
const LOOKS: u32 = 200;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Where the focus is: whether that is at what is named, lies in the window, is covered by nothing, and is outlined. The
/// label of files to choose is their button.
const FOCUS: &str = "const focused = document.activeElement; \
    if (!focused || focused === document.body || focused.id === 'main') return { there: false, trouble: '' }; \
    const one = focused.type === 'file' ? focused.labels[0] : focused; \
    const box = one.getClientRects()[0] ?? one.getBoundingClientRect(), style = getComputedStyle(one); \
    const inWindow = box.width > 8 && box.height > 8 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth; \
    const active = document.hasFocus(); \
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; \
    const own = top => top && (one.contains(top) || [...(one.labels ?? [])].some(label => label.contains(top))); \
    const open = [.1, .5, .9].some(x => [.1, .5, .9].some(y => \
        own(document.elementFromPoint(box.left + x * box.width, box.top + y * box.height)))); \
    const trouble = [[inWindow, 'out of the window'], [active, 'in a window without focus'], [outlined, 'not outlined'], [open, 'covered']] \
        .filter(([fine]) => !fine).map(([, words]) => words).join(', '); \
    return { there: focused.matches(SELECTOR), trouble: trouble && `${trouble}: ${one.outerHTML.slice(0, 300)}` }";

/// Before somebody has seen that a page is there, no key reaches it: the driver may press a key that led away once more, on the
/// next page.
const WAIT_FOR_EYES: &str = "addEventListener('keydown', event => { \
    if (!window.arrived) { event.preventDefault(); event.stopImmediatePropagation(); } }, true)";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hands {
    /// Tab, Shift-Tab, Enter, Space, arrows and Escape, and pages with their script.
    Keyboard,
    /// Plain clicks, and pages without script.
    Mouse,
}

pub struct Person {
    pub page: Page,
    pub hands: Hands,
    downloads: tempfile::TempDir,
}

impl Person {
    /// Somebody who has not signed in.
    pub async fn unknown(world: &World, hands: Hands, script: Script) -> Option<Self> {
        Self::at(world, hands, script, (1280, 900)).await
    }

    /// The same at a window of this size.
    pub async fn at(world: &World, hands: Hands, script: Script, viewport_px: (u32, u32)) -> Option<Self> {
        let page = Page::open(world, script, viewport_px).await?;
        // A browser without a window may think that another one has the focus, and then outlines nothing.
        page.chromium.devtools("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await;
        if script == Script::On {
            let parameters = json!({ "source": WAIT_FOR_EYES });
            page.chromium.devtools("Page.addScriptToEvaluateOnNewDocument", parameters).await;
        }
        let downloads = tempfile::TempDir::new().expect("a folder");
        let parameters = json!({ "behavior": "allow", "downloadPath": downloads.path() });
        page.chromium.devtools("Browser.setDownloadBehavior", parameters).await;
        Some(Self { page, hands, downloads })
    }

    /// Uses what leads to another page, and waits for that page.
    pub async fn go(&self, selector: &str) {
        match self.hands {
            Hands::Mouse => self.page.click(selector).await,
            Hands::Keyboard => {
                self.reach(selector).await;
                self.leave_by(Key::Enter).await;
            }
        }
    }

    /// Uses what stays on this page. The focus stays there too.
    pub async fn press(&self, selector: &str) {
        match self.hands {
            Hands::Mouse => {
                let element = self.page.find(selector).await;
                // What stays at the edge of the window may lie over it.
                element.scroll_into_view().await.expect("an element to scroll to");
                element.click().await.expect("it can be clicked");
            }
            Hands::Keyboard => {
                self.tab_to(selector).await;
                self.key(Key::Space).await;
                self.focus_is_at(selector).await;
            }
        }
    }

    /// Writes into a field, in place of what stands there.
    pub async fn write(&self, selector: &str, text: &str) {
        match self.hands {
            Hands::Mouse => {
                self.page.find(selector).await.clear().await.expect("it can be emptied");
                self.page.write(selector, text).await;
            }
            Hands::Keyboard => {
                self.reach(selector).await;
                let chain = self.page.chromium.action_chain();
                let chain = chain.key_down(Key::Control).send_keys("a").key_up(Key::Control).send_keys(text);
                chain.perform().await.expect("keys");
            }
        }
        let written = format!("return document.querySelector({}).value", Value::from(selector));
        assert_eq!(self.page.ask(&written).await, Value::from(text));
    }

    /// Chooses in a list that drops down.
    pub async fn choose(&self, selector: &str, value: &str) {
        let value_of = format!("return document.querySelector({}).value", Value::from(selector));
        match self.hands {
            Hands::Mouse => self.press(&format!("{selector} option[value='{value}']")).await,
            Hands::Keyboard => {
                self.tab_to(selector).await;
                self.key(Key::Home).await;
                for _ in 0..STOPS_MAX {
                    if self.page.ask(&value_of).await.as_str() == Some(value) {
                        break;
                    }
                    self.key(Key::Down).await;
                }
                self.focus_is_at(selector).await;
            }
        }
        assert_eq!(self.page.ask(&value_of).await, Value::from(value), "{selector}");
    }

    /// Gives files to a control. The window in which the system lets choose them is not the page's.
    pub async fn take_files(&self, selector: &str, files: &[(&str, Vec<u8>)]) {
        let folder = self.downloads.path();
        let mut paths = Vec::new();
        for (name, bytes) in files {
            let path = folder.join(format!("own-{name}"));
            std::fs::write(&path, bytes).expect("a file on the disk");
            paths.push(path.to_str().expect("a plain path").to_owned());
        }
        if self.hands == Hands::Keyboard {
            self.tab_to(selector).await;
        }
        self.page.write(selector, &paths.join("\n")).await;
    }

    /// Uses what gives a file, and waits for its bytes. The page stays, and so does the focus.
    pub async fn download(&self, selector: &str) -> Vec<u8> {
        let (before, path) = (self.files(), self.page.path().await);
        match self.hands {
            Hands::Mouse => self.press(selector).await,
            Hands::Keyboard => {
                self.tab_to(selector).await;
                self.key(Key::Enter).await;
            }
        }
        for _ in 0..LOOKS {
            let new = self.files().into_iter().find(|file| !before.contains(file));
            if let Some(file) = new {
                assert_eq!(self.page.path().await, path, "the page stays");
                if self.hands == Hands::Keyboard {
                    self.focus_is_at(selector).await;
                }
                return std::fs::read(self.downloads.path().join(file)).expect("a file");
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        panic!("no file came by {selector}");
    }

    /// Those that are whole.
    fn files(&self) -> Vec<std::ffi::OsString> {
        let entries = std::fs::read_dir(self.downloads.path()).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        names
            .filter(|name| !name.to_string_lossy().ends_with(".crdownload"))
            .filter(|name| !name.to_string_lossy().starts_with('.'))
            .collect()
    }

    pub async fn key(&self, key: Key) {
        self.page.chromium.action_chain().send_keys(key).perform().await.expect("a key");
    }

    /// Presses a key that leads to another page, and waits for that page. It goes up there.
    pub async fn leave_by(&self, key: impl Into<char>) {
        let (key, chromium) = (key.into(), &self.page.chromium);
        self.page.depart().await;
        if let Err(error) = chromium.action_chain().key_down(key).perform().await {
            // The next page may come before the driver has seen the key go down.
            assert!(error.to_string().contains("aborted by navigation"), "{error}");
        }
        self.page.arrive().await;
        chromium.action_chain().key_up(key).perform().await.expect("a key");
    }

    /// Tabs to what is named, unless the page put the focus there.
    pub async fn reach(&self, selector: &str) {
        if !self.looks_at(selector).await {
            self.tab_to(selector).await;
        }
    }

    /// Tabs until what is named has the focus. Each stop on the way can be seen.
    pub async fn tab_to(&self, selector: &str) {
        self.walk_to(selector, false).await;
    }

    /// The same, backwards.
    pub async fn tab_back_to(&self, selector: &str) {
        self.walk_to(selector, true).await;
    }

    async fn walk_to(&self, selector: &str, backwards: bool) {
        for _ in 0..STOPS_MAX {
            let chain = self.page.chromium.action_chain();
            let chain = if backwards {
                chain.key_down(Key::Shift).send_keys(Key::Tab).key_up(Key::Shift)
            } else {
                chain.send_keys(Key::Tab)
            };
            chain.perform().await.expect("a key");
            if self.looks_at(selector).await {
                return;
            }
        }
        panic!("Tab does not reach {selector} on {}: {}", self.page.path().await, self.page.text().await);
    }

    /// Waits until what is named has the focus, and sees that it can be seen.
    pub async fn focus_is_at(&self, selector: &str) {
        self.page.until(&format!("return document.activeElement.matches({})", Value::from(selector))).await;
        assert!(self.looks_at(selector).await);
    }

    /// Whether the focus is there. Wherever it is, it can be seen, once a page that slides in has come to rest.
    async fn looks_at(&self, selector: &str) -> bool {
        let script = FOCUS.replace("SELECTOR", &Value::from(selector).to_string());
        let mut focus = Value::Null;
        for _ in 0..LOOKS {
            focus = self.page.ask(&script).await;
            if focus["trouble"] == "" {
                return focus["there"] == Value::Bool(true);
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        panic!("the focus on {}: {}", self.page.path().await, focus["trouble"]);
    }

    pub async fn leave(self) {
        self.page.chromium.quit().await;
    }
}
