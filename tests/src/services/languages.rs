use std::path::PathBuf;

use super::program;

/// The package of `examples/hello-js`, or `None` (then the test is written down as not run).
pub fn hello_js() -> Option<PathBuf> {
    program("VEILLEE_HELLO_JS", "what builds JavaScript as a plugin")
}

/// The package of `examples/hello-python`, or `None` (then the test is written down as not run).
pub fn hello_python() -> Option<PathBuf> {
    program("VEILLEE_HELLO_PYTHON", "what builds Python as a plugin")
}
