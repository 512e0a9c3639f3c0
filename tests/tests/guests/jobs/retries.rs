use veillee::plugin::Pace;
use veillee::storage::jobs::JobState;
use veillee_engine::CallLimits;
use veillee_tests::on_either;
use veillee_tests::world::{Backend, START_MS};

use super::{Bench, album, log, queue};

async fn a_failed_job_waits_longer_each_time_until_it_is_given_up(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    bench.bob.post("/worker/queue", &[("about", &about), ("job", "thrice"), ("input", "add\ntrap")]).await.expect(200);
    let mut now_ms = START_MS;
    for (attempt, low_ms, high_ms) in [(1, 9_000, 11_000), (2, 27_000, 33_000)] {
        assert_eq!(bench.run_due().await, 1);
        let job = bench.only_job().await;
        let wait_ms = job.due_ms.unwrap() - now_ms;
        assert!((low_ms..=high_ms).contains(&wait_ms), "attempt {attempt} waits {wait_ms} ms");
        assert_eq!((job.attempt, job.state, job.error.is_empty()), (attempt, JobState::Waiting, false));
        bench.world.clock.advance(wait_ms - 1);
        assert_eq!(bench.run_due().await, 0);
        bench.world.clock.advance(1);
        now_ms += wait_ms;
    }
    assert_eq!(bench.run_due().await, 1);
    let dead = bench.only_job().await;
    assert_eq!((dead.attempt, dead.state), (3, JobState::Dead));
    bench.world.clock.advance(24 * 60 * 60 * 1000 - 1);
    assert_eq!(log(&bench.bob, &about).await.0, 3, "what a run wrote before it failed stays");
}

async fn what_a_job_uses_is_counted_for_its_service(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    for input in ["add", "trap"] {
        queue(&bench.bob, &about, input).await;
    }
    bench.world.host.app.ledger.take();
    assert_eq!(bench.run_due().await, 2);
    let entries = bench.world.host.app.ledger.take();
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert_eq!(
        (entries[0].association.as_str(), entries[0].service.as_str()),
        (bench.world.alpha.id.as_str(), "worker")
    );
    let spent = entries[0].spent;
    assert_eq!((spent.requests, spent.errors), (0, 1));
    assert!(spent.cpu_us > 0 && spent.peak_memory_bytes > 64 * 1024, "{spent:?}");
}

async fn a_job_chooses_when_it_wants_to_be_tried_again(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "who\nuntil 2\nretry 5000").await;
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(bench.only_job().await.due_ms, Some(START_MS + 5_000));
    bench.world.clock.advance(5_000);
    assert_eq!(bench.run_due().await, 1);
    let lines = "account Bob attempt 1\naccount Bob attempt 2\n";
    assert_eq!(log(&bench.bob, &about).await.1, lines);
    assert!(bench.world.alpha.jobs(None).await.unwrap().is_empty());
}

async fn a_job_that_gives_up_is_a_dead_letter_with_its_sentence(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "give-up the \u{1b}[2J lake is dry").await;
    assert_eq!(bench.run_due().await, 1);
    let dead = bench.only_job().await;
    assert_eq!((dead.state, dead.attempt), (JobState::Dead, 1));
    assert!(dead.error.contains("lake is dry") && !dead.error.contains('\u{1b}'), "{}", dead.error);
}

async fn a_dead_letter_is_tried_again_with_all_its_attempts(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "need-open\nadd\nwho").await;
    assert_eq!(bench.run_due().await, 1);
    let dead = bench.only_job().await;
    assert_eq!(dead.state, JobState::Dead);
    bench.bob.post("/worker/open", &[("about", &about)]).await.expect(200);
    assert_eq!(bench.run_due().await, 0);
    assert!(bench.world.alpha.retry_job(&dead.id).await.unwrap());
    assert!(!bench.world.alpha.retry_job(&dead.id).await.unwrap(), "it waits already");
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(log(&bench.bob, &about).await, (1, "account Bob attempt 1\n".to_owned()));
}

async fn a_dead_letter_is_thrown_away(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "give-up no").await;
    bench.run_due().await;
    let dead = bench.only_job().await;
    assert!(bench.world.alpha.drop_job(&dead.id).await.unwrap());
    assert!(!bench.world.alpha.drop_job(&dead.id).await.unwrap());
    assert!(!bench.world.alpha.retry_job(&dead.id).await.unwrap());
    assert!(bench.world.alpha.jobs(None).await.unwrap().is_empty());
}

async fn a_dead_letter_is_kept_for_ninety_days(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "give-up no").await;
    bench.run_due().await;
    bench.world.clock.advance(90 * 24 * 60 * 60 * 1000 - 1);
    assert_eq!(bench.world.alpha.sweep_jobs().await.unwrap(), 0);
    bench.world.clock.advance(1);
    assert_eq!(bench.world.alpha.sweep_jobs().await.unwrap(), 1);
}

async fn a_job_that_loops_is_stopped_and_the_next_one_runs(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let (stuck, good) = (album(&bench.bob).await, album(&bench.bob).await);
    queue(&bench.bob, &stuck, "loop").await;
    queue(&bench.bob, &good, "add").await;
    let call = CallLimits { cpu: std::time::Duration::from_millis(200), ..CallLimits::job() };
    let runner = bench.other_runner(Pace { call, ..Pace::default() });
    assert_eq!(runner.run_due().await, 2);
    assert_eq!(log(&bench.bob, &good).await.0, 1);
    let job = bench.only_job().await;
    assert_eq!((job.about, job.attempt, job.state), (stuck, 1, JobState::Waiting));
    assert!(!job.error.is_empty());
}

on_either!(
    what_a_job_uses_is_counted_for_its_service,
    a_failed_job_waits_longer_each_time_until_it_is_given_up,
    a_job_chooses_when_it_wants_to_be_tried_again,
    a_job_that_gives_up_is_a_dead_letter_with_its_sentence,
    a_dead_letter_is_tried_again_with_all_its_attempts,
    a_dead_letter_is_thrown_away,
    a_dead_letter_is_kept_for_ninety_days,
    a_job_that_loops_is_stopped_and_the_next_one_runs,
);
