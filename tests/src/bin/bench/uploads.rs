//! Uploads: one large file in chunks, and many small ones.

use std::fs::File;
use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use data_encoding::BASE64;
use hyper::{Method, StatusCode};
use tempfile::TempDir;
use veillee_tests::world::{Browser, id_of, jpeg};

use crate::client::Client;
use crate::host::{self, HostProcess};
use crate::peers::{self, Peer};
use crate::report::{Goal, Report, Table};
use crate::samples::{median, now};

pub(crate) const FILE_BYTES: usize = 1024 * 1024 * 1024;
const CHUNK_BYTES: usize = 8 * 1024 * 1024;
const ROUNDS: usize = 3;
const SMALL_FILES: usize = 5_000;
const SMALL_BYTES: usize = 4_096;
const CONNECTIONS: usize = 4;
const BYTES_TYPE: (&str, &str) = ("content-type", "application/offset+octet-stream");
const VERSION: (&str, &str) = ("tus-resumable", "1.0.0");

pub(crate) async fn measure() -> Report {
    let mut report = Report::new("Uploads");
    large(&mut report).await;
    small(&mut report).await;
    report
}

/// One file by tus, each chunk acknowledged before the next is sent.
async fn large(report: &mut Report) {
    report.say(format!(
        "One file of 1 GiB in chunks of 8 MiB by tus over one connection, {ROUNDS} rounds in turns, medians. Veillée seals \
         each chunk, syncs it with its folder and commits the offset before it answers; rustus runs with `--force-fsync`; \
         the plain program appends the same chunks to a file in its own process and calls `fdatasync` after each."
    ));
    let plugins = peers::roomy_album();
    let mut seen = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let host = HostProcess::start(plugins.path(), None).await;
        let anne = host.administrator().await;
        let album = anne.album("Film").await;
        let mut client = Client::connect(host.address, host::NAME, anne.cookie_header()).await;
        seen[0].push(mib_per_second(by_tus(&mut client, "/-/uploads", &into(&album)).await));
        host.stop().await;
        if let Some(rustus) = Peer::rustus() {
            let mut client = Client::connect(rustus.address, host::NAME, String::new()).await;
            seen[1].push(mib_per_second(by_tus(&mut client, "/files", "").await));
        }
        seen[2].push(mib_per_second(plainly()));
    }
    let names = ["Veillée: sealed, synced, committed", "rustus, synced", "plain program, synced"];
    let mut table = Table::new(&["", "MiB/s", "each round"]);
    for (name, rounds) in names.iter().zip(&seen) {
        let each: Vec<String> = rounds.iter().map(|figure| format!("{figure:.0}")).collect();
        let middle = if rounds.is_empty() { "not installed".to_owned() } else { format!("{:.0}", median(rounds)) };
        table.row([(*name).to_owned(), middle, each.join(" ")]);
    }
    report.table(&table);
    if !seen[1].is_empty() {
        report.goal("MiB/s to rustus", median(&seen[0]) / median(&seen[1]), Goal::AtLeast(1.0));
    }
    report.goal("MiB/s to the plain program", median(&seen[0]) / median(&seen[2]), Goal::AtLeast(0.8));
}

/// Where a program says that photos go.
pub(crate) fn into(album: &str) -> String {
    let pairs = [("service", "album"), ("collection", "photo"), ("into", id_of(album)), ("filename", "film.jpg")];
    pairs.map(|(key, value)| format!("{key} {}", BASE64.encode(value.as_bytes()))).join(",")
}

pub(crate) async fn by_tus(client: &mut Client, door: &str, metadata: &str) -> Duration {
    let chunk = Bytes::from(chunk());
    let length = FILE_BYTES.to_string();
    let started = now();
    let headers = [VERSION, ("upload-length", &length), ("upload-metadata", metadata)];
    let sent = headers.into_iter().filter(|(_, value)| !value.is_empty());
    let (status, made) = client.ask(Method::POST, door, sent, Bytes::new()).await;
    assert_eq!(status, StatusCode::CREATED);
    let location = made.get("location").and_then(|value| value.to_str().ok()).expect("an address").to_owned();
    // One that is absolute is cut to its path.
    let path = location.split_once("://").map_or(location.as_str(), |(_, rest)| &rest[rest.find('/').unwrap_or(0)..]);
    for offset in (0..FILE_BYTES).step_by(CHUNK_BYTES) {
        let offset = offset.to_string();
        let headers = [VERSION, BYTES_TYPE, ("upload-offset", &offset)];
        let (status, _) = client.ask(Method::PATCH, path, headers, chunk.clone()).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
    }
    started.elapsed()
}

/// What each request sends.
fn chunk() -> Vec<u8> {
    let mut chunk = jpeg(1, CHUNK_BYTES + 1_000);
    chunk.truncate(CHUNK_BYTES);
    chunk
}

/// The whole file.
pub(crate) fn film() -> Vec<u8> {
    chunk().repeat(FILE_BYTES / CHUNK_BYTES)
}

fn plainly() -> Duration {
    let chunk = chunk();
    let folder = TempDir::new().expect("a temporary folder");
    let started = now();
    let mut file = File::create(folder.path().join("film")).expect("a file");
    for _ in 0..FILE_BYTES / CHUNK_BYTES {
        file.write_all(&chunk).expect("written");
        file.sync_data().expect("synced");
    }
    started.elapsed()
}

#[expect(clippy::cast_precision_loss, reason = "a gibibyte")]
pub(crate) fn mib_per_second(took: Duration) -> f64 {
    (FILE_BYTES / (1024 * 1024)) as f64 / took.as_secs_f64()
}

/// Many files, each in a request of its own.
async fn small(report: &mut Report) {
    report.say(format!(
        "{SMALL_FILES} files of 4 KiB from {CONNECTIONS} connections. Veillée takes each with its creation and makes a \
         photo of it: rights asked, sealed, synced and committed before the answer. The others write plain files by `PUT` \
         and sync nothing: for information."
    ));
    let mut table = Table::new(&["", "files/s"]);
    let databases = [("Veillée on SQLite", None), ("Veillée on PostgreSQL", host::fresh_database().await)];
    for (name, database) in databases {
        if name.ends_with("PostgreSQL") && database.is_none() {
            continue;
        }
        let host = HostProcess::start(&host::plugins(), database.as_deref()).await;
        let anne = host.administrator().await;
        let album = anne.album("Fleurs").await;
        table.row([name.to_owned(), format!("{:.0}", many(&host, &anne, &album).await)]);
        host.stop().await;
    }
    for (name, peer) in [("dufs, not synced", Peer::dufs()), ("copyparty, not synced", Peer::copyparty())] {
        let figure = match peer {
            Some(peer) => format!("{:.0}", put(&peer).await),
            None => "not installed".to_owned(),
        };
        table.row([name.to_owned(), figure]);
    }
    report.table(&table);
}

async fn many(host: &HostProcess, anne: &Browser, album: &str) -> f64 {
    let metadata = into(album);
    let started = now();
    let tasks = (0..CONNECTIONS).map(|connection| {
        let (address, cookies, metadata) = (host.address, anne.cookie_header(), metadata.clone());
        tokio::spawn(async move {
            let mut client = Client::connect(address, host::NAME, cookies).await;
            for file in (connection..SMALL_FILES).step_by(CONNECTIONS) {
                let photo = photo(file);
                let length = photo.len().to_string();
                let headers = [VERSION, BYTES_TYPE, ("upload-length", &length), ("upload-metadata", &metadata)];
                let (status, _) = client.ask(Method::POST, "/-/uploads", headers, photo.into()).await;
                assert_eq!(status, StatusCode::CREATED);
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("all are sent");
    }
    per_second(started.elapsed())
}

async fn put(peer: &Peer) -> f64 {
    let started = now();
    let tasks = (0..CONNECTIONS).map(|connection| {
        let address = peer.address;
        tokio::spawn(async move {
            let mut client = Client::connect(address, host::NAME, String::new()).await;
            for file in (connection..SMALL_FILES).step_by(CONNECTIONS) {
                let path = format!("/photo-{file}.jpg");
                let (status, _) = client.ask(Method::PUT, &path, [], photo(file).into()).await;
                assert!(status.is_success(), "{status}");
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("all are sent");
    }
    per_second(started.elapsed())
}

fn photo(seed: usize) -> Vec<u8> {
    let mut photo = jpeg(u32::try_from(seed).expect("few files"), SMALL_BYTES + 300);
    photo.truncate(SMALL_BYTES);
    photo
}

#[expect(clippy::cast_precision_loss, reason = "some thousands")]
fn per_second(took: Duration) -> f64 {
    SMALL_FILES as f64 / took.as_secs_f64()
}
