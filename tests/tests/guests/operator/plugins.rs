//! `veillee plugin …` with the real program, on a stopped host and a running one.

use std::path::Path;

use veillee_tests::world::{Real, hostile};

use super::{package, refused, said, wait, with_association};
use crate::components::{MANIFEST, with_manifest};

fn version(number: &str) -> Vec<u8> {
    with_manifest(&MANIFEST.replacen("version = \"0.1.0\"", &format!("version = \"{number}\""), 1))
}

/// The only service, as `plugin list --json` has it.
#[track_caller]
fn listed(real: &Real) -> serde_json::Value {
    real.json(&["plugin", "list"])[0].clone()
}

#[test]
fn a_service_is_installed_enabled_and_upgraded_on_a_stopped_host() {
    let real = with_association();
    let first = package(&real, "first.wasm", &version("0.1.0"));
    let second = package(&real, "second.wasm", &version("0.2.0"));
    // Nobody is asked where there is no terminal, and nothing is done without a yes.
    let no = refused(&real, &["plugin", "install", &first]);
    assert!(no.contains("objects-read: ") && no.contains("say yes at the terminal"), "{no}");
    assert!(refused(&real, &["plugin", "enable", "hostile"]).contains("no package of `hostile`"));
    assert!(said(&real, &["plugin", "install", &first, "--yes"]).contains("hostile 0.1.0 is installed"));
    assert!(refused(&real, &["plugin", "enable", "hostile"]).contains("say yes"));
    said(&real, &["plugin", "enable", "hostile", "--yes"]);
    assert_eq!((&listed(&real)["state"], &listed(&real)["current"]["version"]), (&"enabled".into(), &"0.1.0".into()));
    said(&real, &["plugin", "upgrade", "hostile", "--package", &second, "--yes"]);
    said(&real, &["plugin", "revoke", "hostile", "log"]);
    said(&real, &["plugin", "pause", "hostile", "--reason", "ménage", "--until", "2h"]);
    let service = listed(&real);
    assert_eq!((&service["state"], &service["current"]["version"]), (&"paused".into(), &"0.2.0".into()));
    assert_eq!((&service["refused"][0], &service["reason"]), (&"log".into(), &"ménage".into()));
    assert!(refused(&real, &["plugin", "pause", "hostile", "--until", "yesterday"]).contains("--until"));
    let shown = said(&real, &["plugin", "show", "hostile"]);
    for word in ["not signed", "before it: 0.1.0", "not granted: log", "reason: ménage", "lire ce que"] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
}

#[test]
fn a_running_host_obeys_at_once_and_a_restart_remembers() {
    let real = with_association();
    let file = package(&real, "hostile.wasm", &hostile());
    let served = real.serve(&[]);
    let browser = served.browser_at("localhost");
    let status = |path: &str| wait(async { browser.get(path).await.status.as_u16() });
    assert_eq!(status("/hostile/calm"), 404);
    said(&real, &["plugin", "install", &file, "--yes"]);
    said(&real, &["plugin", "enable", "hostile", "--yes"]);
    assert_eq!(status("/hostile/calm"), 200);
    said(&real, &["plugin", "pause", "hostile", "--reason", "ménage", "--association", "localhost"]);
    assert_eq!(status("/hostile/calm"), 503);
    said(&real, &["plugin", "resume", "hostile"]);
    assert_eq!(status("/hostile/trap"), 502);
    let fault = &listed(&real)["health"]["faults"][0];
    assert_eq!((&fault["kind"], &fault["path"]), (&"trap".into(), &"/trap".into()));
    assert!(said(&real, &["plugin", "show", "hostile"]).contains("wasm backtrace"), "{fault}");
    said(&real, &["plugin", "disable", "hostile"]);
    assert_eq!(status("/hostile/calm"), 503);
    drop(served);
    let served = real.serve(&[]);
    let browser = served.browser_at("localhost");
    let status = |path: &str| wait(async { browser.get(path).await.status.as_u16() });
    assert_eq!(status("/hostile/calm"), 503);
    said(&real, &["plugin", "remove", "hostile"]);
    assert_eq!(status("/hostile/calm"), 404);
    assert_eq!(listed(&real)["state"], "removed");
    said(&real, &["plugin", "enable", "hostile"]);
    assert_eq!(status("/hostile/calm"), 200);
    assert!(refused(&real, &["plugin", "rollback", "hostile"]).contains("no version before"));
}

#[test]
fn a_package_is_signed_and_its_publisher_is_remembered() {
    let real = with_association();
    let path = |name: &str| real.folder.path().join(name).display().to_string();
    let public = |key: &str| -> String {
        let output = std::process::Command::new(veillee_tests::world::program())
            .args(["plugin", "keygen", "--out", key])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let sign = |key: &str, package: &str| {
        let arguments = ["plugin", "sign", "--key", key, package];
        std::process::Command::new(veillee_tests::world::program()).args(arguments).output().unwrap()
    };
    let (alice, mallory) = (path("alice"), path("mallory"));
    let (alices, mallorys) = (public(&alice), public(&mallory));
    assert_ne!(alices, mallorys);
    assert!(is_for_its_owner_only(Path::new(&alice)));
    let first = package(&real, "first.wasm", &version("0.1.0"));
    assert!(sign(&alice, &first).status.success());
    assert!(!sign(&alice, &first).status.success(), "once");
    let bad = package(&real, "bad.wasm", &version("0.2.0"));
    assert!(sign(&mallory, &bad).status.success());
    let seen: serde_json::Value = {
        let inspect = ["plugin", "inspect", &first, "--json"];
        let output = std::process::Command::new(veillee_tests::world::program()).args(inspect).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    assert_eq!(seen["publisher"], alices.as_str());
    assert_eq!(seen["keeps"][0]["collection"], "note");
    assert_eq!(seen["wants"].as_array().unwrap().len(), 5);
    assert!(seen["wants"][0]["reason"]["fr"].is_string() && !seen["wasi"].as_array().unwrap().is_empty());
    said(&real, &["plugin", "install", &first, "--yes"]);
    said(&real, &["plugin", "enable", "hostile", "--yes"]);
    let no = refused(&real, &["plugin", "upgrade", "hostile", "--package", &bad, "--yes"]);
    assert!(no.contains(&alices) && no.contains(&mallorys) && no.contains("--adopt"), "{no}");
    assert_eq!(listed(&real)["current"]["version"], "0.1.0");
    said(&real, &["plugin", "upgrade", "hostile", "--package", &bad, "--yes", "--adopt"]);
    assert_eq!(listed(&real)["current"]["version"], "0.2.0");
}

fn is_for_its_owner_only(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777 == 0o600
}
