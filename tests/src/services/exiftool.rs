use std::io::Write as _;
use std::process::{Command, Stdio};

use super::program;

/// What ExifTool reads in these bytes, one line `Group:Tag : value` for each fact; `None` when it is not installed (then
/// the test is written down as not run).
///
/// # Panics
/// When it is installed and does not run.
pub fn exiftool(bytes: &[u8]) -> Option<Vec<String>> {
    let path = program("VEILLEE_EXIFTOOL", "ExifTool")?;
    let mut child = Command::new(&path)
        // All there is, unknown things and embedded pictures included, by group, in numbers.
        .args(["-a", "-u", "-U", "-ee", "-G1", "-n", "-s", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {}: {error}", path.display()));
    if let Some(mut input) = child.stdin.take() {
        // It may have read enough before the end.
        let _ = input.write_all(bytes);
    }
    let output = child.wait_with_output().unwrap_or_else(|error| panic!("cannot wait for {}: {error}", path.display()));
    Some(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}
