use std::path::PathBuf;

use serde_json::{Value, json};
use thirtyfour::{By, Key};
use veillee_tests::services::{Chromium, Script, chromium};
use veillee_tests::world::{World, target};

/// 320 pixels are what a screen has left at 400 % (WCAG 2.2, 1.4.10).
const VIEWS: [(u32, &str); 5] = [(320, "light"), (360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")];
const HEIGHT_PX: u64 = 800;
/// A picture longer than this shows nothing new.
const HEIGHT_MAX_PX: u64 = 4_000;
const LOOKS: u32 = 600;
const BETWEEN_LOOKS: std::time::Duration = std::time::Duration::from_millis(50);

/// A browser that takes pictures of pages in one language.
pub struct Camera {
    chromium: Chromium,
    origin: String,
    language: &'static str,
    /// Names of the pages that are wanted; all when empty.
    asked: Vec<String>,
}

impl Camera {
    /// None without a browser.
    pub async fn open(world: &World, language: &'static str, asked: &[String]) -> Option<Self> {
        let chromium = chromium(Script::On, (1280, 800)).await?;
        let origin = format!("http://alpha.localhost:{}", world.address.port());
        let camera = Self { chromium, origin, language, asked: asked.to_vec() };
        camera.visit(&format!("/-/language?to={language}&then=/")).await;
        Some(camera)
    }

    pub async fn close(self) {
        self.chromium.quit().await;
    }

    pub async fn visit(&self, path: &str) {
        let address = if path.starts_with('/') { format!("{}{path}", self.origin) } else { path.to_owned() };
        self.chromium.goto(address).await.unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    pub async fn path(&self) -> String {
        let address = self.chromium.current_url().await.expect("an address").to_string();
        address.trim_start_matches(&self.origin).to_owned()
    }

    pub async fn write(&self, selector: &str, text: &str) {
        let field = self.chromium.find(By::Css(selector)).await;
        field.unwrap_or_else(|error| panic!("{selector}: {error}")).send_keys(text).await.expect("keys");
    }

    /// Presses what leads to another page, and waits for that page.
    pub async fn click(&self, selector: &str) {
        let button = self.chromium.find(By::Css(selector)).await;
        let button = button.unwrap_or_else(|error| panic!("{selector}: {error}"));
        self.ask("window.departing = true").await;
        // Pictures that come in meanwhile push the button under the pointer away: pressed as a keyboard does.
        button.send_keys(Key::Enter).await.unwrap_or_else(|error| panic!("{selector}: {error}"));
        self.until("return !window.departing && document.readyState === 'complete'").await;
    }

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

    pub async fn ask(&self, script: &str) -> Value {
        let answer = self.chromium.execute(script, Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    /// A page by its address.
    pub async fn take_at(&self, name: &str, path: &str) {
        self.visit(path).await;
        self.take(name).await;
    }

    /// The page that is shown, in every width and light. A page wider than the window is said.
    pub async fn take(&self, name: &str) {
        if !self.asked.is_empty() && !self.asked.iter().any(|asked| asked == name) {
            return;
        }
        for (width_px, light) in VIEWS {
            self.put_on(width_px, light).await;
            let file = format!("{name}-{}-{width_px}-{light}.png", self.language);
            let picture = self.chromium.screenshot_as_png().await.expect("a picture");
            std::fs::write(folder().join(file), picture).expect("a picture on the disk");
        }
    }

    async fn put_on(&self, width_px: u32, light: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": light },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.chromium.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        self.size(width_px, HEIGHT_PX).await;
        self.ask("for (const image of document.images) image.loading = 'eager'").await;
        self.until("return [...document.images].every(image => image.complete)").await;
        if self.ask("return document.documentElement.scrollWidth > innerWidth").await == Value::Bool(true) {
            println!("{} is wider than {width_px} pixels", self.path().await);
        }
        let height_px = self.ask("return document.documentElement.scrollHeight").await.as_u64().expect("a height");
        self.size(width_px, height_px.clamp(HEIGHT_PX, HEIGHT_MAX_PX)).await;
    }

    async fn size(&self, width_px: u32, height_px: u64) {
        let size = json!({ "width": width_px, "height": height_px, "deviceScaleFactor": 1, "mobile": false });
        self.chromium.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }
}

pub(crate) fn folder() -> PathBuf {
    let folder = target().join("look");
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}
