//! One page of a real browser at the first association of a world.

use serde_json::{Value, json};
use thirtyfour::{By, WebElement};
use veillee_tests::services::{Chromium, Script, chromium_with};
use veillee_tests::world::{Browser, World};

/// Looks at a page that is still drawing itself.
const LOOKS: u32 = 600;
const BETWEEN_LOOKS: std::time::Duration = std::time::Duration::from_millis(50);

pub struct Page {
    pub chromium: Chromium,
    origin: String,
}

impl Page {
    /// A browser that knows nobody; None when there is none, and the test is written down as not run.
    pub async fn open(world: &World, script: Script, viewport_px: (u32, u32)) -> Option<Self> {
        Self::open_with(world, script, viewport_px, &[]).await
    }

    pub async fn open_with(world: &World, script: Script, viewport_px: (u32, u32), flags: &[String]) -> Option<Self> {
        let chromium = chromium_with(script, viewport_px, flags).await?;
        Some(Self { chromium, origin: format!("http://alpha.localhost:{}", world.address.port()) })
    }

    /// Writes a path into the address bar; a whole address goes where it says.
    ///
    /// The driver may answer while the page before is still there. Another page that is asked for in this moment Chromium 148
    /// sometimes never asks the host for, so the new page is waited for.
    pub async fn visit(&self, path: &str) {
        let address = if path.starts_with('/') { format!("{}{path}", self.origin) } else { path.to_owned() };
        self.depart().await;
        self.chromium.goto(address).await.expect("the page opens");
        self.arrive().await;
    }

    /// Path and query of the page that is shown.
    pub async fn path(&self) -> String {
        let address = self.chromium.current_url().await.expect("an address").to_string();
        address.strip_prefix(&self.origin).map_or(address.clone(), str::to_owned)
    }

    /// What the person sees.
    pub async fn text(&self) -> String {
        self.find("body").await.text().await.expect("the text of the page")
    }

    pub async fn title(&self) -> String {
        self.chromium.title().await.expect("a title")
    }

    /// The status of the answer that made this page.
    pub async fn status(&self) -> u64 {
        let status = self.ask("return performance.getEntriesByType('navigation')[0].responseStatus").await;
        status.as_u64().expect("a status")
    }

    pub async fn find(&self, selector: &str) -> WebElement {
        let found = self.chromium.find(By::Css(selector)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("no {selector} on {}: {error}", self.path().await),
        }
    }

    /// Presses what leads to another page, and waits for that page.
    pub async fn click(&self, selector: &str) {
        let element = self.find(selector).await;
        element.scroll_into_view().await.expect("an element to scroll to");
        self.depart().await;
        element.click().await.unwrap_or_else(|error| panic!("cannot click {selector}: {error}"));
        self.arrive().await;
    }

    /// Marks this page, so that the next one is told from it.
    pub async fn depart(&self) {
        self.ask("window.departing = true").await;
    }

    /// Waits for another page than the one that was marked.
    pub async fn arrive(&self) {
        self.until("return !window.departing && document.readyState === 'complete' && (window.arrived = true)").await;
    }

    pub async fn write(&self, selector: &str, text: &str) {
        self.find(selector).await.send_keys(text).await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Asks the document, from outside of the page: this works with the page's own scripts switched off.
    pub async fn ask(&self, script: &str) -> Value {
        let answer = self.chromium.execute(script, Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    pub async fn count(&self, selector: &str) -> u64 {
        let count = self.ask(&format!("return document.querySelectorAll({}).length", Value::from(selector))).await;
        count.as_u64().expect("a number")
    }

    /// Waits until the script answers true.
    pub async fn until(&self, script: &str) {
        for _ in 0..LOOKS {
            // Between two pages there is nobody to answer.
            let answer = self.chromium.execute(script, Vec::new()).await;
            if answer.is_ok_and(|answer| *answer.json() == Value::Bool(true)) {
                return;
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        panic!("never true on {}: {script}", self.path().await);
    }

    /// The addresses of all images of the page, once each of them is drawn.
    pub async fn drawn_images(&self) -> Vec<String> {
        // The browser puts off what lies below the fold.
        self.ask("for (const image of document.images) image.loading = 'eager'").await;
        self.until("return [...document.images].every(image => image.complete)").await;
        let broken = "return [...document.images].filter(image => !(image.naturalWidth > 0)).map(image => image.src)";
        assert_eq!(self.ask(broken).await, Value::Array(Vec::new()), "images that are not drawn");
        let sources = "return [...document.querySelectorAll('main img')].map(image => image.getAttribute('src'))";
        let sources = self.ask(sources).await;
        sources.as_array().expect("a list").iter().map(|source| source.as_str().expect("text").to_owned()).collect()
    }

    /// Makes this browser the same as another, whoever that is.
    pub async fn take_cookies_of(&self, browser: &Browser) {
        self.chromium.delete_all_cookies().await.expect("no cookies");
        for (name, value) in browser.cookie_header().split("; ").filter_map(|pair| pair.split_once('=')) {
            let cookie = json!({ "name": name, "value": value, "url": self.origin, "path": "/", "secure": true });
            self.chromium.devtools("Network.setCookie", cookie).await;
        }
    }

    /// Sends a form that no page shows like this.
    pub async fn send(&self, path: &str, fields: &[(String, String)]) {
        let fields = json!(fields);
        self.depart().await;
        let script = format!(
            "const form = document.createElement('form'); form.method = 'post'; form.action = {}; \
             for (const [name, value] of {fields}) {{ \
             const field = document.createElement('input'); field.type = 'hidden'; \
             field.name = name; field.value = value; form.append(field); }} \
             document.body.append(form); form.submit()",
            Value::from(path)
        );
        self.ask(&script).await;
        self.arrive().await;
    }

    pub async fn sign_in(&self, address: &str) {
        self.visit("/-/sign-in").await;
        self.write("#address", address).await;
        self.write("#password", veillee_tests::world::PASSWORD).await;
        self.click("main form button").await;
        assert_eq!(self.path().await, "/", "{}", self.text().await);
    }
}
