//! Lighthouse, which loads a page in a real browser and reckons how it would load on a telephone far away.

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

use crate::host;
use crate::samples::median;

const CHROMIUM: &str = "/usr/bin/chromium";
/// Each page is loaded so often; figures are medians.
const RUNS: usize = 3;
const ROUND_TRIP_MS: u32 = 100;
const THROUGHPUT_KBPS: u32 = 4_000;
/// Lighthouse's own choice for a telephone of the middle.
const CPU_SLOWDOWN: u32 = 4;

/// What it says of one page.
pub(crate) struct Verdict {
    /// Of 100.
    pub(crate) performance: f64,
    pub(crate) accessibility: f64,
    pub(crate) first_paint_ms: f64,
    pub(crate) largest_paint_ms: f64,
    /// Bytes of the page and of its style sheets before any compression.
    pub(crate) html_bytes: f64,
    pub(crate) css_bytes: f64,
    /// Everything that was loaded, pictures included.
    pub(crate) all_bytes: f64,
}

/// How the line and the machine were.
pub(crate) fn conditions() -> String {
    format!(
        "a telephone with a processor {CPU_SLOWDOWN} times slower than this one, {} Mbit/s and {ROUND_TRIP_MS} ms for \
         each round trip, as Lighthouse reckons them from what it observed; medians of {RUNS} runs",
        THROUGHPUT_KBPS / 1_000
    )
}

/// None where Lighthouse or the browser is not installed.
pub(crate) async fn ask(url: &str, cookies: &str) -> Option<Verdict> {
    let program = host::target().join("clients/lighthouse/node_modules/lighthouse/cli/index.js");
    if !program.is_file() || !Path::new(CHROMIUM).is_file() {
        return None;
    }
    let mut seen = Vec::new();
    for _ in 0..RUNS {
        seen.push(run(&program, url, cookies).await);
    }
    let of = |figure: fn(&Value) -> f64| median(&seen.iter().map(figure).collect::<Vec<_>>());
    Some(Verdict {
        performance: of(|said| number(&said["categories"]["performance"]["score"]) * 100.0),
        accessibility: of(|said| number(&said["categories"]["accessibility"]["score"]) * 100.0),
        first_paint_ms: of(|said| number(&said["audits"]["first-contentful-paint"]["numericValue"])),
        largest_paint_ms: of(|said| number(&said["audits"]["largest-contentful-paint"]["numericValue"])),
        html_bytes: of(|said| bytes(said, "Document")),
        css_bytes: of(|said| bytes(said, "Stylesheet")),
        all_bytes: of(|said| number(&said["audits"]["total-byte-weight"]["numericValue"])),
    })
}

async fn run(program: &Path, url: &str, cookies: &str) -> Value {
    let folder = TempDir::new().expect("a temporary folder");
    let headers = folder.path().join("headers.json");
    std::fs::write(&headers, json!({ "Cookie": cookies }).to_string()).expect("written");
    let mut lighthouse = Command::new("node");
    lighthouse.arg(program).arg(url).args(["--quiet", "--output=json", "--output-path=stdout"]);
    lighthouse.args(["--only-categories=performance,accessibility", "--throttling-method=simulate"]);
    lighthouse.arg(format!("--throttling.rttMs={ROUND_TRIP_MS}"));
    lighthouse.arg(format!("--throttling.throughputKbps={THROUGHPUT_KBPS}"));
    lighthouse.arg(format!("--throttling.cpuSlowdownMultiplier={CPU_SLOWDOWN}"));
    lighthouse.arg("--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu");
    lighthouse.arg(format!("--extra-headers={}", headers.display()));
    // Whatever the browser would keep goes with the folder.
    lighthouse.env("CHROME_PATH", CHROMIUM).env("HOME", folder.path()).env("TMPDIR", folder.path());
    let output = lighthouse.stdin(Stdio::null()).output().await.expect("Node.js runs");
    let said: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    assert!(said["runtimeError"].is_null(), "{}", said["runtimeError"]);
    assert_eq!(said["audits"]["network-requests"]["details"]["items"][0]["statusCode"], 200, "{url}");
    said
}

/// What the requests of one kind brought, unpacked.
fn bytes(said: &Value, kind: &str) -> f64 {
    let items = said["audits"]["network-requests"]["details"]["items"].as_array().expect("a list of requests");
    items.iter().filter(|item| item["resourceType"] == kind).map(|item| number(&item["resourceSize"])).sum()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"))
}
