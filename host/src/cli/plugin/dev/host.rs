//! The host that `plugin dev` starts for itself: the same program, as an operator would run it.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::cli::Place;
use crate::control::Problem;
use crate::limits;

/// A `veillee serve` on the developer's data. Dropped, it is killed; [`stop`](Self::stop) lets it end in order.
pub struct DevHost {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl DevHost {
    pub fn start(place: &Place, listen: SocketAddr, plugins: Option<&Path>) -> Result<Self, Problem> {
        let failed = |error: std::io::Error| Problem::failure(format!("the host cannot be started: {error}"));
        let mut serve = Command::new(std::env::current_exe().map_err(failed)?);
        serve.arg("serve").arg("--data").arg(&place.data).arg("--master-key").arg(place.master_key());
        serve.arg("--listen").arg(listen.to_string());
        if let Some(plugins) = plugins {
            serve.arg("--plugins").arg(plugins);
        }
        let mut child = serve.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn().map_err(failed)?;
        let output = child.stdout.take().ok_or_else(|| Problem::failure("the host has no output"))?;
        Ok(Self { child, lines: BufReader::new(output).lines() })
    }

    /// Waits until it listens, and gives its address, such as `http://localhost:8080`. What it says is passed on.
    pub async fn address(&mut self) -> Result<String, Problem> {
        const LISTENS: &str = "Veillée listens on ";
        while let Some(line) = self.lines.next_line().await.map_err(Problem::failure)? {
            println!("{line}");
            if let Some(address) = line.strip_prefix(LISTENS) {
                return Ok(address.trim_end_matches('/').to_owned());
            }
        }
        Err(Problem::failure("the host did not start: see above"))
    }

    /// Passes on what it says, and resolves when it ends by itself; never for a host that somebody else started.
    pub async fn ended(host: Option<&mut Self>) -> Problem {
        let Some(host) = host else { return std::future::pending().await };
        while let Ok(Some(line)) = host.lines.next_line().await {
            println!("{line}");
        }
        Problem::failure("the host ended: see above")
    }

    /// Asks it to end, as Ctrl+C at the terminal does too, and waits.
    pub async fn stop(mut self) {
        let pid = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(pid) = pid {
            // One that has ended already needs no signal.
            kill_process(pid, Signal::TERM).ok();
        }
        let patience = Duration::from_millis(limits::DEV_STOP_MS);
        let ending = async {
            while let Ok(Some(line)) = self.lines.next_line().await {
                println!("{line}");
            }
            self.child.wait().await.ok();
        };
        if tokio::time::timeout(patience, ending).await.is_err() {
            eprintln!("The host does not end: it is killed now.");
        }
    }
}
