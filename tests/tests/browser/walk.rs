//! How one telling of a journey differs from another, and somebody who goes one: after every page axe-core finds nothing
//! serious, and nothing scrolls sideways.

use std::sync::atomic::{AtomicU32, Ordering};

use data_encoding::BASE64;
use serde_json::{Value, json};
use veillee::storage::outbox::ClaimedMail;
use veillee_tests::services::{Script, axe_core};
use veillee_tests::world::{Browser, World, soak, target};

use crate::axe::serious;
use crate::journeys::person::{Hands, Person};

const LANGUAGES: [&str; 2] = ["fr", "en"];
const WIDTHS_PX: [u32; 3] = [360, 768, 1280];
const HEIGHT_PX: u32 = 900;
const LIGHTS: [&str; 2] = ["light", "dark"];

/// One way of going through the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk {
    pub language: &'static str,
    pub width_px: u32,
    pub script: Script,
    pub light: &'static str,
}

impl Walk {
    /// In French, on a telephone, without script.
    pub const TELEPHONE: Self = Self { language: "fr", width_px: 360, script: Script::Off, light: "light" };
    /// In English, on a screen, with script.
    pub const SCREEN: Self = Self { language: "en", width_px: 1280, script: Script::On, light: "light" };

    /// The walks of this run without script: one, or all of them in a soak.
    pub fn without_script() -> Vec<Self> {
        Self::all(Self::TELEPHONE)
    }

    /// The walks of this run with script: one, or all of them in a soak.
    pub fn with_script() -> Vec<Self> {
        Self::all(Self::SCREEN)
    }

    /// Every language, width and light, in a soak.
    fn all(one: Self) -> Vec<Self> {
        if !soak() {
            return vec![one];
        }
        let mut all = Vec::new();
        for language in LANGUAGES {
            for width_px in WIDTHS_PX {
                all.extend(LIGHTS.map(|light| Self { language, width_px, light, ..one }));
            }
        }
        all
    }

    /// Pages with script are gone through by keys, those without by plain clicks.
    pub fn hands(self) -> Hands {
        if self.script == Script::On { Hands::Keyboard } else { Hands::Mouse }
    }

    pub fn viewport_px(self) -> (u32, u32) {
        (self.width_px, HEIGHT_PX)
    }

    /// Those of the two that are in its language.
    pub fn words<'a>(self, french: &'a str, english: &'a str) -> &'a str {
        if self.language == "fr" { french } else { english }
    }

    /// Lets an account read its letters in this language.
    pub async fn is_language_of(self, account: &Browser, name: &str) {
        let token = account.get("/-/account").await.expect(200).token_of("/-/account");
        let fields = [("token", token.as_str()), ("name", name), ("language", self.language)];
        account.post("/-/account", &fields).await.expect(303);
    }

    /// The same person as in another browser, on this walk. None when there is no browser, and the test is written down as
    /// not run.
    pub async fn person(self, world: &World, browser: &Browser) -> Option<Person> {
        let person = Person::at(world, self.hands(), self.script, self.viewport_px()).await?;
        self.light_up(&person, "no-preference").await;
        person.page.take_cookies_of(browser).await;
        self.speak(&person).await;
        Some(person)
    }

    /// By day or by night.
    async fn light_up(self, person: &Person, motion: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": self.light },
            { "name": "prefers-reduced-motion", "value": motion },
        ]);
        person.page.chromium.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Chooses the language, as the link at the foot of a page does.
    async fn speak(self, person: &Person) {
        person.page.visit(&format!("/-/language?to={}&then=/-/legal", self.language)).await;
    }

    fn name(self) -> String {
        let script = if self.script == Script::On { "script" } else { "plain" };
        format!("{}-{}-{script}-{}", self.language, self.width_px, self.light)
    }
}

/// Somebody on a walk, in a browser of their own.
pub struct Walker {
    pub person: Person,
    pub walk: Walk,
    /// How they are called in pictures.
    name: &'static str,
    origin: String,
    /// The origin that letters name.
    public_origin: String,
    axe: String,
    steps: AtomicU32,
}

impl Walker {
    /// Whom nobody knows yet. None when there is no browser or no axe-core, and the test is written down as not run.
    pub async fn open(world: &World, walk: Walk, name: &'static str) -> Option<Self> {
        let axe = axe_core()?;
        // Axe itself needs script: it is switched off here for the page alone, and on while axe looks.
        let person = Person::at(world, walk.hands(), Script::On, walk.viewport_px()).await?;
        // A colour that is on its way is no colour to judge.
        walk.light_up(&person, "reduce").await;
        let app = &world.host.app;
        let public_origin = app.origin_of(&app.site("alpha.localhost").expect("it answers"));
        let origin = format!("http://alpha.localhost:{}", world.address.port());
        let walker = Self { person, walk, name, origin, public_origin, axe, steps: AtomicU32::new(0) };
        walker.let_run(walk.script).await;
        walk.speak(&walker.person).await;
        Some(walker)
    }

    /// The same person as in another browser.
    pub async fn is(&self, browser: &Browser) {
        self.person.page.take_cookies_of(browser).await;
        self.walk.speak(&self.person).await;
    }

    /// Whether pages that come from now on run their script.
    async fn let_run(&self, script: Script) {
        let disabled = json!({ "value": script == Script::Off });
        self.person.page.chromium.devtools("Emulation.setScriptExecutionDisabled", disabled).await;
    }

    /// Announces another device from now on.
    pub async fn has_device(&self, user_agent: &str) {
        let agent = json!({ "userAgent": user_agent });
        self.person.page.chromium.devtools("Emulation.setUserAgentOverride", agent).await;
    }

    /// A browser with the same cookies, for what no page shows.
    pub async fn beside(&self, world: &World) -> Browser {
        let browser = world.browser();
        for cookie in self.person.page.chromium.get_all_cookies().await.expect("cookies") {
            browser.set_cookie(&cookie.name, &cookie.value);
        }
        browser
    }

    pub async fn visit(&self, path: &str) {
        self.person.page.visit(path).await;
        self.look().await;
    }

    /// Uses what leads to another page.
    pub async fn go(&self, selector: &str) {
        self.person.go(selector).await;
        self.look().await;
    }

    pub async fn write(&self, selector: &str, text: &str) {
        self.person.write(selector, text).await;
    }

    /// Opens a letter, as a program for mail shows it, and presses its button.
    pub async fn press_in_letter(&self, letter: &ClaimedMail) {
        let html = letter.html.replace(&self.public_origin, &self.origin);
        assert!(html.contains(&self.origin), "a letter with a way here: {html}");
        self.visit(&format!("data:text/html;charset=utf-8;base64,{}", BASE64.encode(html.as_bytes()))).await;
        // The outline of what has the focus is that of the program for mail.
        self.person.page.click("a.button").await;
        self.look().await;
    }

    pub async fn sign_in(&self, address: &str, password: &str) {
        self.visit("/-/sign-in").await;
        self.write("#address", address).await;
        self.write("#password", password).await;
        self.go("form[action='/-/sign-in'] button").await;
    }

    pub async fn path(&self) -> String {
        self.person.page.path().await
    }

    pub async fn text(&self) -> String {
        self.person.page.text().await
    }

    pub async fn status(&self) -> u64 {
        self.person.page.status().await
    }

    /// The page says this, in the language of the walk.
    #[track_caller]
    pub fn reads<'a>(&'a self, french: &'a str, english: &'a str) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            // What divides words is not looked at closely.
            let text = self.text().await.replace(['\u{a0}', '\u{202f}', '\n'], " ");
            let words = self.walk.words(french, english);
            assert!(text.contains(words), "{caller}: no “{words}” on {}: {text}", self.path().await);
        }
    }

    /// It lies in the window, without scrolling.
    pub async fn has_in_sight(&self, selector: &str) {
        let script = format!(
            "const box = document.querySelector({}).getBoundingClientRect();              return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight",
            Value::from(selector)
        );
        assert_eq!(self.ask(&script).await, Value::Bool(true), "{selector} is out of sight on {}", self.path().await);
    }

    /// Where nothing is, for them.
    pub async fn finds_nothing_at(&self, path: &str) {
        self.visit(path).await;
        assert_eq!(self.status().await, 404, "{path}: {}", self.text().await);
        assert_eq!(self.person.page.count("main img").await, 0, "{path}");
        self.reads("Il n’y a rien ici", "There is nothing here").await;
    }

    pub async fn leave(self) {
        self.person.leave().await;
    }

    /// Judges the page that is shown.
    pub async fn look(&self) {
        let page = &self.person.page;
        self.keep_picture().await;
        let path: String = page.path().await.chars().take(100).collect();
        let there = format!("{path}, {}", self.walk.name());
        let (width, inner) = ("return document.documentElement.scrollWidth", "return innerWidth");
        let (width, inner) = (page.ask(width).await.as_u64(), page.ask(inner).await.as_u64());
        assert!(width <= inner, "{there}: {width:?} pixels wide of {inner:?}");
        self.let_run(Script::On).await;
        page.ask(&self.axe).await;
        let complaints = serious(page).await;
        self.let_run(self.walk.script).await;
        assert!(complaints.is_empty(), "{there}: {}", complaints.join("\n"));
    }

    /// A soak keeps a picture of every step, to be looked at by a person.
    async fn keep_picture(&self) {
        if !soak() {
            return;
        }
        let folder = target().join("look/walks").join(self.walk.name());
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let step = self.steps.fetch_add(1, Ordering::Relaxed);
        let picture = self.person.page.chromium.screenshot_as_png().await.expect("a picture");
        std::fs::write(folder.join(format!("{}-{step:02}.png", self.name)), picture).expect("a picture on the disk");
    }

    /// What the document answers to a script from outside.
    pub async fn ask(&self, script: &str) -> Value {
        self.person.page.ask(script).await
    }
}
