//! A compiler that is not there, lies, dies or babbles: a sentence, and nothing under a final name.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use veillee_tests::world::{hostile, program};

use crate::components::Workshop;
use crate::score::Score;

/// A program that does this with the component `$3` and the output `$4`.
fn script(folder: &Path, name: &str, body: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_compiler_that_fails_leaves_a_sentence_and_no_file() {
    let folder = TempDir::new().unwrap();
    let make = |name: &str, body: &str| script(folder.path(), name, body);
    let compilers = [
        PathBuf::from("/bin/false"),
        PathBuf::from("/bin/true"),
        folder.path().join("missing"),
        folder.path().to_owned(),
        PathBuf::from("/dev/null"),
        make("killed", "echo half > \"$4\"; kill -9 $$"),
        make("half", "head -c 1000 \"$3\" > \"$4\"; exit 1"),
        make("liar", "echo 'not machine code' > \"$4\"; exit 0"),
        make("copier", "cp \"$3\" \"$4\""),
        make("empty", ": > \"$4\""),
        make(
            "babbler",
            "for i in 1 2 3 4 5 6 7 8 9; do printf 'line %s\\nand \\033[2J more of it, and more\\r\\n' $i >&2; done; exit 1",
        ),
        make("flood", "head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 101"),
        make("noise", "head -c 1000 /dev/urandom >&2; exit 1"),
    ];
    let mut score = Score::of("compilers that fail");
    let mut shop = Workshop::new();
    let package = hostile();
    for compiler in compilers {
        shop = shop.and_compiler(compiler.clone());
        let what = compiler.display().to_string();
        let sentence = shop.refuses(&mut score, &what, &package).await;
        println!("{}: {sentence}", compiler.file_name().unwrap().to_string_lossy());
        let finals = shop.listing().into_iter().filter(|name| name.ends_with("wasm")).count();
        score.check(finals == 0, || format!("{what}: {:?}", shop.listing()));
    }
    shop = shop.and_compiler(program());
    assert_eq!(shop.install(&package).await.expect("a good compiler compiles it").manifest.name, "hostile");
    assert_eq!(shop.listing().iter().filter(|name| name.ends_with("wasm")).count(), 2, "{:?}", shop.listing());
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_on_the_shelf_is_compiled_anew() {
    let good = Workshop::new();
    let package = hostile();
    good.install(&package).await.unwrap();
    let compiled = good.listing().into_iter().find(|name| name.contains(".cwasm")).expect("compiled");
    let mut score = Score::of("damaged shelf");
    for damage in [&b""[..], b"\x7fELF", b"rubbish"] {
        // Beside: a file that a running host has loaded is mapped, and renamed over but never cut.
        let shop = Workshop::beside(&good);
        std::fs::write(shop.folder().join(&compiled), damage).unwrap();
        let first = shop.install(&package).await;
        if let Err(error) = &first {
            score.check(crate::components::is_sentence(&error.to_string()), || error.to_string());
        }
        let second = shop.install(&package).await;
        score.check(second.is_ok(), || format!("{:?}", second.err().map(|error| error.to_string())));
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_installed_eight_times_at_once_is_one() {
    let shop = Arc::new(Workshop::new());
    let mut installs = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let shop = shop.clone();
        installs.spawn(async move { shop.install(&hostile()).await.map(|plugin| plugin.digest.clone()) });
    }
    let mut score = Score::of("installs at once");
    let mut digests = Vec::new();
    for outcome in installs.join_all().await {
        score.check(outcome.is_ok(), || format!("{:?}", outcome.as_ref().err().map(ToString::to_string)));
        digests.extend(outcome.ok());
    }
    digests.dedup();
    assert_eq!(digests.len(), 1);
    assert_eq!(shop.listing().len(), 2, "{:?}", shop.listing());
    score.end();
}
