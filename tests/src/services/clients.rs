use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use super::program;

/// `tus-js-client` in Node.js, with the script that drives it, or `None` (then the test is written down as not run).
pub fn tus_js_client() -> Option<Command> {
    let modules = program("VEILLEE_TUS_JS_CLIENT", "tus-js-client")?;
    Some(script(Path::new("node"), "tus.mjs", Some(&modules)))
}

/// `tuspy` in Python, with the script that drives it, or `None` (then the test is written down as not run).
pub fn tuspy() -> Option<Command> {
    let python = program("VEILLEE_TUSPY", "tuspy")?;
    Some(script(&python, "tus.py", None))
}

/// schemathesis, with the settings of the tests, or `None` (then the test is written down as not run).
pub fn schemathesis() -> Option<Command> {
    let python = program("VEILLEE_SCHEMATHESIS", "schemathesis")?;
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/schemathesis.toml");
    let mut command = Command::new(python);
    command.args(["-m", "schemathesis.cli", "--config-file"]).arg(settings);
    command.stdin(Stdio::null()).kill_on_drop(true);
    Some(command)
}

fn script(program: &Path, name: &str, first: Option<&PathBuf>) -> Command {
    let mut command = Command::new(program);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(name)).args(first);
    command.stdin(Stdio::null()).kill_on_drop(true);
    command
}
