//! Jobs that fail for everybody make their version rest; those of one person, or one that comes again, do not.

use veillee::limits::{BUDGET_WINDOW_MS, REST_FIRST_MS};
use veillee_tests::on_either;
use veillee_tests::world::{Backend, Browser};

use super::{Bench, album, queue};

/// Queues jobs that trap, each about an album of its own, and does them when nobody has used the service for a while.
async fn fail(bench: &Bench, people: &[&Browser], each: usize) {
    for person in people {
        for _ in 0..each {
            let about = album(person).await;
            queue(person, &about, "trap").await;
        }
    }
    bench.world.clock.advance(2 * BUDGET_WINDOW_MS);
    bench.run_due().await;
}

async fn jobs_that_fail_for_everybody_make_the_service_rest_and_a_good_page_ends_it(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let (carla, dora) = (bench.world.member("Carla").await, bench.world.member("Dora").await);
    let about = album(&bench.bob).await;
    fail(&bench, &[&bench.bob, &carla, &dora], 2).await;
    let closed = bench.bob.get(&format!("/worker/log?id={about}")).await.expect(503);
    assert_eq!(closed.header("retry-after"), (REST_FIRST_MS / 1_000).to_string());
    assert_eq!(bench.run_due().await, 0, "its work waits, too");
    // The other association does not notice.
    let eve = bench.world.member_at("beta.localhost", "Eve").await;
    album(&eve).await;
    let report =
        bench.world.host.app.plugins.service(&bench.world.alpha.id, "worker").expect("a service").health.report();
    assert_eq!((report.failures, report.faults.len()), (6, 6), "{report:?}");
    assert!(report.faults.iter().all(|fault| fault.path.starts_with("job script ")), "{report:?}");

    bench.world.clock.advance(REST_FIRST_MS);
    carla.get(&format!("/worker/log?id={}", album(&carla).await)).await.expect(200);
    queue(&bench.bob, &about, "add").await;
    assert!(bench.run_due().await > 0);
}

async fn jobs_of_one_person_never_make_the_service_rest(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    fail(&bench, &[&bench.bob], 10).await;
    // And once more, with all that came again by itself.
    bench.world.clock.advance(2 * BUDGET_WINDOW_MS);
    bench.run_due().await;
    album(&bench.bob).await;
}

async fn a_job_that_fails_again_and_again_takes_nothing_from_anybody(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "trap").await;
    for _ in 0..20 {
        bench.world.clock.advance(BUDGET_WINDOW_MS / 4);
        bench.run_due().await;
    }
    album(&bench.bob).await;
}

on_either!(
    jobs_that_fail_for_everybody_make_the_service_rest_and_a_good_page_ends_it,
    jobs_of_one_person_never_make_the_service_rest,
    a_job_that_fails_again_and_again_takes_nothing_from_anybody,
);
