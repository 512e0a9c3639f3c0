use std::io;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::Finding;

const CHECK: &str = "packages";

/// Packages are named by their digest, and each has compiled forms beside it.
pub async fn examine(shelf: &Path) -> Vec<Finding> {
    let shelf = shelf.to_owned();
    let looked = tokio::task::spawn_blocking(move || look(&shelf)).await;
    match looked.map_err(io::Error::other).flatten() {
        Ok(findings) => findings,
        Err(error) => {
            vec![Finding::problem(CHECK, format!("the folder of packages cannot be read: {error}"), "see its rights")]
        }
    }
}

fn look(shelf: &Path) -> io::Result<Vec<Finding>> {
    let (mut packages, mut compiled, mut halves, mut findings) = (Vec::new(), Vec::new(), 0, Vec::new());
    for entry in std::fs::read_dir(shelf)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match name.split('.').collect::<Vec<_>>()[..] {
            [digest, "wasm"] => packages.push((digest.to_owned(), path)),
            [digest, _, "cwasm"] => compiled.push(digest.to_owned()),
            [_, .., "half"] => halves += 1,
            _ => {}
        }
    }
    for (digest, path) in &packages {
        if data_encoding::HEXLOWER.encode(&Sha256::digest(std::fs::read(path)?)) != *digest {
            findings.push(Finding::problem(
                CHECK,
                format!("{} is not the package it was", path.display()),
                "remove this file, and install the package again",
            ));
        }
    }
    let uncompiled = packages.iter().filter(|(digest, _)| !compiled.contains(digest)).count();
    if uncompiled > 0 {
        findings.push(Finding::ok(CHECK, format!("{uncompiled} are compiled when they are enabled next")));
    }
    if halves > 0 {
        let says = format!("{halves} files of an installation that was cut, or is under way");
        findings.push(Finding::warning(CHECK, says, "when nothing is being installed, remove `*.half` there"));
    }
    if findings.is_empty() {
        findings.push(Finding::ok(CHECK, format!("{} are what they were, and compiled", packages.len())));
    }
    Ok(findings)
}
