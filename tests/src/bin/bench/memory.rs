//! Memory of the real program: idle, and while large files come and go.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use veillee_tests::world::{BOUNDARY, Browser};

use crate::download::{self, drain};
use crate::host::{self, HostProcess};
use crate::peers;
use crate::report::{Goal, Report, Table};
use crate::samples::now;

const MIB: u64 = 1024 * 1024;
const SIZES_MIB: [u64; 2] = [256, 1024];

/// What one transfer did to the process.
struct Passage {
    name: String,
    before_mib: f64,
    highest_mib: f64,
    mib_per_second: f64,
}

pub(crate) async fn measure() -> Report {
    let plugins = peers::roomy_album();
    let host = HostProcess::start(plugins.path(), None).await;
    let at_start = host::memory_mib(host.pid(), "VmRSS");
    let anne = host.administrator().await;
    let album = anne.album("Vacances").await;
    for path in ["/", "/hello/", "/album/", album.as_str()] {
        anne.get(path).await.expect(200);
    }
    let idle = host::memory_mib(host.pid(), "VmRSS");
    let mut passages = Vec::new();
    for size_mib in SIZES_MIB {
        passages.push(
            passage(&host, format!("upload of {size_mib} MiB"), size_mib, upload(&host, &anne, &album, size_mib)).await,
        );
        let page = anne.get(&album).await.expect(200);
        let shown = page.attributes("src").into_iter().rfind(|path| path.starts_with("/-/blob/")).expect("a photo");
        let photo = download::original(&shown);
        let name = format!("download of {size_mib} MiB");
        passages.push(passage(&host, name, size_mib, download(&host, &anne, &photo, size_mib)).await);
    }
    let after = host::memory_mib(host.pid(), "VmRSS");
    host.stop().await;
    report([at_start, idle, after], &passages)
}

async fn passage(host: &HostProcess, name: String, size_mib: u64, transfer: impl Future<Output = ()>) -> Passage {
    let before_mib = host::memory_mib(host.pid(), "VmRSS");
    host::forget_highest(host.pid());
    let started = now();
    transfer.await;
    #[expect(clippy::cast_precision_loss, reason = "some thousands")]
    let mib_per_second = size_mib as f64 / started.elapsed().as_secs_f64();
    Passage { name, before_mib, highest_mib: host::memory_mib(host.pid(), "VmHWM"), mib_per_second }
}

/// The plain form, written in pieces.
async fn upload(host: &HostProcess, anne: &Browser, album: &str, size_mib: u64) {
    let token = anne.get(album).await.expect(200).hidden("veillee-upload", 0);
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"veillee-upload\"\r\n\r\n{token}\r\n\
         --{BOUNDARY}\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"{size_mib}.jpg\"\r\n\
         Content-Type: image/jpeg\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    let length = head.len() as u64 + size_mib * MIB + tail.len() as u64;
    let mut stream = TcpStream::connect(host.address).await.expect("the host listens");
    let request = format!(
        "POST {album} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Length: {length}\r\nConnection: close\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n{head}",
        host::NAME,
        anne.cookie_header(),
    );
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut piece = vec![0x5A; 64 * 1024];
    piece[..4].copy_from_slice(&[0xFF, 0xD8, 0xFF, 0xE0]);
    for _ in 0..size_mib * 16 {
        stream.write_all(&piece).await.expect("sent");
    }
    stream.write_all(tail.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
}

async fn download(host: &HostProcess, anne: &Browser, photo: &str, size_mib: u64) {
    let arrived = drain(host.address, &anne.cookie_header(), photo).await;
    assert!(arrived >= size_mib * MIB, "{arrived} bytes of {size_mib} MiB came");
}

fn report([at_start, idle, after]: [f64; 3], passages: &[Passage]) -> Report {
    let mut report = Report::new("Memory");
    report.say(
        "`veillee serve` in release with album and hello on SQLite; resident memory (VmRSS), and the highest of it \
         during a transfer (VmHWM, reset before). Uploads go through the plain form, downloads through the bytes route. \
         Rates are those of one client on the same machine.",
    );
    report.say(format!("- right after the start: {at_start:.0} MiB; after all transfers: {after:.0} MiB"));
    report.goal("idle after the first requests, MiB", idle, Goal::AtMost(80.0));
    let mut table = Table::new(&["", "before MiB", "highest MiB", "growth MiB", "MiB/s"]);
    let mut growth = f64::MIN;
    for passage in passages {
        let grown = passage.highest_mib - passage.before_mib;
        growth = growth.max(grown);
        let figures = [passage.before_mib, passage.highest_mib, grown, passage.mib_per_second];
        table.row([passage.name.clone()].into_iter().chain(figures.map(|figure| format!("{figure:.1}"))));
    }
    report.table(&table);
    report.goal("the most that a transfer added, MiB", growth, Goal::AtMost(32.0));
    report
}
