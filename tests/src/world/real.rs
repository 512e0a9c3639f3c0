use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::Browser;
use super::setup::{plugins, program, shelf};

/// The real program on a data folder of its own, as an operator uses it.
pub struct Real {
    pub folder: TempDir,
    pub data: PathBuf,
    /// PostgreSQL instead of SQLite.
    database: Option<String>,
}

/// A `veillee serve` of it that has said where it listens.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

impl Real {
    pub fn new() -> Self {
        Self::below("data")
    }

    /// The data lies in a folder of this name, made with those above it.
    pub fn below(name: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let data = folder.path().join(name);
        std::fs::create_dir_all(data.parent().expect("a parent")).expect("folders");
        Self { folder, data, database: None }
    }

    pub fn with_database(mut self, url: String) -> Self {
        self.database = Some(url);
        self
    }

    /// The program with these arguments and the place of the data.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).arg("--data").arg(&self.data).stdin(Stdio::null());
        if let Some(url) = &self.database {
            command.arg("--database").arg(url);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    /// The same with something on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Output {
        finish(self.start_with(arguments, input))
    }

    /// The same without waiting for its end.
    pub fn start_with(&self, arguments: &[&str], input: &str) -> Child {
        let mut command = self.command(arguments);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().expect("the program runs");
        // One that refuses its arguments does not read.
        child.stdin.take().expect("its input").write_all(input.as_bytes()).ok();
        child
    }

    /// What a command prints with `--json`, when it succeeds.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        json(&self.run(&[arguments, &["--json"]].concat()))
    }

    /// Plugins that a world of this machine compiled, so that not each host compiles them again.
    pub fn fill_shelf(&self) {
        let (own, compiled) = (self.data.join("plugins"), shelf());
        if !self.data.is_dir() {
            return;
        }
        let packages = std::fs::read_dir(plugins()).into_iter().flatten().flatten();
        let digests: Vec<String> = packages
            .filter_map(|package| std::fs::read(package.path()).ok())
            .map(|bytes| data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)))
            .collect();
        std::fs::create_dir_all(&own).expect("a folder");
        for entry in std::fs::read_dir(compiled).into_iter().flatten().flatten() {
            let name = entry.file_name().into_string().expect("a plain name");
            let is_new = !own.join(&name).exists();
            if is_new && name.ends_with("wasm") && digests.iter().any(|digest| name.starts_with(digest)) {
                std::fs::copy(entry.path(), own.join(name)).expect("room");
            }
        }
    }

    #[track_caller]
    pub fn serve(&self, arguments: &[&str]) -> Served {
        if arguments.contains(&"--plugins") {
            self.fill_shelf();
        }
        let mut command = self.command(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat());
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program runs");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let port = loop {
            let mut line = String::new();
            assert!(output.read_line(&mut line).expect("readable") > 0, "the host did not start");
            if line.starts_with("Veillée listens on http") {
                break line.trim().trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
            }
        };
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Served::of(child, port.expect("a port"))
    }
}

impl Default for Real {
    fn default() -> Self {
        Self::new()
    }
}

impl Served {
    /// One that was started otherwise, and listens on this port of this machine.
    pub fn of(child: Child, port: u16) -> Self {
        Self { child, address: ([127, 0, 0, 1], port).into() }
    }

    /// Asks it to stop and gives what it wrote on standard error, if that is piped.
    pub fn log_until_stopped(mut self) -> String {
        let mut errors = self.child.stderr.take().expect("its standard error");
        self.stop();
        let mut log = String::new();
        errors.read_to_string(&mut log).expect("text");
        log
    }

    pub fn browser_at(&self, host: &str) -> Browser {
        Browser::new(self.address, host)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop, as an operator does, and waits.
    pub fn stop(mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(&pid).status().expect("kill runs").success());
        self.child.wait().expect("it ends")
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

pub fn finish(child: Child) -> Output {
    child.wait_with_output().expect("the program ends")
}

#[track_caller]
pub fn json(output: &Output) -> serde_json::Value {
    assert!(output.status.success(), "{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// It ends with this code, nothing on standard output and one sentence on standard error, which is given back.
#[track_caller]
pub fn refused(output: &Output, code: i32) -> String {
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{error}");
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    let sentence = error.strip_suffix('\n').and_then(|line| line.strip_prefix("veillee: "));
    sentence.filter(|line| !line.contains('\n')).unwrap_or_else(|| panic!("one sentence: {error}")).to_owned()
}
