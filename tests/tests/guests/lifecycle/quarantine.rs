//! A service that fails for everybody rests, and falls back; one query of death changes nothing for others.

use std::time::Duration;

use veillee::limits::{REST_FIRST_MS, REST_LONGEST_MS};
use veillee_tests::world::{Backend, Browser, World};

use super::{shown, version, with_hostile_service};
use crate::score::Score;

/// Ends of a call that take no time.
const DEATHS: [&str; 4] = ["trap", "recursion", "memory-bomb", "response-bomb"];

async fn members(world: &World) -> Vec<Browser> {
    let mut found = Vec::new();
    for name in ["Bob", "Carla", "Dora", "Emil"] {
        found.push(world.member(name).await);
    }
    found
}

/// Everybody dies on every path, until somebody is told that the service rests.
async fn break_down(members: &[Browser]) -> usize {
    for (failures, turn) in (0..40).enumerate() {
        let (browser, death) = (&members[turn % members.len()], DEATHS[(turn / 2) % DEATHS.len()]);
        match browser.get(&format!("/hostile/{death}")).await.status.as_u16() {
            502 => {}
            503 => return failures,
            other => panic!("{death}: {other}"),
        }
    }
    panic!("the service never rested");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_of_death_of_one_caller_takes_nothing_from_others() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let (bob, stranger) = (world.member("Bob").await, world.browser());
    let mut score = Score::of("queries of death of one caller");
    for turn in 0..60 {
        let died = bob.get(&format!("/hostile/{}?turn={turn}", DEATHS[turn % DEATHS.len()])).await.status;
        score.check(died == 502, || format!("turn {turn}: {died}"));
        if turn % 10 == 9 {
            let calm = stranger.get("/hostile/calm").await.status;
            score.check(calm == 200, || format!("turn {turn}: a stranger got {calm}"));
        }
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poisonous_address_sent_to_everybody_takes_no_other_page_down() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let members = members(&world).await;
    let mut score = Score::of("one poisonous address");
    for turn in 0..10 {
        for (number, browser) in members.iter().enumerate() {
            let died = browser.get(&format!("/hostile/trap?how=index&turn={turn}")).await.status;
            score.check(died == 502, || format!("turn {turn}, {number}: {died}"));
        }
    }
    for browser in &members {
        let calm = browser.get("/hostile/calm").await.status;
        score.check(calm == 200, || format!("a member got {calm}"));
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_fails_for_everybody_rests_and_one_call_tries_it_out() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let members = members(&world).await;
    let failures = break_down(&members).await;
    println!("quarantine: rests after {failures} failures of {} callers", members.len());
    let closed = members[0].get("/hostile/calm").await.expect(503);
    assert_eq!(closed.header("retry-after"), (REST_FIRST_MS / 1_000).to_string());
    assert!(closed.text().contains("il se repose"), "{}", closed.text());
    // Neighbours, the other association and the host's own pages do not notice.
    members[0].get("/album/").await.expect(200);
    members[0].get("/").await.expect(200);
    world.browser_at("beta.localhost").get("/hostile/calm").await.expect(200);

    world.clock.advance(REST_FIRST_MS);
    members[1].get("/hostile/calm").await.expect(200);
    members[2].get("/hostile/calm").await.expect(200);

    // It fails again, and its probes too: each rest is longer, up to the longest.
    break_down(&members).await;
    let mut rest_ms = 2 * REST_FIRST_MS;
    for _ in 0..9 {
        let closed = members[0].get("/hostile/calm").await.expect(503);
        assert_eq!(closed.header("retry-after"), (rest_ms / 1_000).to_string());
        world.clock.advance(rest_ms);
        members[1].get("/hostile/trap").await.expect(502);
        rest_ms = (rest_ms * 2).min(REST_LONGEST_MS);
    }
    // Nobody else comes in by trying often.
    for browser in &members {
        browser.get("/hostile/calm").await.expect(503);
    }
    world.clock.advance(REST_LONGEST_MS);
    members[3].get("/hostile/calm").await.expect(200);
}

async fn the_version_before_takes_over_and_an_operator_sees_why(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let operator = with_hostile_service(&world).await;
    let members = members(&world).await;
    let bad = operator.install(&version("0.2.0"), false).await.unwrap().consent.digest;
    operator.upgrade(&world.alpha, "hostile", None, false).await.unwrap();
    break_down(&members).await;
    let report = shown(&world, "hostile").await;
    assert_eq!((report.state.as_str(), report.current.version.as_str()), ("resting", "0.2.0"));
    let fault = report.health.faults.iter().find(|fault| fault.kind == "trap").expect("a trap").clone();
    assert!(fault.detail.contains("wasm") && fault.path == "/trap" && !fault.reference.is_empty(), "{fault:?}");

    world.clock.advance(REST_FIRST_MS);
    members[0].get("/hostile/trap").await.expect(502);
    until_version(&world, "0.1.0").await;
    let report = shown(&world, "hostile").await;
    assert_eq!(
        (report.state.as_str(), report.previous.as_ref().map(|old| old.version.as_str())),
        ("enabled", Some("0.2.0"))
    );
    assert!(report.note.contains(&bad), "{}", report.note);
    for browser in &members {
        browser.get("/hostile/calm").await.expect(200);
    }

    // The version before fails as well: the host does not go back to the one that failed, it rests.
    break_down(&members).await;
    world.clock.advance(REST_FIRST_MS);
    members[0].get("/hostile/trap").await.expect(502);
    let closed = members[0].get("/hostile/calm").await.expect(503);
    assert!(closed.text().contains("il se repose"));
    assert_eq!(shown(&world, "hostile").await.current.version, "0.1.0");
    assert!(
        !operator.fall_back(&world.alpha, "hostile", &shown(&world, "hostile").await.current.digest).await.unwrap()
    );

    // Until an operator acts.
    operator.resume(&world.alpha, "hostile").await.unwrap();
    members[0].get("/hostile/calm").await.expect(200);
    operator.rollback(&world.alpha, "hostile", None).await.unwrap();
    assert_eq!(shown(&world, "hostile").await.current.version, "0.2.0");
    members[0].get("/hostile/calm").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_version_before_takes_over_and_an_operator_sees_why_on_sqlite() {
    the_version_before_takes_over_and_an_operator_sees_why(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_version_before_takes_over_and_an_operator_sees_why_on_postgresql() {
    the_version_before_takes_over_and_an_operator_sees_why(Backend::Postgres).await;
}

/// The host goes back in a task of its own.
async fn until_version(world: &World, version: &str) {
    for _ in 0..1_000 {
        if shown(world, "hostile").await.current.version == version {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never {version}");
}
