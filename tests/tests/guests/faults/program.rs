use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use veillee_tests::world::{Answer, Backend, Browser, PASSWORD, World, program};

/// Packages in the folder of `--plugins`, by file name.
pub(crate) type Packages = Vec<(&'static str, Vec<u8>)>;

/// A host's data, on which the program is started again and again at one address.
pub(crate) struct House {
    pub(crate) folder: TempDir,
    pub(crate) address: SocketAddr,
    database: Option<String>,
    packages: Packages,
}

/// The program while it serves. Dropped, it is killed.
pub(crate) struct Running {
    pub(crate) child: Child,
    /// The path of the administrator link, when one was printed.
    link: Option<String>,
}

impl House {
    /// With the album alone: what makes pictures would come when it likes. None when the database is not there.
    pub(crate) async fn on(backend: Backend) -> Option<Self> {
        Self::of(backend, vec![("album.wasm", veillee_tests::world::album())]).await
    }

    pub(crate) async fn of(backend: Backend, packages: Packages) -> Option<Self> {
        let database = World::database(backend).await?;
        Some(Self { folder: TempDir::new().expect("a folder"), address: free_address(), database, packages })
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The options that say where the data is.
    pub(crate) fn place(&self) -> Vec<OsString> {
        let mut place: Vec<OsString> = vec!["--data".into(), self.data().into()];
        if let Some(database) = &self.database {
            place.extend(["--database".into(), database.into()]);
        }
        place
    }

    pub(crate) fn layout(&self) -> veillee::storage::layout::Layout {
        veillee::storage::layout::Layout { data: self.data(), database: self.database.clone() }
    }

    /// Starts the program and waits until it serves.
    pub(crate) fn start(&self) -> Running {
        self.start_under(Command::new(program()))
    }

    /// As [`Self::start`], under a command that ends by running the program with the arguments that follow.
    pub(crate) fn start_under(&self, mut command: Command) -> Running {
        command.arg("serve").args(self.place());
        let plugins = self.folder.path().join("plugins");
        if !plugins.exists() {
            std::fs::create_dir(&plugins).expect("a folder");
            for (name, package) in &self.packages {
                std::fs::write(plugins.join(name), package).expect("written");
            }
        }
        command.args(["--listen", &self.address.to_string(), "--plugins"]).arg(plugins);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut link = None;
        for line in lines.by_ref() {
            let said = line.expect("a line");
            link = link.or(said.split_once("/-/welcome/").map(|(_, token)| format!("/-/welcome/{token}")));
            if said.starts_with("Stop with") {
                // Whoever reads no more would stop the program at its next line.
                std::thread::spawn(move || lines.for_each(drop));
                return Running { child, link };
            }
        }
        panic!("the program ended while it started: {:?}", child.wait());
    }

    /// What a command says with `--json`.
    pub(crate) async fn json(&self, words: &[&str]) -> Value {
        let mut command = tokio::process::Command::new(program());
        command.args(words).arg("--json").args(self.place()).stdin(Stdio::null());
        let output = command.output().await.expect("the program starts");
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// A browser that knows nobody yet.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.address, "localhost")
    }

    /// The folder of the only association.
    pub(crate) fn association(&self) -> PathBuf {
        let mut folders = std::fs::read_dir(self.data().join("associations")).expect("data");
        folders.next().expect("an association").expect("a folder").path()
    }
}

impl Running {
    /// A browser of the administrator, come in by the link that the first start prints.
    pub(crate) async fn administrator(&self, house: &House) -> Browser {
        let browser = house.browser();
        let path = self.link.as_ref().expect("the first start prints a link");
        let page = browser.get(path).await.expect(200);
        let form = page.token_of(path);
        let fields =
            [("token", form.as_str()), ("name", "Anne"), ("address", "anne@example.org"), ("password", PASSWORD)];
        browser.post(path, &fields).await.expect(303);
        browser
    }

    /// SIGKILL, as when the power goes: but the system stays, and with it what was written and not synced.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    /// SIGTERM, and waits.
    pub(crate) fn stop(mut self) {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().expect("kill runs");
        self.child.wait().expect("ended");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Free now; the program is started there many times.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port")
}

/// Sends requests that may be cut at any point.
pub(crate) mod careful {
    use hyper::StatusCode;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;
    use veillee_tests::world::{BOUNDARY, Browser, multipart};

    /// The status, or none when the line was cut before it came.
    pub(crate) async fn send(
        browser: &Browser,
        method: &str,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> Option<(StatusCode, String)> {
        let length = body.len().to_string();
        let headers = [("content-type", kind), ("content-length", &length), ("sec-fetch-site", "same-origin")];
        let head = browser.head(method, path, &headers);
        let mut stream = TcpStream::connect(browser.address()).await.ok()?;
        stream.write_all(head.as_bytes()).await.ok()?;
        stream.write_all(body).await.ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.ok()?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
        Some((StatusCode::from_u16(status).ok()?, answer))
    }

    pub(crate) async fn post(browser: &Browser, path: &str, body: &str) -> Option<(StatusCode, String)> {
        send(browser, "POST", path, "application/x-www-form-urlencoded", body.as_bytes()).await
    }

    pub(crate) async fn upload(
        browser: &Browser,
        album: &str,
        token: &str,
        files: &[(&str, &[u8])],
    ) -> Option<(StatusCode, String)> {
        let body = multipart(&[("veillee-upload", token)], "photos", files);
        send(browser, "POST", album, &format!("multipart/form-data; boundary={BOUNDARY}"), &body).await
    }
}

/// The value of a header in an answer as it came.
pub(crate) fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines()
        .find_map(|line| line.split_once(": ").filter(|(found, _)| found.eq_ignore_ascii_case(name)))
        .map(|(_, value)| value)
}

/// A page, asked for again while the machine is too slow for a service's limits of time (429, 502).
pub(crate) async fn page(browser: &Browser, path: &str) -> Answer {
    for _ in 0..30 {
        let answer = browser.get(path).await;
        if !matches!(answer.status.as_u16(), 429 | 502) {
            return answer;
        }
    }
    panic!("{path} does not come")
}

/// A new album's path, on a slow machine too.
pub(crate) async fn album(browser: &Browser, title: &str) -> String {
    for _ in 0..30 {
        let answer = browser.post("/album/", &[("title", title)]).await;
        if !matches!(answer.status.as_u16(), 429 | 502) {
            return answer.expect(303).location();
        }
    }
    panic!("no album is made")
}

/// The token of an album's upload control.
pub(crate) async fn token(browser: &Browser, album: &str) -> String {
    page(browser, album).await.expect(200).hidden("veillee-upload", 0)
}

/// The paths of the originals that an album's page shows.
pub(crate) fn originals(page: &Answer) -> Vec<String> {
    let shown = page.attributes("src").into_iter();
    shown.filter_map(|path| path.strip_suffix("/thumbnail").map(|path| format!("{path}/original"))).collect()
}

/// A little while.
pub(crate) async fn pause(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

/// Every file below.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
