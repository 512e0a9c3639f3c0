//! What a person waits for: the first page, and an album of ten thousand photos.

use std::time::Duration;

use veillee_tests::services::corpus;
use veillee_tests::world::{Browser, camera_jpeg, jpeg, remarked};

use crate::client::Client;
use crate::lighthouse::{self, Verdict};
use crate::own_host::OwnHost;
use crate::report::{Goal, Report, Table};
use crate::samples::Samples;

const DOMAIN: &str = "front.localhost";
const PHOTOS: usize = 10_000;
/// As many as a page shows: these are real pictures.
const REAL_PHOTOS: usize = 60;
const PHOTOS_PER_FORM: usize = 100;
const CALLS: usize = 500;
const WARM: usize = 20;
const LOOKS: u32 = 1_200;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

pub(crate) async fn measure() -> Report {
    let own = OwnHost::start(None, &[DOMAIN.to_owned()]).await;
    let association = own.host.associations()[0].clone();
    let anne = own.administrator(&association, DOMAIN).await;
    let album = fill(&own, &anne).await;
    let mut report = Report::new("The house front");
    report.say(format!(
        "The first page, and the first page of an album of {PHOTOS} photos, for the member who owns it; on SQLite, host and \
         client in one program. The {REAL_PHOTOS} photos of that page have pictures of their own. {CALLS} calls one after the \
         other on one connection, after {WARM} to warm up; then {}.",
        lighthouse::conditions()
    ));
    let pages = [("home", "/".to_owned()), ("album", album)];
    let mut times = Vec::new();
    for (name, path) in &pages {
        times.push((*name, server_time(&own, &anne, path).await));
    }
    tell_times(&mut report, &times);
    let mut verdicts = Vec::new();
    for (name, path) in &pages {
        let url = format!("http://{DOMAIN}:{}{path}", own.address.port());
        if let Some(verdict) = lighthouse::ask(&url, &anne.cookie_header()).await {
            verdicts.push((*name, verdict));
        }
    }
    own.host.close().await;
    tell_verdicts(&mut report, &verdicts);
    report
}

/// The path of the album. Its first photos have thumbnails; making those of the others would go on beside the measurement.
async fn fill(own: &OwnHost, anne: &Browser) -> String {
    let album = anne.album("Dix mille photos").await;
    let real = real_photos();
    let first = (0..REAL_PHOTOS).map(|place| (name(place), remarked(&real[place % real.len()], seed(place))));
    send(anne, &album, &first.collect::<Vec<_>>()).await;
    for path in anne.get(&album).await.expect(200).attributes("src") {
        if path.ends_with("/thumbnail") {
            appears(anne, &path).await;
        }
    }
    own.host.app.codecs.remove("images");
    let others: Vec<usize> = (REAL_PHOTOS..PHOTOS).collect();
    for places in others.chunks(PHOTOS_PER_FORM) {
        let files = places.iter().map(|&place| (name(place), jpeg(seed(place), 3_000)));
        send(anne, &album, &files.collect::<Vec<_>>()).await;
    }
    let page = anne.get(&album).await.expect(200).text();
    assert!(page.contains("10\u{202f}000 photos"), "all photos are there: {page}");
    album
}

fn name(place: usize) -> String {
    format!("photo-{place}.jpg")
}

fn seed(place: usize) -> u32 {
    u32::try_from(place).expect("some thousands")
}

/// Of the corpus, else drawn.
fn real_photos() -> Vec<Vec<u8>> {
    let found = corpus("photos/orientation", "jpg");
    let read: Vec<Vec<u8>> = found.iter().map(|path| std::fs::read(path).expect("a photo")).collect();
    if read.is_empty() { vec![camera_jpeg(1_600, 1_200, 1)] } else { read }
}

async fn send(anne: &Browser, album: &str, files: &[(String, Vec<u8>)]) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let token = anne.get(album).await.expect(200).hidden("veillee-upload", 0);
    anne.upload(album, &[("veillee-upload", &token)], "photos", &files).await.expect(303);
}

/// Waits until the picture is more than a placeholder.
async fn appears(anne: &Browser, path: &str) {
    for _ in 0..LOOKS {
        if anne.get(path).await.expect(200).header("content-type") != "image/svg+xml" {
            return;
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    panic!("{path} never came");
}

async fn server_time(own: &OwnHost, anne: &Browser, path: &str) -> Samples {
    let mut client = Client::connect(own.address, DOMAIN, anne.cookie_header()).await;
    let mut samples = Samples::default();
    for call in 0..WARM + CALLS {
        let (status, took) = client.get(path).await;
        assert_eq!(status, 200, "{path}");
        if call >= WARM {
            samples.add(took);
        }
    }
    samples
}

fn tell_times(report: &mut Report, times: &[(&str, Samples)]) {
    let mut table = Table::new(&["server time", "p50 ms", "p95 ms", "p99 ms"]);
    for (name, samples) in times {
        let figures = [0.5, 0.95, 0.99].map(|share| format!("{:.2}", samples.at_ms(share)));
        table.row([(*name).to_owned()].into_iter().chain(figures));
    }
    report.table(&table);
    for (name, samples) in times {
        report.goal(&format!("{name}: p95 of server time, ms"), samples.at_ms(0.95), Goal::AtMost(50.0));
    }
}

fn tell_verdicts(report: &mut Report, verdicts: &[(&str, Verdict)]) {
    if verdicts.is_empty() {
        report.say("Lighthouse or Chromium is not installed here: the rest was not measured.");
        return;
    }
    let mut table = Table::new(&[
        "Lighthouse",
        "performance",
        "accessibility",
        "first paint ms",
        "largest paint ms",
        "HTML KB",
        "CSS KB",
        "all KB",
    ]);
    for (name, verdict) in verdicts {
        let scores = [verdict.performance, verdict.accessibility, verdict.first_paint_ms, verdict.largest_paint_ms];
        let sizes = [verdict.html_bytes, verdict.css_bytes, verdict.all_bytes].map(|bytes| bytes / 1_000.0);
        let scores = scores.map(|figure| format!("{figure:.0}"));
        let sizes = sizes.map(|figure| format!("{figure:.1}"));
        table.row([(*name).to_owned()].into_iter().chain(scores).chain(sizes));
    }
    report.table(&table);
    report.say(format!("- {}", verdicts[0].1.program));
    for (name, verdict) in verdicts {
        let weight_kb = (verdict.html_bytes + verdict.css_bytes) / 1_000.0;
        report.goal(&format!("{name}: performance"), verdict.performance, Goal::AtLeast(95.0));
        report.goal(&format!("{name}: accessibility"), verdict.accessibility, Goal::AtLeast(95.0));
        report.goal(&format!("{name}: first paint, s"), verdict.first_paint_ms / 1_000.0, Goal::AtMost(1.5));
        report.goal(&format!("{name}: HTML and CSS before compression, KB"), weight_kb, Goal::AtMost(60.0));
    }
}
