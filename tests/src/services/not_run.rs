use std::fs::OpenOptions;
use std::io::Write;

/// Writes the calling test down as not run, for `reason` (one line); the caller then returns.
///
/// To be called on the test's own thread, whose name is the test's.
///
/// # Panics
/// When nobody asked for the list (`VEILLEE_TEST_NOT_RUN`): the test would pass silently.
pub fn not_run(reason: &str) {
    let Some(file) = super::variable("VEILLEE_TEST_NOT_RUN") else {
        panic!("{reason}: run `cargo xtask test`, which installs and starts what tests need");
    };
    // One write of one line: test programs append to the same file side by side.
    let line = format!("{}\t{reason}\n", test_name());
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(&file)
        .and_then(|mut list| list.write_all(line.as_bytes()))
        .unwrap_or_else(|error| panic!("cannot write {file}: {error}"));
}

/// `program::test`. Two programs may hold tests of one name.
fn test_name() -> String {
    let program = std::env::current_exe().unwrap_or_default();
    let stem = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let program = stem.rsplit_once('-').map_or(stem.as_str(), |(name, _hash)| name);
    let thread = std::thread::current();
    format!("{program}::{}", thread.name().unwrap_or("unnamed"))
}
