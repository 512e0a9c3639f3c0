use std::path::PathBuf;

use super::program;

/// The program `age` of others, or `None` (then the test is written down as not run).
pub fn age() -> Option<PathBuf> {
    program("VEILLEE_AGE", "age")
}
