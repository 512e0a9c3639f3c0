use std::path::PathBuf;

use super::program;

/// The program that shows and disturbs the calls of another, or `None` (then the test is written down as not run).
pub fn strace() -> Option<PathBuf> {
    program("VEILLEE_STRACE", "strace")
}
