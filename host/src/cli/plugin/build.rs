//! From the folder of a plugin to its package.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde::Deserialize;
use tokio::process::Command;

use super::package;

const TARGET: &str = "wasm32-wasip2";
pub const MANIFEST: &str = "plugin.toml";

/// Why there is no package: one sentence for its author.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error("{0} has no {MANIFEST}: name the folder of a plugin, or make one with `veillee plugin new`")]
    NoPlugin(PathBuf),
    #[error("cargo cannot be started ({0}): install Rust, and see that `cargo` can be called")]
    NoCargo(io::Error),
    #[error("cargo's answer cannot be read: {0}")]
    Reading(io::Error),
    #[error("the build failed: see above, mend it")]
    Failed,
    #[error("the build made no component: write `crate-type = [\"cdylib\", \"rlib\"]` under [lib] in Cargo.toml")]
    NoComponent,
    #[error("{0}")]
    Package(String),
}

/// What cargo says of something that it made.
#[derive(Deserialize)]
struct Artifact {
    reason: String,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

/// Builds the plugin in this folder with cargo, whose words go to standard error, and packs it with `plugin.toml` and the
/// folder `assets`. Nothing is judged yet. Dropped, it ends cargo.
pub async fn build(folder: &Path) -> Result<Vec<u8>, BuildError> {
    let manifest = folder.join(MANIFEST);
    if !manifest.is_file() {
        return Err(BuildError::NoPlugin(folder.to_owned()));
    }
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--target", TARGET, "--message-format", "json-render-diagnostics"]);
    cargo.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let built = cargo.spawn().map_err(BuildError::NoCargo)?.wait_with_output().await.map_err(BuildError::Reading)?;
    if !built.status.success() {
        return Err(BuildError::Failed);
    }
    let component = component(&String::from_utf8_lossy(&built.stdout)).ok_or(BuildError::NoComponent)?;
    let assets = Some(folder.join("assets")).filter(|assets| assets.is_dir());
    package::assemble(&component, &manifest, assets.as_deref()).map_err(BuildError::Package)
}

/// The last component that was made: those before it are what it depends on.
fn component(messages: &str) -> Option<PathBuf> {
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Artifact>(line).ok());
    let mut made = artifacts.filter(|artifact| artifact.reason == "compiler-artifact").flat_map(|made| made.filenames);
    made.rfind(|file| file.extension().is_some_and(|extension| extension == "wasm"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_component_is_the_last_that_cargo_made() {
        let messages = r#"
            {"reason":"compiler-artifact","filenames":["/t/libveillee_sdk.rlib"]}
            {"reason":"compiler-message","message":{"rendered":"a.wasm"}}
            {"reason":"compiler-artifact","filenames":["/t/libnotes.rlib","/t/notes.wasm"]}
            {"reason":"build-finished","success":true}
            no JSON"#;
        assert_eq!(component(messages), Some(PathBuf::from("/t/notes.wasm")));
        assert_eq!(component(r#"{"reason":"compiler-artifact","filenames":["/t/libnotes.rlib"]}"#), None);
    }
}
