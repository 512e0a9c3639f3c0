//! The real program on a folder of its own, and a person who administers it.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use veillee_ambient::{Random, SystemRandom};
use veillee_tests::services;
use veillee_tests::world::{Browser, PASSWORD};

/// The association of the first start answers to this name.
pub(crate) const NAME: &str = "127.0.0.1";

pub(crate) struct HostProcess {
    child: Child,
    pub(crate) address: SocketAddr,
    welcome: String,
    folder: TempDir,
}

impl HostProcess {
    /// Starts `veillee serve` with the packages of a folder, on SQLite or the PostgreSQL database of an address.
    pub(crate) async fn start(plugins: &Path, database: Option<&str>) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let (mut host, mut lines) = Self::spawn(folder, plugins, database).await;
        host.welcome = after(&mut lines, "/-/welcome/").await;
        Self::drain(lines);
        host
    }

    /// Starts it again on a folder where a host stopped, whose first association answers to `localhost` and has an
    /// administrator.
    pub(crate) async fn resume(folder: TempDir, database: Option<&str>) -> Self {
        let (host, lines) = Self::spawn(folder, &plugins(), database).await;
        Self::drain(lines);
        host
    }

    async fn spawn(folder: TempDir, plugins: &Path, database: Option<&str>) -> (Self, Lines<BufReader<ChildStdout>>) {
        let mut command = Command::new(program());
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder.path().join("data"));
        command.arg("--plugins").arg(plugins);
        if let Some(database) = database {
            command.args(["--database", database]);
        }
        // Guests that are ended fill the log; writing it is part of what is measured, reading it is not.
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut child = command.spawn().expect("the release host is built");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let address = after(&mut lines, "listens on http://localhost:").await;
        let port: u16 = address.trim_end_matches('/').parse().expect("a port");
        (Self { child, address: ([127, 0, 0, 1], port).into(), welcome: String::new(), folder }, lines)
    }

    /// A pipe that nobody reads would stop it.
    fn drain(mut lines: Lines<BufReader<ChildStdout>>) {
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// Runs a command of the program against this host; what it printed.
    pub(crate) async fn order(&self, words: &[&str]) -> String {
        let mut command = Command::new(program());
        command.args(words).arg("--data").arg(self.folder.path().join("data")).stdin(Stdio::null());
        let output = command.output().await.expect("the program starts");
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.address, NAME)
    }

    /// The first administrator, come in by the one-time link.
    pub(crate) async fn administrator(&self) -> Browser {
        let browser = self.browser();
        let path = format!("/-/welcome/{}", self.welcome);
        let token = browser.get(&path).await.expect(200).token_of(&path);
        let fields =
            [("token", token.as_str()), ("name", "Anne"), ("address", "anne@example.org"), ("password", PASSWORD)];
        browser.post(&path, &fields).await.expect(303);
        browser
    }

    pub(crate) async fn stop(mut self) {
        self.child.start_kill().ok();
        self.child.wait().await.ok();
    }
}

/// The rest of the first line that holds the mark.
async fn after(lines: &mut Lines<BufReader<ChildStdout>>, mark: &str) -> String {
    loop {
        let line = lines.next_line().await.expect("readable").expect("the host did not start");
        if let Some((_, rest)) = line.split_once(mark) {
            return rest.trim().to_owned();
        }
    }
}

fn release() -> PathBuf {
    let own = std::env::current_exe().expect("this program knows itself");
    own.parent().expect("a folder").to_owned()
}

/// The host built beside this program.
pub(crate) fn program() -> PathBuf {
    release().join("veillee")
}

pub(crate) fn target() -> PathBuf {
    release().parent().expect("the target folder").to_owned()
}

/// What every installation gets.
pub(crate) fn plugins() -> PathBuf {
    target().join("plugins")
}

/// A database of its own on the running PostgreSQL.
pub(crate) async fn fresh_database() -> Option<String> {
    use sqlx::{Connection as _, Executor as _};
    let url = services::postgres()?.url;
    let mut connection = sqlx::PgConnection::connect(&url).await.expect("PostgreSQL answers");
    let random: &dyn Random = &SystemRandom;
    let name = format!("veillee_{:032x}", u128::from_le_bytes(random.bytes()));
    connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a new database");
    let (server, _) = url.rsplit_once('/').expect("an address with a database");
    Some(format!("{server}/{name}"))
}

/// A figure of `/proc/PID/status` in MiB: `VmRSS`, or `VmHWM`, its highest.
pub(crate) fn memory_mib(pid: u32, figure: &str) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).expect("a running process");
    let line = text.lines().find(|line| line.starts_with(figure)).expect("a known figure");
    let kib: f64 = line.split_whitespace().nth(1).and_then(|word| word.parse().ok()).expect("a number");
    kib / 1024.0
}

/// Forgets the highest memory so far (proc(5), `clear_refs`).
pub(crate) fn forget_highest(pid: u32) {
    fs::write(format!("/proc/{pid}/clear_refs"), "5").expect("the kernel forgets");
}

/// The same, and the plugin that attacks.
pub(crate) fn with_hostile() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for file in [plugins().join("album.wasm"), plugins().join("hello.wasm"), target().join("hostile/hostile.wasm")] {
        let name = file.file_name().expect("a name");
        fs::copy(&file, folder.path().join(name)).expect("packed by `cargo xtask plugins`");
    }
    folder
}
