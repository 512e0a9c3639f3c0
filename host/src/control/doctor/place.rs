//! What can be seen without the host: its folder, its key, its disk, the clock. So the doctor has something to say when
//! the host does not start.

use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::UNIX_EPOCH;

use veillee_ambient::{Clock, Millis};
use veillee_vault::MasterKey;

use super::Finding;
use crate::boot::Config;
use crate::limits;

/// 2026-01-01: no data of this program is older.
const FIRST_DAY_MS: Millis = 1_767_225_600_000;

pub fn examine_place(config: &Config, clock: &dyn Clock) -> Vec<Finding> {
    let mut findings = vec![folder(&config.data)];
    findings.push(key(&config.master_key, &config.data));
    findings.extend(disk(&config.data));
    findings.push(time(&config.data, clock.now_ms()));
    findings
}

fn folder(data: &Path) -> Finding {
    const CHECK: &str = "data folder";
    let mode = match data.metadata() {
        Ok(metadata) => metadata.permissions().mode() & 0o777,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let says = format!("{} is not there", data.display());
            return Finding::problem(CHECK, says, "say where the data lies with --data");
        }
        Err(error) => {
            let says = format!("{}: {error}", data.display());
            return Finding::problem(CHECK, says, "run this as the user of the host, or as root");
        }
    };
    if mode & 0o077 != 0 {
        let says = format!("{} has mode {mode:o}: others may look at names and addresses", data.display());
        return Finding::warning(CHECK, says, format!("chmod 700 {}", data.display()));
    }
    Finding::ok(CHECK, format!("{} is its user's alone", data.display()))
}

fn key(path: &Path, data: &Path) -> Finding {
    const CHECK: &str = "master key";
    let place = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if place(path).starts_with(place(data)) {
        let says = "it lies in the data folder: whoever takes the data has the key";
        return Finding::problem(CHECK, says, "move it out, and give its new place with --master-key");
    }
    match MasterKey::load(path) {
        Ok(_) => Finding::ok(CHECK, format!("{} can be read, by its user alone", path.display())),
        Err(error) => {
            let remedy = "give its place with --master-key; mode 0600; lost, the copy you made of it is the only way";
            Finding::problem(CHECK, error.to_string(), remedy)
        }
    }
}

fn disk(data: &Path) -> Option<Finding> {
    const CHECK: &str = "disk";
    let disk = rustix::fs::statvfs(data).ok()?;
    let free_bytes = disk.f_bavail.saturating_mul(disk.f_frsize);
    let all_bytes = disk.f_blocks.saturating_mul(disk.f_frsize);
    let says = format!("{} free of {}", gigabytes(free_bytes), gigabytes(all_bytes));
    let files_left = disk.f_files == 0 || disk.f_favail > limits::DISK_FILES_LOW;
    let remedy = "make room, or move the data folder to a larger disk";
    let no_files_left = disk.f_files > 0 && disk.f_favail == 0;
    Some(if free_bytes < limits::DISK_BYTES_SHORT || no_files_left {
        Finding::problem(CHECK, format!("{says}: uploads fail soon"), remedy)
    } else if free_bytes < limits::DISK_BYTES_LOW || !files_left {
        Finding::warning(CHECK, format!("{says}, room for {} files", disk.f_favail), remedy)
    } else {
        Finding::ok(CHECK, says)
    })
}

fn gigabytes(bytes: u64) -> String {
    format!("{}.{} GB", bytes / 1_000_000_000, bytes % 1_000_000_000 / 100_000_000)
}

/// Shares end by the clock: one that went back gives back what had ended.
fn time(data: &Path, now_ms: Millis) -> Finding {
    const CHECK: &str = "clock";
    let newest_ms = ["host.db", "host.db-wal", "lock", "associations"]
        .into_iter()
        .filter_map(|name| data.join(name).metadata().ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok())
        .map(|since| Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX))
        .max();
    let remedy = "set the clock, and let it be kept by NTP (timedatectl set-ntp true)";
    if now_ms < FIRST_DAY_MS {
        return Finding::problem(CHECK, "it stands before 2026", remedy);
    }
    match newest_ms {
        Some(newest_ms) if newest_ms > now_ms.saturating_add(limits::CLOCK_TOLERANCE_MS) => {
            let minutes = (newest_ms - now_ms) / 60_000;
            Finding::problem(CHECK, format!("it went back: data was written {minutes} minutes in its future"), remedy)
        }
        _ => Finding::ok(CHECK, "it has not gone back"),
    }
}

#[cfg(test)]
mod tests {
    use veillee_ambient::TestClock;

    use super::*;
    use crate::control::State;

    #[test]
    fn a_clock_that_went_back_is_a_problem() {
        let folder = std::env::temp_dir();
        let now_ms = |year_2100_ms| TestClock::at(year_2100_ms).now_ms();
        assert_eq!(time(&folder.join("none"), now_ms(4_102_444_800_000)).state, State::Ok);
        assert_eq!(time(&folder.join("none"), now_ms(1_000)).state, State::Problem);
    }
}
