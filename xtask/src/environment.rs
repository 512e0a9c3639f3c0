//! What the process was given: variables, folders and the wall clock. Nothing else here reads them.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::process;

#[expect(clippy::disallowed_methods, reason = "a build task is configured by its environment")]
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// Cargo's target folder: `CARGO_TARGET_DIR`, else `target`.
pub(crate) fn target() -> PathBuf {
    variable("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The cargo that runs this task, so that the toolchain stays the same.
pub(crate) fn cargo() -> OsString {
    variable("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Whether `CI=true`: a test that could not run is a failure.
pub(crate) fn is_ci() -> bool {
    variable("CI").is_some_and(|value| value == "true")
}

/// The machine's folder in memory, if it has one with room: tests make thousands of small folders and forget them.
pub(crate) fn memory_folder() -> Option<PathBuf> {
    const ROOM_MIB: u64 = 4_096;
    let folder = PathBuf::from("/dev/shm");
    let mut ask = Command::new("df");
    let said = process::capture(ask.args(["--output=fstype,avail", "--block-size=1M"]).arg(&folder)).ok()?;
    let words: Vec<&str> = said.lines().last()?.split_whitespace().collect();
    let [kind, room_mib] = words[..] else { return None };
    (kind == "tmpfs" && room_mib.parse::<u64>().ok()? >= ROOM_MIB).then_some(folder)
}

/// The path of a program on `PATH`, or in the folders for system programs that an ordinary `PATH` lacks.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = variable("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|candidate| candidate.is_file())
}

/// Measures how long a task took, for its closing line.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "only shown to the person who waits")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
