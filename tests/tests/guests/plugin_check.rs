//! `veillee plugin check` on packages with something to mend.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use veillee_engine::pack;
use veillee_tests::world::{program, refused};

use crate::components::{MANIFEST, component, with_assets, with_manifest};

fn check(file: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(program());
    command.args(["plugin", "check"]).arg(file).args(arguments).stdin(Stdio::null());
    command.output().expect("the program runs")
}

/// The exit code and the report of `--json`.
#[track_caller]
fn report(package: &[u8]) -> (Option<i32>, Value) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("package.wasm");
    std::fs::write(&file, package).unwrap();
    let output = check(&file, &["--json"]);
    let report = serde_json::from_slice(&output.stdout);
    (
        output.status.code(),
        report.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr))),
    )
}

/// What the problems are about, with their sentences in one text.
fn problems(report: &Value) -> (Vec<&str>, String) {
    let findings = report["findings"].as_array().expect("findings");
    let problems: Vec<&Value> = findings.iter().filter(|finding| finding["level"] == "problem").collect();
    let about = problems.iter().filter_map(|finding| finding["about"].as_str()).collect();
    let sentences: Vec<&str> = problems.iter().filter_map(|finding| finding["sentence"].as_str()).collect();
    (about, sentences.join("\n"))
}

#[test]
fn a_sound_package_has_nothing_to_mend_and_says_what_a_start_costs() {
    let (code, report) = report(&with_manifest(MANIFEST));
    assert_eq!((code, problems(&report).0), (Some(0), vec![]), "{report}");
    assert_eq!((&report["name"], &report["interface"]), (&"hostile".into(), &"0.1.0".into()));
    let start = &report["start"];
    assert!(start["start_us"].as_u64() > Some(0) && start["memory_bytes"].as_u64() > Some(65_535), "{start}");
    assert!(report["capabilities"].as_array().expect("names").contains(&"objects-read".into()), "{report}");
}

#[test]
fn everything_to_mend_in_a_manifest_is_said_at_once() {
    let manifest = MANIFEST
        .replacen("title = { fr = \"Hostile\", en = \"Hostile\" }", "title = { fr = \"Hostile\" }", 1)
        .replacen("log = {", "logs = {", 1)
        .replacen("read = \"viewer\"", "read = \"viewer place=1 place=2\"", 1);
    assert_ne!(manifest, MANIFEST);
    let (code, report) = report(&with_manifest(&manifest));
    let (about, sentences) = problems(&report);
    assert_eq!((code, about), (Some(1), vec!["texts", "reasons", "reasons", "rules"]), "{report}");
    for words in ["missing in English", "`log`", "`logs`", "can never be true"] {
        assert!(sentences.contains(words), "{words}: {sentences}");
    }
    // The rest is still looked at.
    assert!(report["start"]["start_us"].as_u64().is_some(), "{report}");
}

#[test]
fn imports_assets_and_what_is_no_package_are_told_apart() {
    let network = ["wasi:sockets/tcp@0.2.0", "veillee:mail/mail@0.1.0"];
    let (code, strange) = report(&pack(&component(&network, &[]), MANIFEST, &[]));
    let (about, sentences) = problems(&strange);
    assert_eq!((code, about), (Some(1), vec!["imports", "imports"]), "{strange}");
    assert!(network.iter().all(|import| sentences.contains(import)), "{sentences}");
    let (code, script) = report(&with_assets(&[("evil.js", b"document.title = 'owned'")]));
    assert_eq!((code, problems(&script).0), (Some(1), vec!["package"]), "{script}");
    let (code, text) = report(b"bonjour");
    assert_eq!((code, problems(&text).0), (Some(1), vec!["package"]), "{text}");
    let nowhere = check(Path::new("/nowhere/package.wasm"), &[]);
    refused(&nowhere, 2);
}

#[test]
fn problems_are_counted_for_people_too() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("package.wasm");
    std::fs::write(&file, with_manifest(&MANIFEST.replacen("log = {", "logs = {", 1))).unwrap();
    let output = check(&file, &[]);
    let (said, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(said.contains("problem    reasons: ") && said.contains("hostile 0.1.0"), "{said}");
    assert_eq!(error, "veillee: there are 2 problems: mend them, and check again\n");
}
