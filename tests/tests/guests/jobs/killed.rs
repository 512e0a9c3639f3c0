//! The real program, killed while it works, and what an operator sees of the queue.

use std::time::Duration;

use veillee_tests::world::{PASSWORD, Real, json, refused, worker};

use super::{album, log, made};

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn jobs(real: &Real, state: &str) -> Vec<serde_json::Value> {
    real.json(&["jobs", "list", "--state", state]).as_array().unwrap().clone()
}

#[test]
fn a_killed_host_loses_no_job_and_the_operator_looks_after_those_given_up() {
    let real = Real::new();
    let account = ["account", "create", "--email", "anne@example.org", "--role", "admin", "--password-stdin", "--json"];
    json(&real.run_with(&account, PASSWORD));
    let plugins = real.folder.path().join("packages");
    std::fs::create_dir(&plugins).unwrap();
    std::fs::write(plugins.join("worker.wasm"), worker()).unwrap();
    let serve = ["--plugins", plugins.to_str().unwrap()];
    let mut served = real.serve(&serve);
    let mut albums = Vec::new();
    for round in 0_u64..4 {
        let browser = served.browser_at("localhost");
        wait(async {
            browser.sign_in("anne@example.org").await;
            let about = album(&browser).await;
            let fields = [("about", about.as_str()), ("input", "add"), ("times", "20")];
            made(browser.post("/worker/queue", &fields).await);
            albums.push(about);
        });
        // Anywhere in the work; none of it decides what holds afterwards.
        std::thread::sleep(Duration::from_millis(round * 40));
        served.kill();
        served = real.serve(&serve);
    }
    for _ in 0..600 {
        if jobs(&real, "waiting").is_empty() && jobs(&real, "running").is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(jobs(&real, "waiting").is_empty() && jobs(&real, "running").is_empty());
    let browser = served.browser_at("localhost");
    wait(async {
        browser.sign_in("anne@example.org").await;
        for about in &albums {
            let runs = log(&browser, about).await.0;
            // At least once each; twice only what a kill interrupted, and one kill interrupts at most what ran.
            assert!((20..=22).contains(&runs), "{runs} runs of 20 jobs");
        }
        let fields = [("about", albums[0].as_str()), ("input", "give-up the lake is dry")];
        made(browser.post("/worker/queue", &fields).await);
    });
    let mut dead = Vec::new();
    for _ in 0..600 {
        dead = jobs(&real, "dead");
        if !dead.is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let id = dead[0]["id"].as_str().unwrap().to_owned();
    assert_eq!((&dead[0]["error"], &dead[0]["attempt"]), (&"the lake is dry".into(), &1.into()));
    let text = String::from_utf8(real.run(&["jobs", "list"]).stdout).unwrap();
    assert!(text.contains("dead") && text.contains("worker/script") && text.contains("the lake is dry"), "{text}");
    // Against a stopped host as well.
    assert!(served.stop().success());
    json(&real.run(&["jobs", "retry", &id, "--json"]));
    assert!(refused(&real.run(&["jobs", "retry", &id]), 2).contains(&id));
    assert_eq!(jobs(&real, "waiting").len(), 1);
    json(&real.run(&["jobs", "drop", &id, "--json"]));
    refused(&real.run(&["jobs", "drop", &id]), 2);
    assert!(jobs(&real, "dead").is_empty() && jobs(&real, "waiting").is_empty());
}
