//! One private PostgreSQL cluster of each run, made with it and gone with it: two runs do not meet.

mod folder;

use std::fs::{self, File};
use std::io::Read;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use folder::Folder;

use crate::environment;
use crate::process;

const USER: &str = "veillee";
const MAX_CONNECTIONS: &str = "max_connections=200";
const POLL: Duration = Duration::from_millis(100);
const START_POLLS: u32 = 300;
const STOP_POLLS: u32 = 150;
/// Between choosing a free port and the server's bind, another program may take it.
const PORT_ATTEMPTS: u32 = 3;

/// A running cluster; dropping it stops the server and removes its folder.
pub(crate) struct Cluster {
    server: Child,
    pub(crate) url: String,
    /// None while it is not known to run: the log of a server that did not start is worth reading.
    folder: Option<Folder>,
}

/// The folder of PostgreSQL's own programs, newest version first. Debian keeps them off `PATH`.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    folders.sort();
    let packaged = folders.into_iter().rev().map(|(_, folder)| folder);
    let on_path = environment::find_program("initdb").and_then(|file| Some(file.parent()?.to_owned()));
    packaged.chain(on_path).find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// Whether the server waits for the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syncing {
    /// As an operator runs it: what is measured waits as it would there.
    Real,
    /// Tests make thousands of tables; that a commit survives a power cut is PostgreSQL's own promise, not ours to test.
    Skipped,
}

impl Syncing {
    fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Real => &[],
            Self::Skipped => &[
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "wal_level=minimal",
                "max_wal_senders=0",
                "jit=off",
                // Each new connection pays for each page of it that it touches.
                "shared_buffers=64MB",
                // They would go round hundreds of databases all the time.
                "autovacuum=off",
                "bgwriter_delay=10s",
                "wal_writer_delay=10s",
            ],
        }
    }

    /// The rounds of SCRAM are the client's work: in an unoptimised one they take longer than most tests.
    fn authentication(self) -> &'static str {
        match self {
            Self::Real => "scram-sha-256",
            Self::Skipped => "password",
        }
    }
}

/// Makes a cluster and starts it on a free port of 127.0.0.1.
pub(crate) fn start(syncing: Syncing) -> Result<Cluster, String> {
    let programs = programs().ok_or("PostgreSQL is not installed")?;
    println!("==> Starting a private PostgreSQL");
    let folder = Folder::create(&place()?)?;
    let path = folder.path();
    let data = path.join("data");
    let password = random_password()?;
    let password_file = path.join("password");
    fs::write(&password_file, &password).map_err(|error| format!("cannot write the cluster's password: {error}"))?;
    give_to_postgres(path)?;
    let mut initdb = as_postgres(&programs.join("initdb"));
    initdb.args(["--username", USER, "--auth", syncing.authentication()]);
    initdb.args(["--encoding", "UTF8", "--locale", "C.UTF-8"]);
    initdb.arg("--no-sync").arg("--pwfile").arg(&password_file).arg("--pgdata").arg(&data);
    process::capture(&mut initdb)?;
    fs::remove_file(&password_file).map_err(|error| format!("cannot remove the cluster's password: {error}"))?;

    let mut last = String::new();
    for _ in 0..PORT_ATTEMPTS {
        let port = free_port()?;
        let url = format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres");
        let mut cluster = Cluster { server: spawn(&programs, path, port, syncing)?, url, folder: None };
        match cluster.wait_until_ready(&programs, port) {
            Ok(()) => {
                cluster.folder = Some(folder);
                return Ok(cluster);
            }
            Err(reason) => last = format!("{reason}; see {}", log_file(path).display()),
        }
    }
    Err(last)
}

impl Cluster {
    fn wait_until_ready(&mut self, programs: &Path, port: u16) -> Result<(), String> {
        for _ in 0..START_POLLS {
            if let Ok(Some(status)) = self.server.try_wait() {
                return Err(format!("PostgreSQL stopped at once ({status})"));
            }
            let mut ready = Command::new(programs.join("pg_isready"));
            ready.args(["--quiet", "--host", "127.0.0.1", "--dbname", "postgres", "--port"]).arg(port.to_string());
            if ready.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            thread::sleep(POLL);
        }
        Err("PostgreSQL did not become ready".to_owned())
    }

    fn signal(&self, name: &str) {
        // A server that has already gone is what was wanted.
        let _ = Command::new("kill").args(["-s", name, &self.server.id().to_string()]).stderr(Stdio::null()).status();
    }

    fn wait(&mut self) -> bool {
        for _ in 0..STOP_POLLS {
            if !matches!(self.server.try_wait(), Ok(None)) {
                return true;
            }
            thread::sleep(POLL);
        }
        false
    }

    fn stop(&mut self) {
        if !matches!(self.server.try_wait(), Ok(None)) {
            return;
        }
        // SIGINT: sessions end, the data is closed in order. SIGQUIT: now.
        self.signal("INT");
        if !self.wait() {
            self.signal("QUIT");
            self.wait();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
        if let Some(folder) = self.folder.take() {
            folder.remove();
        }
    }
}

fn spawn(programs: &Path, folder: &Path, port: u16, syncing: Syncing) -> Result<Child, String> {
    let log = File::create(log_file(folder)).map_err(|error| format!("cannot write the server's log: {error}"))?;
    let errors = log.try_clone().map_err(|error| format!("cannot write the server's log: {error}"))?;
    let data = folder.join("data");
    let mut server = as_postgres(&programs.join("postgres"));
    server.arg("-D").arg(&data).arg("-p").arg(port.to_string());
    server.args(["-c", "listen_addresses=127.0.0.1", "-c", MAX_CONNECTIONS, "-c", "timezone=UTC"]);
    server.args(syncing.settings().iter().flat_map(|setting| ["-c", setting]));
    // The path of a socket is limited to 107 bytes; tests connect by port, the socket is for `psql -h`.
    let sockets = if data.as_os_str().len() < 80 { data.display().to_string() } else { String::new() };
    server.arg("-c").arg(format!("unix_socket_directories={sockets}"));
    server.stdin(Stdio::null()).stdout(log).stderr(errors);
    server.spawn().map_err(|error| format!("cannot start PostgreSQL: {error}"))
}

/// A command that runs as `postgres` when this process is root, because PostgreSQL refuses root,
/// and that gets SIGINT when this process dies, however it dies.
fn as_postgres(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.current_dir("/").args(["--pdeathsig", "INT"]);
    if process::is_root() {
        command.args(["--reuid", "postgres", "--regid", "postgres", "--init-groups"]);
    }
    command.arg("--").arg(program);
    command
}

/// Where clusters lie: the target folder, or the system's temporary one where `postgres` cannot reach the target folder,
/// as in a clone under `/root`.
fn place() -> Result<PathBuf, String> {
    let target = environment::target();
    fs::create_dir_all(&target).map_err(|error| format!("cannot create {}: {error}", target.display()))?;
    let mut reach = as_postgres(Path::new("test"));
    let reachable = process::capture(reach.arg("-x").arg(&target)).is_ok();
    Ok(if reachable { target } else { std::env::temp_dir() })
}

fn give_to_postgres(folder: &Path) -> Result<(), String> {
    if !process::is_root() {
        return Ok(());
    }
    process::capture(Command::new("chown").args(["--recursive", "postgres:postgres"]).arg(folder)).map(drop)
}

fn log_file(folder: &Path) -> PathBuf {
    folder.join("server.log")
}

fn free_port() -> Result<u16, String> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("cannot find a free port: {error}"))
}

fn random_password() -> Result<String, String> {
    let mut bytes = [0_u8; 16];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(|error| format!("cannot make a password: {error}"))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}
