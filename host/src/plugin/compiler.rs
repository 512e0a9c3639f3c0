use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::install::InstallError;
use crate::limits;

/// Compiles components in a child process: a compiler that is fed hostile code dies alone, and its memory goes with it.
#[derive(Clone, Debug)]
pub struct Compiler {
    /// The host's own program, which knows the hidden command `plugin compile`.
    pub program: PathBuf,
}

impl Compiler {
    pub async fn compile(&self, component: &Path, output: &Path) -> Result<(), InstallError> {
        let mut command = Command::new(&self.program);
        command.args(["plugin", "compile"]).arg(component).arg(output).stdin(Stdio::null()).kill_on_drop(true);
        let patience = Duration::from_millis(limits::COMPILE_MS);
        let output = tokio::time::timeout(patience, command.output())
            .await
            .map_err(|_| InstallError::Compile("it takes longer than the limit".to_owned()))?
            .map_err(InstallError::NoCompiler)?;
        if output.status.success() {
            return Ok(());
        }
        let words = one_line(&String::from_utf8_lossy(&output.stderr));
        Err(InstallError::Compile(if words.is_empty() {
            format!("the compiler died without a word ({}), for want of memory perhaps", output.status)
        } else {
            words
        }))
    }
}

/// A panic speaks in several lines; one sentence is asked for.
fn one_line(words: &str) -> String {
    let plain = words.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    plain.collect::<Vec<_>>().join(" ").chars().take(300).collect()
}
