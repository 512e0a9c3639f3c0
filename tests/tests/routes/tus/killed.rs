//! The program is killed at random moments of an upload: what it acknowledged is there, and the file comes out whole.

use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, Command};
use veillee_ambient::{Random, SystemRandom};
use veillee_tests::world::{Browser, PASSWORD, jpeg, program, soak};

use super::{BYTES, create, for_album, offset, photos};

const PIECE_BYTES: usize = 400_000;
const NAME: &str = "127.0.0.1";

/// Starts the program on a folder; its process, address and, at the first start, the administrator's link.
async fn start(folder: &Path) -> (Child, Browser, Option<String>) {
    let plugins = program().with_file_name("../plugins");
    let mut command = Command::new(program());
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.join("data"));
    command.arg("--plugins").arg(plugins).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().expect("the host is built");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let (mut address, mut welcome) = (None, None);
    while let Some(line) = lines.next_line().await.expect("readable") {
        let after = |mark: &str| line.split_once(mark).map(|(_, rest)| rest.trim_end_matches('/').to_owned());
        address = after("listens on http://localhost:").or(address);
        welcome = after("/-/welcome/").or(welcome);
        if line.starts_with("Stop with") {
            break;
        }
    }
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    let port: u16 = address.expect("the host started").parse().expect("a port");
    (child, Browser::new(([127, 0, 0, 1], port).into(), NAME), welcome)
}

fn carry(from: &Browser, to: &Browser) {
    for pair in from.cookie_header().split("; ") {
        let (name, value) = pair.split_once('=').expect("a cookie");
        to.set_cookie(name, value);
    }
}

/// Sends piece after piece until the line or the file ends; the acknowledged offset is noted as it comes.
async fn send(browser: &Browser, path: &str, photo: &[u8], acknowledged: &AtomicUsize) {
    let mut at = acknowledged.load(Ordering::SeqCst);
    while at < photo.len() {
        let piece = &photo[at..(at + PIECE_BYTES).min(photo.len())];
        let (start, length) = (at.to_string(), piece.len().to_string());
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("content-type", BYTES),
            ("upload-offset", start.as_str()),
            ("content-length", length.as_str()),
        ];
        let request = [browser.head("PATCH", path, &headers).as_bytes(), piece].concat();
        let Ok(mut stream) = tokio::net::TcpStream::connect(browser.address()).await else { return };
        let mut answer = Vec::new();
        if stream.write_all(&request).await.is_err() || stream.read_to_end(&mut answer).await.is_err() {
            return;
        }
        if !answer.starts_with(b"HTTP/1.1 204") {
            return;
        }
        at += piece.len();
        acknowledged.store(at, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let folder = TempDir::new().expect("a temporary folder");
    let (mut child, mut anne, welcome) = start(folder.path()).await;
    let path = format!("/-/welcome/{}", welcome.expect("the first start"));
    let token = anne.get(&path).await.expect(200).token_of(&path);
    let fields = [("token", token.as_str()), ("name", "Anne"), ("address", "anne@example.org"), ("password", PASSWORD)];
    anne.post(&path, &fields).await.expect(303);
    let album = anne.album("Mer").await;
    let rounds = if soak() { 1_000 } else { 30 };
    let (mut kills, mut files) = (0, 0);
    while kills < rounds {
        let photo = jpeg(files, 12_000_000);
        let path = create(&anne, &for_album(&anne, &album, "attach").await, photo.len()).await.expect(201).location();
        let acknowledged = AtomicUsize::new(0);
        while acknowledged.load(Ordering::SeqCst) < photo.len() {
            let random: &dyn Random = &SystemRandom;
            let [moment] = random.bytes::<1>();
            let finished = tokio::select! {
                () = send(&anne, &path, &photo, &acknowledged) => true,
                () = tokio::time::sleep(Duration::from_millis(u64::from(moment))) => false,
            };
            if finished && acknowledged.load(Ordering::SeqCst) == photo.len() {
                break;
            }
            child.kill().await.expect("killed");
            kills += 1;
            let (next, browser, _) = start(folder.path()).await;
            carry(&anne, &browser);
            (child, anne) = (next, browser);
            let (told, kept) = (acknowledged.load(Ordering::SeqCst), offset(&anne, &path).await);
            // One request was under way: its bytes may have become durable before their answer was sent.
            assert!(kept >= told && kept <= told + PIECE_BYTES, "{told} bytes were acknowledged, {kept} are there");
            acknowledged.store(kept, Ordering::SeqCst);
        }
        files += 1;
        let came = photos(&anne, &album).await;
        assert_eq!(came.len(), files as usize, "nothing twice, nothing lost");
        assert!(came.contains(&photo));
    }
    println!("{kills} kills, {files} files, nothing acknowledged was lost");
    child.kill().await.expect("killed");
}
