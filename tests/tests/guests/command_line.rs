//! `veillee plugin inspect` and `veillee plugin pack` on what should not be a package.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;
use veillee_engine::pack;
use veillee_tests::world::{album, hostile, program};

use crate::components::{MANIFEST, bare, component, custom, is_sentence, patched, with_assets, with_manifest};
use crate::score::Score;

fn run(arguments: &[&Path]) -> Output {
    Command::new(program()).args(arguments).output().expect("the program runs")
}

/// It ends with 1, nothing on standard output, one sentence on standard error.
fn judge(score: &mut Score, what: &str, output: &Output) {
    score.check(output.status.code() == Some(1), || format!("{what}: {}", output.status));
    score.check(output.stdout.is_empty(), || format!("{what}: {}", String::from_utf8_lossy(&output.stdout)));
    let error = String::from_utf8_lossy(&output.stderr);
    let sentence = error.strip_suffix('\n').and_then(|line| line.strip_prefix("veillee: ")).unwrap_or_default();
    score.check(is_sentence(sentence), || format!("{what}: {error:?}"));
}

#[test]
fn inspecting_a_bad_package_says_one_sentence() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("bad.wasm");
    let mut score = Score::of("plugin inspect");
    let bad: [(&str, Vec<u8>); 9] = [
        ("empty", Vec::new()),
        ("text", b"bonjour".to_vec()),
        ("bare", bare()),
        ("cut", hostile()[..100_000].to_vec()),
        ("packed twice", pack(&hostile(), MANIFEST, &[])),
        ("no TOML", with_manifest("name = ")),
        ("a false import", patched("veillee:log/log", "veillee:lag/log")),
        ("sockets", pack(&component(&["wasi:sockets/tcp@0.2.0"], &[]), MANIFEST, &[])),
        ("no UTF-8", [bare(), custom("veillee:api", b"0.1.0"), custom("veillee:manifest", b"\xff")].concat()),
    ];
    for (what, bytes) in bad {
        std::fs::write(&file, bytes).unwrap();
        judge(&mut score, what, &run(&["plugin".as_ref(), "inspect".as_ref(), &file]));
    }
    judge(&mut score, "no file", &run(&["plugin".as_ref(), "inspect".as_ref(), &folder.path().join("none.wasm")]));
    judge(&mut score, "a folder", &run(&["plugin".as_ref(), "inspect".as_ref(), folder.path()]));
    std::fs::write(&file, hostile()).unwrap();
    let good = run(&["plugin".as_ref(), "inspect".as_ref(), &file]);
    assert!(good.status.success());
    let text = String::from_utf8_lossy(&good.stdout);
    assert!(text.starts_with("hostile 0.1.0") && text.contains("objects-read: "), "{text}");
    score.end();
}

#[test]
fn roles_with_the_same_words_are_said_once() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("album.wasm");
    std::fs::write(&file, album()).unwrap();
    let shown = run(&["plugin".as_ref(), "inspect".as_ref(), &file]);
    let text = String::from_utf8_lossy(&shown.stdout);
    assert!(text.contains("Keeps “album”, seen by: those it is shared with\n"), "{text}");
}

#[test]
fn a_package_that_no_host_would_take_is_not_made() {
    let folder = TempDir::new().unwrap();
    let (component, manifest) = (folder.path().join("c.wasm"), folder.path().join("plugin.toml"));
    let (assets, out) = (folder.path().join("assets"), folder.path().join("out.wasm"));
    std::fs::create_dir(&assets).unwrap();
    let mut score = Score::of("plugin pack");
    let pack = || {
        let words = ["plugin", "pack", "--component"].map(Path::new);
        let rest = ["--manifest", "--assets", "--out"].map(Path::new);
        run(&[words[0], words[1], words[2], &component, rest[0], &manifest, rest[1], &assets, rest[2], &out])
    };
    std::fs::write(&component, bare()).unwrap();
    let manifests: [(&str, Vec<u8>); 5] = [
        ("no TOML", b"name = ".to_vec()),
        ("no UTF-8", b"name = \"\xff\"".to_vec()),
        ("a bad name", MANIFEST.replace("\"hostile\"", "\"../evil\"").into_bytes()),
        ("a bad rule", MANIFEST.replace("\"viewer\"", "\"grandmother\"").into_bytes()),
        ("a lie", MANIFEST.replace("log = {", "logs = {").into_bytes()),
    ];
    for (what, bytes) in manifests {
        std::fs::write(&manifest, bytes).unwrap();
        judge(&mut score, what, &pack());
        score.check(!out.exists(), || format!("{what}: made"));
    }
    std::fs::write(&manifest, MANIFEST).unwrap();
    std::fs::write(assets.join("evil.js"), "document.title = 'owned'").unwrap();
    judge(&mut score, "a script", &pack());
    score.check(!out.exists(), || "a script: made".to_owned());
    std::fs::remove_file(assets.join("evil.js")).unwrap();
    for (what, bytes) in [
        ("packed already", hostile()),
        ("no component", b"text".to_vec()),
        ("a script", with_assets(&[("a.js", b"1")])),
    ] {
        std::fs::write(&component, bytes).unwrap();
        judge(&mut score, what, &pack());
        score.check(!out.exists(), || format!("{what}: made"));
    }
    std::fs::write(&component, bare()).unwrap();
    let good = pack();
    assert!(good.status.success() && out.exists(), "{}", String::from_utf8_lossy(&good.stderr));
    score.end();
}
