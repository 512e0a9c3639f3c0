//! What it ran on, and what else ran.

use std::fs;
use std::process::Command;

pub(crate) fn now_text() -> String {
    said_by("date", &["-u", "+%Y-%m-%d %H:%M UTC"])
}

/// The load average of the last minute, which tells whether other work went on.
pub(crate) fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = text.split(' ').next().unwrap_or("unknown").to_owned();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{load} on {cores} cores")
}

pub(crate) fn describe() -> String {
    let cpu = line_of("/proc/cpuinfo", "model name");
    let memory = line_of("/proc/meminfo", "MemTotal");
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let lines = [
        format!("- Machine: {cores} cores of {cpu}, {memory} of memory, Linux {}", said_by("uname", &["-r"])),
        format!("- Built by {}, profile release", said_by("rustc", &["--version"])),
        format!("- wasmtime {}, axum {}, sqlx {}", locked("wasmtime"), locked("axum"), locked("sqlx")),
        format!("- {}", said_by("nginx", &["-v"])),
        format!("- {}", said_by("wrk", &["-v"]).lines().next().unwrap_or("no wrk").trim()),
        format!("- PostgreSQL client {}; SQLite as bundled by sqlx", said_by("psql", &["--version"])),
        "- Load generator and host share the cores, so a cheaper server also gets a slower client.".to_owned(),
    ];
    format!("## Machine\n\nWritten {}.\n\n{}\n", now_text(), lines.join("\n"))
}

/// The version that `Cargo.lock` names.
fn locked(package: &str) -> String {
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
    let text = fs::read_to_string(lock).unwrap_or_default();
    let after = text.split_once(&format!("name = \"{package}\"\nversion = \"")).map(|(_, rest)| rest);
    after.and_then(|rest| rest.split('"').next()).unwrap_or("unknown").to_owned()
}

fn line_of(file: &str, name: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_once(':').map_or("unknown", |(_, value)| value.trim()).to_owned()
}

/// What a program prints, on either stream.
fn said_by(program: &str, arguments: &[&str]) -> String {
    Command::new(program).args(arguments).output().map_or_else(
        |_| format!("no {program}"),
        |output| {
            let text = if output.stdout.is_empty() { output.stderr } else { output.stdout };
            String::from_utf8_lossy(&text).trim().to_owned()
        },
    )
}
