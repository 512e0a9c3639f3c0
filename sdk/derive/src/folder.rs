//! Files of the package that is being compiled.

use std::fs;
use std::path::PathBuf;

/// A file of the package: what stands in it, and where it is, so that a change of it compiles the package anew.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// None when the package has no such file.
pub(crate) fn read(name: &str) -> Option<File> {
    let path = PathBuf::from(package()?).join(name);
    let text = fs::read_to_string(&path).ok()?;
    Some(File { path: path.to_str()?.to_owned(), text })
}

#[expect(clippy::disallowed_methods, reason = "so Cargo tells a macro which package it works for")]
fn package() -> Option<String> {
    std::env::var("CARGO_MANIFEST_DIR").ok()
}
