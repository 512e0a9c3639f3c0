//! What an operator does for a person who asks, and the walk along the log.

use veillee::storage::sql::Database;
use veillee_access::Fragment;
use veillee_tests::world::{PASSWORD, json, refused};

use super::{account, signs_in, wait, with_association};

const BOB: [&str; 2] = ["--email", "bob@example.org"];

#[test]
fn an_account_is_copied_erased_kept_and_held_by_command() {
    let real = with_association();
    json(&real.run_with(&account("anne@example.org", "admin"), PASSWORD));
    json(&real.run_with(&account("bob@example.org", "member"), PASSWORD));
    let order = |deed: &str| real.json(&[&["account", deed], &BOB[..]].concat());
    let served = real.serve(&[]);
    let copy = real.folder.path().join("copy.zip").display().to_string();
    let written = real.json(&[&["account", "export", &copy], &BOB[..]].concat());
    assert_eq!(written["objects"], 0);
    let bytes = std::fs::read(&copy).unwrap();
    assert_eq!(written["bytes"], bytes.len());
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(bytes.starts_with(b"PK") && holds("index.html") && holds("bob@example.org") && !holds("anne@example.org"));
    assert!(refused(&real.run(&[&["account", "export", &copy], &BOB[..]].concat()), 2).contains("copy.zip"));

    assert!(order("erase")["erased-from-ms"].is_i64());
    let browser = served.browser_at("localhost");
    let token = wait(browser.get("/-/sign-in")).token_of("/-/sign-in");
    let fields = [("token", token.as_str()), ("then", "/"), ("address", BOB[1]), ("password", PASSWORD)];
    let led = wait(browser.post("/-/sign-in", &fields)).expect(303).location();
    assert!(led.starts_with("/-/account/regret/"), "{led}");
    assert!(order("keep")["erased-from-ms"].is_null());
    signs_in(&served, "localhost", BOB[1]);
    assert_eq!(order("hold")["held"], true);
    let refused_then = wait(browser.post("/-/sign-in", &fields));
    refused_then.expect(422);
    assert_eq!(order("release")["held"], false);
    signs_in(&served, "localhost", BOB[1]);
    assert!(served.stop().success());

    let last = ["account", "erase", "--email", "anne@example.org"];
    assert!(refused(&real.run(&last), 2).contains("administrator"));
    assert!(refused(&real.run(&["account", "keep", "--email", "nobody@example.org"]), 2).contains("no account"));
    assert_eq!(real.json(&["account", "kept"]), serde_json::json!([]));
}

#[test]
fn the_walk_along_the_log_names_the_first_entry_that_does_not_fit() {
    let real = with_association();
    json(&real.run_with(&account("anne@example.org", "admin"), PASSWORD));
    json(&real.run_with(&account("bob@example.org", "member"), PASSWORD));
    let walked = real.json(&["audit", "verify"]);
    assert_eq!((&walked[0]["entries"], &walked[0]["fault"]), (&3.into(), &serde_json::Value::Null));
    let id = walked[0]["association"].as_str().unwrap();
    let file = real.data.join("associations").join(id).join("association.db");
    wait(async {
        let database = Database::sqlite(&file).await.unwrap();
        let change = "UPDATE audit_entry SET person = '' WHERE number = 2";
        database.execute(Fragment::new(change)).await.unwrap();
        database.close().await;
    });
    let output = real.run(&["audit", "verify", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let walked: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let fault = serde_json::json!({ "entry": 2, "kind": "changed" });
    assert_eq!((&walked[0]["entries"], &walked[0]["fault"]), (&1.into(), &fault));
    let said = String::from_utf8(real.run(&["audit", "verify"]).stdout).unwrap();
    assert!(said.contains("entry 2 is changed"), "{said}");
}
