use std::ops::Deref;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::program;
use super::webdriver_client::WebDriverClient;

/// What the driver prints once it listens; the port follows.
const STARTED_ON_PORT: &str = "started successfully on port ";

const FLAGS: [&str; 10] = [
    "--headless=new",
    // Tests run as root in CI, where the browser's own sandbox does not start.
    "--no-sandbox",
    // The shared memory of a container is often 64 MB, less than one page of photographs needs.
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// Whether the browser runs the scripts of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    On,
    Off,
}

/// A browser with an empty profile of its own. Dropping it ends the browser, its driver and its profile.
///
/// Use it on a multi-threaded runtime or call [`Chromium::quit`]: dropping blocks the thread until the browser is gone.
pub struct Chromium {
    // Dropped in this order: the session ends, then the driver, then the profile goes.
    session: WebDriver,
    _driver: Child,
    _profile: TempDir,
}

/// Opens a browser whose viewport is `(width, height)` in CSS pixels, or gives `None` (then the test is written down
/// as not run). About half a second.
///
/// # Panics
/// When the browser is installed and does not start.
pub async fn chromium(script: Script, viewport_px: (u32, u32)) -> Option<Chromium> {
    chromium_with(script, viewport_px, &[]).await
}

/// As [`chromium`], with more words on the browser's command line.
///
/// # Panics
/// When the browser is installed and does not start.
pub async fn chromium_with(script: Script, viewport_px: (u32, u32), flags: &[String]) -> Option<Chromium> {
    let path = program("VEILLEE_CHROMEDRIVER", "Chromium")?;
    let profile = TempDir::new().unwrap_or_else(|error| panic!("cannot make a profile folder: {error}"));
    let (driver, port) = start_driver(&path, profile.path()).await;
    let capabilities = capabilities(script, viewport_px, profile.path(), flags)
        .unwrap_or_else(|error| panic!("cannot describe the browser: {error}"));
    let session = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
        .client(WebDriverClient)
        .connect()
        .await
        .unwrap_or_else(|error| panic!("Chromium did not start: {error}"));
    Some(Chromium { session, _driver: driver, _profile: profile })
}

impl Chromium {
    /// Ends the browser without blocking the runtime.
    pub async fn quit(self) {
        // What fails to quit is killed by the drop.
        let _ = self.session.clone().quit().await;
    }
}

impl Deref for Chromium {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.session
    }
}

/// Starts a driver on a port that it chooses itself.
async fn start_driver(path: &Path, home: &Path) -> (Child, u16) {
    let mut driver = Command::new(path)
        .arg("--port=0")
        // Whatever the browser would keep in the home folder goes with the profile.
        .env("HOME", home)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {}: {error}", path.display()));
    let Some(output) = driver.stdout.take() else { panic!("the driver has no output") };
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let port = line.split_once(STARTED_ON_PORT).map(|(_, port)| port.trim_end_matches('.').parse());
        if let Some(Ok(port)) = port {
            // The pipe is read to its end, else the driver would stop at a full one.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return (driver, port);
        }
    }
    panic!("{} ended without saying its port", path.display());
}

fn capabilities(
    script: Script,
    (width_px, height_px): (u32, u32),
    profile: &Path,
    flags: &[String],
) -> WebDriverResult<thirtyfour::ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    for flag in FLAGS.into_iter().chain(flags.iter().map(String::as_str)) {
        capabilities.add_arg(flag)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.join("profile").display()))?;
    capabilities.add_arg(&format!("--window-size={width_px},{height_px}"))?;
    // A window cannot be narrower than 500 pixels; this sets the viewport itself.
    let viewport =
        json!({ "width": width_px, "height": height_px, "pixelRatio": 1.0, "mobile": false, "touch": false });
    capabilities.add_experimental_option("mobileEmulation", json!({ "deviceMetrics": viewport }))?;
    if script == Script::Off {
        let preferences = json!({ "profile.managed_default_content_settings.javascript": 2 });
        capabilities.add_experimental_option("prefs", preferences)?;
    }
    Ok(capabilities)
}
