//! What the system knows of this process, read when somebody asks. Names are those of every Prometheus client.

use std::fmt::Write as _;

/// Bytes of a page of memory; `/proc` counts in them.
fn page_bytes() -> u64 {
    u64::try_from(rustix::param::page_size()).unwrap_or(4_096)
}

pub fn text() -> String {
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, value: Option<u64>| {
        if let Some(value) = value {
            write!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n").ok();
        }
    };
    gauge("process_resident_memory_bytes", "Memory that lies in the machine.", resident_bytes());
    gauge("process_open_fds", "Open files and connections.", open_files());
    text
}

/// `proc_pid_statm(5)`: the second number.
fn resident_bytes() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    statm.split_whitespace().nth(1)?.parse::<u64>().ok()?.checked_mul(page_bytes())
}

fn open_files() -> Option<u64> {
    u64::try_from(std::fs::read_dir("/proc/self/fd").ok()?.count()).ok()
}
