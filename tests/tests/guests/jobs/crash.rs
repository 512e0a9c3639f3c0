use std::collections::BTreeMap;
use std::time::Duration;

use veillee::plugin::Pace;
use veillee::storage::jobs::{Claim, ClaimedJob, Ending, JobState, ServiceTurn};
use veillee_tests::on_both;
use veillee_tests::world::Backend;

use super::{Bench, album, log, queue};

const LEASE_MS: i64 = 60_000;

impl Bench {
    /// Claims a job as a host does that is killed right after.
    async fn claim(&self) -> Option<ClaimedJob> {
        let turns = [ServiceTurn { service: "worker".to_owned(), at_a_time: 9, of_job: BTreeMap::new() }];
        let claim = Claim { turns: &turns, lease_ms: LEASE_MS, held: &[] };
        self.world.alpha.claim_job(claim).await.unwrap()
    }
}

async fn a_job_of_a_killed_host_runs_again_when_its_lease_ends(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "who\nwait\nadd").await;
    let first = bench.other_runner(Pace::default());
    let running = tokio::spawn(async move { first.step().await });
    bench.until_running(1).await;
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    bench.bob.post("/worker/open", &[("about", &about)]).await.expect(200);
    assert_eq!(bench.run_due().await, 0, "nobody takes it while the lease lasts");
    bench.world.clock.advance(LEASE_MS);
    assert_eq!(bench.run_due().await, 1);
    let (runs, lines) = log(&bench.bob, &about).await;
    assert_eq!(runs, 1);
    assert!(lines.ends_with("account Bob attempt 2\n"), "{lines}");
}

async fn a_job_that_kills_its_host_each_time_becomes_a_dead_letter(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    bench.bob.post("/worker/queue", &[("about", &about), ("job", "thrice"), ("input", "add")]).await.expect(200);
    for attempt in 1..=3 {
        assert_eq!(bench.claim().await.unwrap().attempt, attempt);
        bench.world.clock.advance(LEASE_MS);
    }
    assert_eq!(bench.run_due().await, 1);
    let dead = bench.only_job().await;
    assert_eq!(dead.state, JobState::Dead);
    assert!(dead.error.contains("stopped each time"), "{}", dead.error);
    assert_eq!(log(&bench.bob, &about).await.0, 0);
}

async fn whoever_lost_the_lease_ends_nothing(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "add").await;
    let late = bench.claim().await.unwrap();
    assert_eq!(bench.claim().await, None);
    bench.world.clock.advance(LEASE_MS);
    let holder = bench.claim().await.unwrap();
    assert_eq!((&late.id, late.attempt + 1), (&holder.id, holder.attempt));
    let alpha = &bench.world.alpha;
    assert!(!alpha.renew_job(&late, LEASE_MS).await.unwrap());
    for ending in [Ending::Done, Ending::Dead { error: "late".to_owned() }, Ending::GivenBack { due_ms: 0 }] {
        assert!(!alpha.finish_job(&late, ending).await.unwrap());
    }
    assert_eq!(bench.only_job().await.state, JobState::Running);
    assert!(alpha.finish_job(&holder, Ending::Done).await.unwrap());
    assert!(alpha.jobs(None).await.unwrap().is_empty());
}

async fn a_job_that_runs_for_longer_than_a_lease_keeps_it(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "wait\nadd").await;
    let pace = Pace { renew: Duration::from_millis(10), ..Pace::default() };
    let (first, second) = (bench.other_runner(pace), bench.other_runner(Pace::default()));
    let running = tokio::spawn(async move { first.step().await });
    bench.until_running(1).await;
    for _ in 0..3 {
        // Less than a lease at a time, and each renewal is waited for: it moves what is known to be next.
        bench.world.clock.advance(LEASE_MS - 1);
        let renewed_ms = bench.world.alpha.clock.now_ms() + LEASE_MS;
        let mut next_ms = None;
        for _ in 0..2_000 {
            next_ms = bench.world.alpha.next_job_ms().await.unwrap();
            if next_ms == Some(renewed_ms) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(next_ms, Some(renewed_ms));
        assert_eq!(second.run_due().await, 0);
    }
    bench.bob.post("/worker/open", &[("about", &about)]).await.expect(200);
    assert!(running.await.unwrap());
    assert_eq!(log(&bench.bob, &about).await.0, 1);
}

async fn two_hosts_never_run_one_job_twice(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let mut albums = Vec::new();
    for _ in 0..8 {
        let about = album(&bench.bob).await;
        bench.bob.post("/worker/queue", &[("about", &about), ("input", "add"), ("times", "5")]).await.expect(200);
        albums.push(about);
    }
    let (first, second) = (bench.other_runner(Pace::default()), bench.other_runner(Pace::default()));
    first.start().await;
    second.start().await;
    for _ in 0..4_000 {
        if bench.world.alpha.jobs(None).await.unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    first.stop().await;
    second.stop().await;
    assert!(bench.world.alpha.jobs(None).await.unwrap().is_empty());
    for about in &albums {
        assert_eq!(log(&bench.bob, about).await.0, 5);
    }
}

async fn a_host_that_stops_gives_back_what_does_not_finish_in_time(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let (slow, quick) = (album(&bench.bob).await, album(&bench.bob).await);
    queue(&bench.bob, &slow, "wait\nadd").await;
    let runner = bench.other_runner(Pace { stop: Duration::from_millis(50), ..Pace::default() });
    runner.start().await;
    bench.until_running(1).await;
    runner.stop().await;
    let job = bench.only_job().await;
    assert_eq!((job.state, job.attempt), (JobState::Waiting, 0), "this start does not count");
    queue(&bench.bob, &quick, "add").await;
    assert_eq!(log(&bench.bob, &quick).await.0, 0, "a stopped host takes nothing");
    bench.bob.post("/worker/open", &[("about", &slow)]).await.expect(200);
    assert_eq!(bench.run_due().await, 2);
    assert_eq!((log(&bench.bob, &slow).await.0, log(&bench.bob, &quick).await.0), (1, 1));
}

on_both!(
    a_job_of_a_killed_host_runs_again_when_its_lease_ends,
    a_job_that_kills_its_host_each_time_becomes_a_dead_letter,
    whoever_lost_the_lease_ends_nothing,
    a_job_that_runs_for_longer_than_a_lease_keeps_it,
    two_hosts_never_run_one_job_twice,
    a_host_that_stops_gives_back_what_does_not_finish_in_time,
);
