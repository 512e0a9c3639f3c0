//! Load by wrk, a program of its own, and what the servers' processors spent on it.

use std::fs;
use std::process::Stdio;

use tokio::process::Command;

/// What is asked for, and how hard.
#[derive(Clone)]
pub(crate) struct Load {
    pub(crate) url: String,
    pub(crate) headers: Vec<String>,
    pub(crate) connections: u32,
    pub(crate) seconds: u32,
}

impl Load {
    pub(crate) fn new(url: String) -> Self {
        Self { url, headers: Vec::new(), connections: 16, seconds: 10 }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push(format!("{name}: {value}"));
        self
    }
}

pub(crate) struct Outcome {
    pub(crate) per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    /// Processor time of the servers for one request; on loaded machines steadier than requests per second.
    pub(crate) cpu_us: f64,
    /// Answers other than 2xx and 3xx, and broken connections.
    pub(crate) failures: u64,
}

/// Runs the load against servers with these process ids.
pub(crate) async fn run(load: &Load, pids: &[u32]) -> Outcome {
    let mut command = Command::new("wrk");
    command.args(["--latency", "-t1"]).arg(format!("-c{}", load.connections)).arg(format!("-d{}s", load.seconds));
    for header in &load.headers {
        command.arg("-H").arg(header);
    }
    let before = cpu_us(pids);
    let output = command.arg(&load.url).stdin(Stdio::null()).output().await.expect("wrk runs");
    let spent = cpu_us(pids) - before;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let requests = number_before(&text, " requests in ");
    Outcome {
        per_second: word_after(&text, "Requests/sec:").parse().expect("requests per second"),
        p50_ms: milliseconds(word_after(&text, "50%")),
        p99_ms: milliseconds(word_after(&text, "99%")),
        cpu_us: spent / requests.max(1.0),
        failures: failures(&text),
    }
}

fn failures(text: &str) -> u64 {
    let refused = word_after(text, "Non-2xx or 3xx responses:").parse().unwrap_or(0);
    let broken = text.lines().find(|line| line.contains("Socket errors:")).map_or(0, |line| {
        line.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u64>().ok()).sum()
    });
    refused + broken
}

fn word_after<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).and_then(|(_, rest)| rest.split_whitespace().next()).unwrap_or_default()
}

fn number_before(text: &str, mark: &str) -> f64 {
    let before = text.split_once(mark).map_or("", |(before, _)| before);
    before.split_whitespace().last().and_then(|word| word.parse().ok()).unwrap_or(0.0)
}

fn milliseconds(text: &str) -> f64 {
    let (number, factor) = match text {
        _ if text.ends_with("us") => (text.trim_end_matches("us"), 0.001),
        _ if text.ends_with("ms") => (text.trim_end_matches("ms"), 1.0),
        _ => (text.trim_end_matches('s'), 1000.0),
    };
    number.parse::<f64>().map_or(f64::NAN, |number| number * factor)
}

/// User and system time so far; the kernel counts in steps of 10 ms.
pub(crate) fn cpu_us(pids: &[u32]) -> f64 {
    pids.iter().map(|pid| ticks(*pid) * 10_000.0).sum()
}

fn ticks(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = text.rsplit_once(") ").map_or("", |(_, rest)| rest);
    // proc(5): utime and stime are fields 14 and 15; the state, after the name, is field 3.
    after_name.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum()
}
