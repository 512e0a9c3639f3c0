use std::path::{Path, PathBuf};

use super::variable;

/// The files that end in `.extension` in a folder of the corpus of real files (`VEILLEE_CORPUS`), by name; none without
/// it.
pub fn corpus(folder: &str, extension: &str) -> Vec<PathBuf> {
    let Some(root) = variable("VEILLEE_CORPUS") else { return Vec::new() };
    let Ok(entries) = std::fs::read_dir(Path::new(&root).join(folder)) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == extension)).collect();
    paths.sort();
    paths
}
