//! Guests that never answer, take all, or die: one clean page, the host alive, the next request answered.

use std::time::Duration;

use veillee_engine::CallLimits;
use veillee_tests::world::{Answer, Backend, Browser, World};

use crate::document::Document;
use crate::score::Score;

/// A clean page of the host's: no word of the guest, a reference for the operator.
fn clean(score: &mut Score, what: &str, answer: &Answer) {
    score.check(answer.status == 502, || format!("{what}: {}", answer.status));
    let text = answer.text();
    let document = Document::of(&text);
    let words = ["secret of the caller", "panicked", "wasm", "backtrace", "unreachable", "src/"];
    score.check(!words.iter().any(|word| document.main.contains(word)), || format!("{what}: {text}"));
}

async fn calm(browser: &Browser) {
    let page = browser.get("/hostile/calm").await.expect(200).text();
    assert!(page.contains("<p>calm</p>"), "{page}");
    browser.get("/album").await.expect(200);
}

/// Resident memory of this process, which holds the host, in MiB (proc(5)).
fn resident_mib() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").expect("statm");
    let pages: u64 = text.split(' ').nth(1).and_then(|pages| pages.parse().ok()).expect("pages");
    pages * 4096 / (1024 * 1024)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_that_dies_is_one_clean_page_and_the_next_call_is_answered() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let browser = world.browser();
    let mut score = Score::of("traps and deaths");
    for how in ["panic", "unreachable", "index", "divide", "exit", "exit-well"] {
        for method in ["GET", "POST"] {
            let path = format!("/hostile/trap?how={how}");
            let answer = if method == "GET" { browser.get(&path).await } else { browser.post(&path, &[]).await };
            clean(&mut score, how, &answer);
            calm(&browser).await;
        }
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_that_a_guest_took_comes_back() {
    /// Far below what ten bombs of 64 MiB would leave.
    const ROOM_MIB: u64 = 160;
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let browser = world.browser();
    let mut score = Score::of("memory bombs and recursion");
    for path in ["/hostile/memory-bomb", "/hostile/recursion"] {
        clean(&mut score, path, &browser.get(path).await);
        calm(&browser).await;
    }
    let before = resident_mib();
    for _ in 0..10 {
        for path in ["/hostile/memory-bomb", "/hostile/recursion"] {
            clean(&mut score, path, &browser.get(path).await);
        }
        calm(&browser).await;
    }
    let after = resident_mib();
    println!("resident memory: {before} MiB before, {after} MiB after ten bombs and ten recursions");
    assert!(after < before + ROOM_MIB, "{before} MiB became {after} MiB");
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_loop_ends_at_its_deadline_while_others_are_answered() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let (looping, other) = (world.browser(), world.browser());
    let mut score = Score::of("endless loops");
    let mut answered_meanwhile = 0;
    for _ in 0..3 {
        let mut attack = Box::pin(looping.get("/hostile/loop"));
        let answer = loop {
            tokio::select! {
                answer = &mut attack => break answer,
                page = other.get("/hostile/calm") => {
                    page.expect(200);
                    answered_meanwhile += 1;
                }
            }
        };
        clean(&mut score, "loop", &answer);
        calm(&other).await;
    }
    println!("endless loops: {answered_meanwhile} other requests answered while three loops ran");
    assert!(answered_meanwhile > 0, "nobody else was answered while a guest looped");
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_that_sleeps_is_woken_by_the_deadline() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let plugin = world.install_hostile().await;
    let limits = CallLimits { wall: Duration::from_secs(1), ..CallLimits::web() };
    world.enable(&plugin, &plugin.capabilities, limits).await;
    let browser = world.browser();
    let mut score = Score::of("sleep");
    // A minute, then longer than any clock counts.
    for ms in ["60000", "18446744073709551615"] {
        clean(&mut score, ms, &browser.get(&format!("/hostile/sleep?ms={ms}")).await);
        calm(&browser).await;
    }
    browser.get("/hostile/sleep?ms=1").await.expect(200);
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_asks_the_host_only_so_often() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let browser = world.member("Bob").await;
    let mut score = Score::of("host-call storms");
    for kind in ["may", "get", "run", "count", "commit"] {
        browser.get(&format!("/hostile/host-call-storm?kind={kind}&calls=20")).await.expect(200);
        let path = format!("/hostile/host-call-storm?kind={kind}");
        clean(&mut score, kind, &browser.get(&path).await);
        clean(&mut score, kind, &browser.post(&path, &[]).await);
        calm(&browser).await;
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_has_its_size_and_what_is_held_its_number() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let browser = world.browser();
    let mut score = Score::of("response bombs and leaks");
    for kind in ["main", "tags", "title", "path", "blob", "error"] {
        clean(&mut score, kind, &browser.get(&format!("/hostile/response-bomb?kind={kind}")).await);
        for bytes in [1_048_577, 2_000_000, 5_000_000, 40_000_000] {
            let answer = browser.get(&format!("/hostile/response-bomb?kind={kind}&bytes={bytes}")).await;
            let small = answer.body.len() < 100_000;
            score.check(answer.status != 200 && small, || format!("{kind} of {bytes}: {}", answer.status));
        }
        calm(&browser).await;
    }
    for bytes in [1_000, 100_000, 1_000_000] {
        browser.get(&format!("/hostile/response-bomb?kind=main&bytes={bytes}")).await.expect(200);
        let tags = browser.get(&format!("/hostile/response-bomb?kind=tags&bytes={bytes}")).await.expect(200);
        Document::of(&tags.text());
    }
    let sentence = browser.get("/hostile/response-bomb?kind=error&bytes=100000").await.expect(422).text();
    score.check(sentence.len() < 20_000, || format!("an error of {} bytes", sentence.len()));
    clean(&mut score, "leak", &browser.get("/hostile/resource-leak").await);
    browser.get("/hostile/resource-leak?count=100").await.expect(200);
    calm(&browser).await;
    score.end();
}
