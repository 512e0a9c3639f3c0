//! The command line's side: a running host by its socket, else this process becomes the host for one command.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::net::UnixStream;
use tokio::sync::mpsc;
use veillee_ambient::{SystemClock, SystemRandom};

use super::lines::{Reply, send_order};
use super::{Finding, Order, Problem, Progress, execute, socket};
use crate::boot::{BootError, Config, Host, is_locked};
use crate::limits;

/// Has the order executed, by the running host or by this process; `tell` is called for each line of progress.
pub async fn ask(config: Config, order: Order, tell: impl Fn(&str) + Sync) -> Result<Value, Problem> {
    let has_data = config.data.join("associations").exists() || config.data.join("host.db").exists();
    if !has_data && !is_closed(&config.data) && !order.command.starts_afresh() {
        return Err(Problem::mistake(format!("there is no data in {}: say where with --data", config.data.display())));
    }
    for _ in 0..limits::CONTROL_TRIES {
        match socket::connect(&config.data).await {
            Ok(stream) => return converse(stream, order, tell).await,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(Problem::mistake(format!(
                    "{} belongs to another user: run this as the user of the host, or as root",
                    config.data.display()
                )));
            }
            Err(error) if is_nobody(&error) => {}
            Err(error) => return Err(Problem::failure(format!("the running host cannot be reached: {error}"))),
        }
        match Host::boot(config.clone(), Arc::new(SystemClock), Arc::new(SystemRandom)).await {
            Ok(host) => return alone(host, order, tell).await,
            // Somebody starts or stops at this moment, or gives a command too.
            Err(BootError::Locked(_)) => tokio::time::sleep(Duration::from_millis(limits::CONTROL_RETRY_MS)).await,
            Err(error) => return Err(error.into()),
        }
    }
    Err(Problem::failure(format!(
        "{} is in use, and whoever uses it does not answer commands: try again, or stop it first",
        config.data.display()
    )))
}

/// Who uses the data folder at this moment.
pub async fn lock_finding(data: &Path) -> Finding {
    const CHECK: &str = "lock";
    match socket::connect(data).await {
        Ok(_) => Finding::ok(CHECK, "a host runs here and takes commands"),
        Err(error) if is_nobody(&error) => match is_locked(data) {
            Ok(false) => Finding::ok(CHECK, "no host runs here"),
            Ok(true) => Finding::warning(
                CHECK,
                "a process uses this folder and takes no commands",
                "wait until it has started or ended; `fuser -v` of the file `lock` there names it",
            ),
            Err(error) => {
                Finding::problem(CHECK, format!("it cannot be tried: {error}"), "see the rights of the folder")
            }
        },
        Err(error) => Finding::problem(
            CHECK,
            format!("the running host cannot be reached: {error}"),
            "run this as the user of the host, or as root",
        ),
    }
}

/// Whether the folder may not even be looked into, so that nothing is known of its data.
fn is_closed(data: &Path) -> bool {
    std::fs::read_dir(data).is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
}

/// No socket, or one that a killed host left behind.
fn is_nobody(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused)
}

async fn alone(host: Host, order: Order, tell: impl Fn(&str)) -> Result<Value, Problem> {
    let host = Arc::new(host);
    let (telling, mut told) = mpsc::channel(limits::CONTROL_PROGRESS_LINES);
    let progress = Progress::new(telling);
    let done = {
        let work = execute(&host, order, &progress);
        tokio::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => break done,
                Some(line) = told.recv() => tell(&line),
            }
        }
    };
    while let Ok(line) = told.try_recv() {
        tell(&line);
    }
    host.close().await;
    done
}

async fn converse(stream: UnixStream, order: Order, tell: impl Fn(&str)) -> Result<Value, Problem> {
    let lost = |error: io::Error| {
        Problem::failure(format!("the host ended before it answered ({error}): see whether the command was done"))
    };
    send_order(&stream, &order).await.map_err(lost)?;
    // The host has the files now.
    drop(order);
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = Vec::new();
        let mut bounded = (&mut reader).take(limits::CONTROL_REPLY_BYTES_MAX);
        bounded.read_until(b'\n', &mut line).await.map_err(lost)?;
        if !line.ends_with(b"\n") {
            return Err(lost(io::ErrorKind::UnexpectedEof.into()));
        }
        match serde_json::from_slice(&line) {
            Ok(Reply::Progress(line)) => tell(&line),
            Ok(Reply::Done(value)) => return Ok(value),
            Ok(Reply::Problem(problem)) => return Err(problem),
            Err(error) => {
                return Err(Problem::failure(format!("the running host's answer is not understood: {error}")));
            }
        }
    }
}
