use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;
use veillee_tests::world::{PASSWORD, Real, json};

use super::{account, with_association};

/// How the doctor calls a check, and what it found; whether it ended well.
fn examine(real: &Real) -> (Value, bool) {
    let output = real.run(&["doctor", "--json"]);
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["ok"] == true, output.status.success());
    (found, output.status.success())
}

fn state<'a>(found: &'a Value, check: &str) -> &'a str {
    let mut findings = found["findings"].as_array().unwrap().iter();
    let finding = findings.find(|finding| finding["check"] == check);
    let finding = finding.unwrap_or_else(|| panic!("no {check} in {found}"));
    let advised = finding["do"].as_str().is_some_and(|advice| !advice.is_empty());
    assert_eq!(advised, finding["state"] != "ok", "{finding}");
    finding["state"].as_str().unwrap()
}

#[test]
fn the_doctor_finds_nothing_wrong_with_a_good_host_running_or_stopped() {
    let real = with_association();
    json(&real.run_with(&account("anne@example.org", "admin"), PASSWORD));
    let judge = |lock: &str| {
        let (found, ok) = examine(&real);
        assert!(ok, "{found}");
        for check in
            ["data folder", "master key", "clock", "lock", "databases", "packages", "administrators", "unfinished"]
        {
            assert_eq!(state(&found, check), "ok", "{found}");
        }
        assert!(found.to_string().contains(lock), "{found}");
    };
    judge("no host runs here");
    let served = real.serve(&[]);
    judge("a host runs here");
    drop(served);
    let text = String::from_utf8(real.run(&["doctor"]).stdout).unwrap();
    assert!(text.lines().all(|line| line.starts_with("ok ") || line.starts_with("warning ")), "{text}");
}

#[test]
fn the_doctor_names_what_is_wrong_and_what_to_do() {
    let real = with_association();
    let (found, ok) = examine(&real);
    assert!(ok && state(&found, "administrators") == "warning", "{found}");

    let mode = |mode| std::fs::set_permissions(&real.data, std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o755);
    assert_eq!(state(&examine(&real).0, "data folder"), "warning");
    mode(0o700);

    let package = real.data.join("plugins").join(format!("{}.wasm", "0".repeat(64)));
    std::fs::write(&package, "no package").unwrap();
    let (found, ok) = examine(&real);
    assert!(!ok && state(&found, "packages") == "problem", "{found}");
    std::fs::remove_file(&package).unwrap();

    // A file from the future: the clock went back, or the file was written by a clock that was ahead.
    let file = std::fs::File::options().write(true).open(real.data.join("lock")).unwrap();
    let hour = std::time::Duration::from_hours(1);
    let modified = file.metadata().unwrap().modified().unwrap();
    file.set_modified(modified + hour).unwrap();
    assert_eq!(state(&examine(&real).0, "clock"), "problem");
    file.set_modified(modified).unwrap();

    // A database of which a page was overwritten.
    let id = real.json(&["association", "list"])[0]["id"].as_str().unwrap().to_owned();
    let database = real.data.join("associations").join(&id).join("association.db");
    let whole = std::fs::read(&database).unwrap();
    let mut torn = whole.clone();
    let middle = whole.len() / 2;
    torn[middle..].fill(0xA5);
    std::fs::write(&database, torn).unwrap();
    let (found, ok) = examine(&real);
    assert!(!ok, "{found}");
    std::fs::write(&database, whole).unwrap();

    let key = real.folder.path().join("data.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let (found, ok) = examine(&real);
    assert!(!ok && state(&found, "master key") == "problem" && state(&found, "host") == "problem", "{found}");
    std::fs::write(&key, kept).unwrap();
    assert_eq!(state(&examine(&real).0, "master key"), "problem", "others may read it");

    let (found, ok) = examine(&Real::new());
    assert!(!ok && state(&found, "data folder") == "problem", "{found}");
}
