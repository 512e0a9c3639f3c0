use std::path::PathBuf;

use super::program;

/// Python 3 with its own `zipfile`, or `None` (then the test is written down as not run).
pub fn python() -> Option<PathBuf> {
    program("VEILLEE_PYTHON", "Python")
}

/// Info-ZIP's `unzip`, or `None` (then the test is written down as not run).
pub fn unzip() -> Option<PathBuf> {
    program("VEILLEE_UNZIP", "unzip")
}
