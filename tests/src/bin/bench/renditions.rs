//! Renditions of photos of 12 megapixels in the sandbox, against `vipsthumbnail` started for each; and pages meanwhile.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use hyper::StatusCode;
use images::Picture;
use tempfile::TempDir;
use veillee::plugin::codecs::{Codecs, LoadedCodec};
use veillee::plugin::{Compiler, sniff};
use veillee_tests::world::{Browser, remarked};

use crate::client::Client;
use crate::host::{self, HostProcess};
use crate::report::{Goal, Report, Table};
use crate::samples::{Samples, median, now};

const WIDTH: u32 = 4_000;
const HEIGHT: u32 = 3_000;
const ROUNDS: usize = 5;
/// Made while pages are asked for.
const UPLOADED: usize = 24;
const SIDES: [(&str, u32); 2] = [("preview", 2_000), ("thumbnail", 512)];
/// How each format is made of the baseline photo, in the words of `vips copy`.
const FORMATS: [(&str, &str); 4] = [
    ("baseline JPEG", "baseline.jpg[Q=90]"),
    ("progressive JPEG", "progressive.jpg[Q=90,interlace]"),
    ("PNG", "photo.png"),
    ("WebP", "photo.webp[Q=85]"),
];

/// Sky, ground and grain: what cameras and compressors meet.
fn photo() -> Picture {
    let mut state = 1_u32;
    let mut rgb = Vec::with_capacity((WIDTH * HEIGHT * 3) as usize);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = state >> 28;
            let wave = ((x / 37) ^ (y / 53)) & 31;
            for (shift, weight) in [(0, 2), (3, 1), (5, 3)] {
                let value = (x * weight / 48 + y / (weight + 11) + (wave << (shift / 3)) + grain + shift * 9) & 0xFF;
                rgb.push(u8::try_from(value).expect("a byte"));
            }
        }
    }
    Picture { width: WIDTH, height: HEIGHT, rgb }
}

fn run(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    // One thread, as one codec has.
    command.args(arguments).env("VIPS_CONCURRENCY", "1").stdin(Stdio::null()).stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The photo in every format that can be made here.
fn files(folder: &Path) -> Vec<(&'static str, PathBuf)> {
    let source = folder.join("source.jpg");
    fs::write(&source, photo().to_jpeg().expect("a JPEG")).expect("room");
    let made = FORMATS.iter().filter_map(|(name, file)| {
        let target = folder.join(file);
        let path = folder.join(file.split('[').next()?);
        run("vips", &["copy", source.to_str()?, target.to_str()?]).then_some((*name, path))
    });
    let made: Vec<_> = made.collect();
    if made.is_empty() { vec![("baseline JPEG", source)] } else { made }
}

struct Bench {
    codecs: Codecs,
    codec: Arc<LoadedCodec>,
    _shelf: TempDir,
}

impl Bench {
    async fn start() -> Self {
        let shelf = TempDir::new().expect("a folder");
        let compiler = Compiler { program: host::program() };
        let codecs = Codecs::new(shelf.path().to_owned(), compiler, 1).expect("room for codecs");
        let package = fs::read(host::plugins().join("images.wasm")).expect("packed by `cargo xtask plugins`");
        let codec = codecs.install(&package).await.expect("the codec");
        Self { codecs, codec, _shelf: shelf }
    }

    /// Seconds for facts, both renditions and the way to a clean copy; and the memory it took.
    async fn examine(&self, bytes: &[u8]) -> (f64, usize) {
        let wanted = SIDES.map(|(name, side)| (name.to_owned(), side)).to_vec();
        let started = now();
        let media_type = sniff(bytes).0.to_owned();
        let found = self.codecs.examine(self.codec.clone(), bytes.to_vec(), media_type, wanted).await;
        let found = found.expect("an examination");
        assert_eq!(found.trouble, None);
        (started.elapsed().as_secs_f64(), found.peak_memory_bytes)
    }
}

/// Seconds for both sizes, each by a process of its own, as whoever shells out does.
fn vips(file: &Path, folder: &Path) -> Option<f64> {
    let started = now();
    for (name, side) in SIDES {
        let out = folder.join(format!("vips-{name}.jpg[Q=82,strip]"));
        let size = side.to_string();
        if !run("vipsthumbnail", &[file.to_str()?, "--size", &size, "-o", out.to_str()?]) {
            return None;
        }
    }
    Some(started.elapsed().as_secs_f64())
}

pub(crate) async fn measure() -> Report {
    let folder = TempDir::new().expect("a folder");
    let files = files(folder.path());
    let bench = Bench::start().await;
    let mut report = Report::new("Renditions");
    report.say(format!(
        "A photo of {WIDTH} × {HEIGHT} pixels, {ROUNDS} rounds in turns, medians, one at a time on one thread. In the sandbox: \
         facts, a preview of 2,000 and a thumbnail of 512 pixels from one decoding, the edits of the clean copy, all checked, \
         with a fresh instance for each call. `vipsthumbnail`: two processes, one for each size, one thread each."
    ));
    let mut table = Table::new(&[
        "",
        "file MB",
        "sandbox photos/s",
        "vipsthumbnail photos/s",
        "ratio",
        "memory of the instance MiB",
    ]);
    let mut ratios = Vec::new();
    for (name, path) in &files {
        let bytes = fs::read(path).expect("made above");
        let (mut ours, mut theirs, mut memory) = (Vec::new(), Vec::new(), 0);
        bench.examine(&bytes).await;
        for _ in 0..ROUNDS {
            let (seconds, peak) = bench.examine(&bytes).await;
            ours.push(1.0 / seconds);
            memory = memory.max(peak);
            theirs.extend(vips(path, folder.path()).map(|seconds| 1.0 / seconds));
        }
        let ours = median(&ours);
        let theirs = (!theirs.is_empty()).then(|| median(&theirs));
        ratios.push((*name, theirs.map(|theirs| ours / theirs)));
        let or_none =
            |figure: Option<f64>| figure.map_or_else(|| "not there".to_owned(), |figure| format!("{figure:.2}"));
        table.row([
            (*name).to_owned(),
            format!("{:.1}", f64::from(u32::try_from(bytes.len()).unwrap_or(u32::MAX)) / 1e6),
            format!("{ours:.2}"),
            or_none(theirs),
            or_none(theirs.map(|theirs| ours / theirs)),
            (memory / (1024 * 1024)).to_string(),
        ]);
    }
    report.table(&table);
    for (name, ratio) in ratios {
        match ratio {
            Some(ratio) if name == "baseline JPEG" => {
                report.goal("photos/s of baseline JPEG in the sandbox to vipsthumbnail", ratio, Goal::AtLeast(1.0));
            }
            Some(ratio) => report.say(format!("- photos/s of {name} in the sandbox to vipsthumbnail: {ratio:.2}")),
            None => report.say(format!("- {name}: vipsthumbnail is not there to compare with")),
        }
    }
    pages(&mut report, &fs::read(&files[0].1).expect("made above")).await;
    report
}

/// Pages of a guest, in a quiet host and while it makes the pictures of an upload.
async fn pages(report: &mut Report, photo: &[u8]) {
    let host = HostProcess::start(&host::plugins(), None).await;
    let anne = host.administrator().await;
    let album = anne.album("Vacances").await;
    let quiet = ask(&host, 2_000, async || false).await;
    let number = u32::try_from(UPLOADED).expect("a few");
    let files: Vec<(String, Vec<u8>)> =
        (0..number).map(|seed| (format!("{seed}.jpg"), remarked(photo, seed))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let photos = anne.add_photos(&album, &files).await;
    assert_eq!(photos.len(), UPLOADED, "each is a photo of its own");
    let started = now();
    let beside = ask(&host, 200_000, async || are_made(&anne, &photos).await).await;
    let seconds = started.elapsed().as_secs_f64();
    host.stop().await;
    report.say(format!(
        "`/hello/` by one visitor, one request after the other, in a quiet host and while it makes the pictures of {UPLOADED} \
         such photos (`cores − 1` at a time; {:.2} photos/s with sealing and writing down).",
        f64::from(number) / seconds
    ));
    let mut table = Table::new(&["pages", "requests", "p50 ms", "p99 ms", "highest ms"]);
    for (name, samples) in [("quiet", &quiet), ("while pictures are made", &beside)] {
        let figures = [0.5, 0.99, 1.0].map(|share| format!("{:.2}", samples.at_ms(share)));
        table.row([name.to_owned(), samples.len().to_string()].into_iter().chain(figures));
    }
    report.table(&table);
}

/// Pages one after the other until so many were seen or `done` says so; it is asked now and then.
async fn ask(host: &HostProcess, most: usize, done: impl AsyncFn() -> bool) -> Samples {
    let mut client = Client::connect(host.address, host::NAME, String::new()).await;
    let mut samples = Samples::default();
    for call in 1..=most {
        let (status, took) = client.get("/hello/").await;
        assert_eq!(status, StatusCode::OK);
        samples.add(took);
        if call % 200 == 0 && done().await {
            break;
        }
    }
    samples
}

/// Whether the last photo has its picture; they are made in the order of arrival.
async fn are_made(anne: &Browser, photos: &[String]) -> bool {
    for photo in photos {
        let path = photo.replace("/original", "/thumbnail");
        if anne.get(&path).await.expect(200).header("content-type") != "image/jpeg" {
            return false;
        }
    }
    true
}
