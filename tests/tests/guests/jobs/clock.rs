use veillee_ambient::{MILLIS_PER_DAY, MILLIS_PER_HOUR};
use veillee_tests::on_either;
use veillee_tests::world::Backend;

use super::{Bench, album, log, queue};

async fn a_clock_set_back_keeps_nothing_waiting_for_longer(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let hour = MILLIS_PER_HOUR.to_string();
    bench.bob.post("/worker/queue", &[("about", &about), ("input", "add"), ("delay", &hour)]).await.expect(200);
    bench.run_due().await;
    bench.world.clock.advance(-30 * MILLIS_PER_DAY);
    assert_eq!(bench.run_due().await, 0);
    bench.world.clock.advance(MILLIS_PER_HOUR - 1);
    assert_eq!(bench.run_due().await, 0);
    bench.world.clock.advance(1);
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(log(&bench.bob, &about).await.0, 1);
}

async fn a_host_that_starts_with_an_earlier_clock_loses_no_job(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "add").await;
    bench.world.clock.advance(-30 * MILLIS_PER_DAY);
    // It has never looked before: nothing in memory tells it that the clock went back.
    assert_eq!(bench.other_runner(veillee::plugin::Pace::default()).run_due().await, 1);
}

async fn a_schedule_comes_back_after_the_clock_was_set_back_and_does_not_storm(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    bench.run_due().await;
    bench.world.clock.advance(400 * MILLIS_PER_DAY);
    assert_eq!(bench.run_due().await, 1);
    bench.world.clock.advance(-400 * MILLIS_PER_DAY);
    assert_eq!(bench.run_due().await, 0);
    bench.world.clock.advance(MILLIS_PER_DAY);
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(log(&bench.bob, &about).await.0, 2);
}

async fn a_clock_set_forward_does_not_run_a_running_job_twice(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "wait\nadd").await;
    let runner = bench.world.host.runner.clone();
    let running = tokio::spawn(async move { runner.step().await });
    bench.until_running(1).await;
    bench.world.clock.advance(7 * MILLIS_PER_HOUR);
    assert_eq!(bench.run_due().await, 0, "this host knows that it runs it, whatever the lease says");
    bench.bob.post("/worker/open", &[("about", &about)]).await.expect(200);
    assert!(running.await.unwrap());
    assert_eq!(log(&bench.bob, &about).await.0, 1);
    assert!(bench.world.alpha.jobs(None).await.unwrap().is_empty());
}

on_either!(
    a_clock_set_back_keeps_nothing_waiting_for_longer,
    a_host_that_starts_with_an_earlier_clock_loses_no_job,
    a_schedule_comes_back_after_the_clock_was_set_back_and_does_not_storm,
    a_clock_set_forward_does_not_run_a_running_job_twice,
);
