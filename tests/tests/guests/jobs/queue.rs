use veillee::storage::jobs::JobState;
use veillee_tests::world::{Backend, World, worker};
use veillee_tests::{on_both, on_either};

use super::{Bench, album, log, note, queue};

async fn a_job_runs_later_for_the_person_who_asked(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "add\nwho").await;
    assert_eq!(log(&bench.bob, &about).await, (0, String::new()));
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(log(&bench.bob, &about).await, (1, "account Bob attempt 1\n".to_owned()));
    assert_eq!(bench.run_due().await, 0);
    assert!(bench.world.alpha.jobs(None).await.unwrap().is_empty());
}

async fn nothing_is_queued_by_get_nor_by_nobody(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    bench.bob.get(&format!("/worker/queue?id={about}")).await.expect(403);
    let visitor = bench.world.browser();
    visitor.post("/worker/queue", &[("about", &about), ("input", "add")]).await.expect(403);
    assert_eq!(bench.run_due().await, 0);
}

async fn what_is_wrong_is_refused_when_it_is_queued(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let zoe = bench.world.member("Zoé").await;
    let (mine, hers) = (album(&bench.bob).await, album(&zoe).await);
    let far = (30_u64 * 24 * 60 * 60 * 1000 + 1).to_string();
    let long = "x".repeat(64 * 1024 + 1);
    let wrong_key = "k".repeat(101);
    for (fields, status) in [
        (vec![("about", hers.as_str())], 404),
        (vec![("about", "nonsense")], 404),
        (vec![("about", mine.as_str()), ("job", "unknown")], 422),
        (vec![("about", mine.as_str()), ("job", "daily")], 422),
        (vec![("about", mine.as_str()), ("delay", far.as_str())], 422),
        (vec![("about", mine.as_str()), ("input", long.as_str())], 422),
        (vec![("about", mine.as_str()), ("key", wrong_key.as_str())], 422),
        (vec![("about", mine.as_str()), ("key", "")], 422),
    ] {
        bench.bob.post("/worker/queue", &fields).await.expect(status);
    }
    assert!(bench.world.alpha.jobs(None).await.unwrap().is_empty());
}

async fn a_job_does_not_run_before_its_time(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    bench.bob.post("/worker/queue", &[("about", &about), ("input", "add"), ("delay", "60000")]).await.expect(200);
    assert_eq!(bench.run_due().await, 0);
    bench.world.clock.advance(59_999);
    assert_eq!(bench.run_due().await, 0);
    bench.world.clock.advance(1);
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(log(&bench.bob, &about).await.0, 1);
}

async fn a_key_stands_for_one_waiting_job(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let (about, other) = (album(&bench.bob).await, album(&bench.bob).await);
    let post = async |about: &str, key: &str| {
        let fields = [("about", about), ("input", "add"), ("key", key)];
        bench.bob.post("/worker/queue", &fields).await.expect(200);
    };
    for (about, key) in [(&about, "a"), (&about, "a"), (&about, "b"), (&other, "a"), (&about, "a")] {
        post(about, key).await;
    }
    assert_eq!(bench.run_due().await, 3);
    assert_eq!((log(&bench.bob, &about).await.0, log(&bench.bob, &other).await.0), (2, 1));
    post(&about, "a").await;
    assert_eq!(bench.run_due().await, 1, "what ran makes room for the next");
}

async fn a_job_that_fails_is_one_with_the_twin_that_was_queued_meanwhile(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let fields = |input: &'static str| [("about", about.clone()), ("input", input.to_owned()), ("key", "k".to_owned())];
    let post = async |input| {
        let fields = fields(input);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bench.bob.post("/worker/queue", &fields).await.expect(200);
    };
    post("wait\ntrap").await;
    let runner = bench.world.host.runner.clone();
    let running = tokio::spawn(async move { runner.step().await });
    bench.until_running(1).await;
    post("add").await;
    assert!(!bench.world.host.runner.step().await, "one key is never worked on twice at a time");
    bench.bob.post("/worker/open", &[("about", &about)]).await.expect(200);
    assert!(running.await.unwrap());
    assert_eq!(bench.only_job().await.attempt, 0, "the twin is left");
    bench.world.clock.advance(60_000);
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(log(&bench.bob, &about).await.0, 1);
}

async fn a_waiting_job_is_taken_back_by_its_key(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    bench.bob.post("/worker/queue", &[("about", &about), ("input", "add"), ("key", "k")]).await.expect(200);
    let zoe = bench.world.member("Zoé").await;
    let cancel = [("about", about.as_str()), ("key", "k")];
    assert!(zoe.post("/worker/cancel", &cancel).await.expect(200).text().contains("nothing"));
    assert!(bench.bob.post("/worker/cancel", &cancel).await.expect(200).text().contains("cancelled"));
    assert!(bench.bob.post("/worker/cancel", &cancel).await.expect(200).text().contains("nothing"));
    assert_eq!(bench.run_due().await, 0);
}

async fn a_job_may_queue_another_one_below_itself(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let inner = note(&bench.bob, &about, "x").await;
    bench.run_due().await;
    queue(&bench.bob, &about, &format!("queue {inner} add")).await;
    assert_eq!(bench.run_due().await, 3, "both, and the event of what the second one changed");
    assert_eq!(log(&bench.bob, &inner).await.0, 1);
}

async fn without_the_grant_nothing_is_queued_and_nothing_cancelled(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let plugin = bench.world.host.app.plugins.install(&worker()).await.unwrap();
    let rest: Vec<String> = plugin.capabilities.iter().filter(|name| *name != "jobs-queue").cloned().collect();
    bench.world.enable(&plugin, &rest, veillee_engine::CallLimits::web()).await;
    for path in ["/worker/queue", "/worker/cancel"] {
        bench.bob.post(path, &[("about", &about), ("input", "add"), ("key", "k")]).await.expect(403);
    }
    assert_eq!(bench.run_due().await, 0);
}

async fn associations_have_queues_of_their_own(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "add").await;
    assert!(bench.world.beta.jobs(None).await.unwrap().is_empty());
    let eve = bench.world.member_at("beta.localhost", "Eve").await;
    eve.post("/worker/queue", &[("about", &about), ("input", "add")]).await.expect(404);
    assert_eq!(bench.run_due().await, 1);
}

on_both!(
    a_job_runs_later_for_the_person_who_asked,
    a_key_stands_for_one_waiting_job,
    a_job_that_fails_is_one_with_the_twin_that_was_queued_meanwhile,
    a_waiting_job_is_taken_back_by_its_key,
);

on_either!(
    nothing_is_queued_by_get_nor_by_nobody,
    what_is_wrong_is_refused_when_it_is_queued,
    a_job_does_not_run_before_its_time,
    a_job_may_queue_another_one_below_itself,
    without_the_grant_nothing_is_queued_and_nothing_cancelled,
    associations_have_queues_of_their_own,
);

/// Fills the queue by hand: what is asked is only how many wait.
async fn fill(world: &World, service: &str, count: usize) {
    use sqlx::{Connection as _, Executor as _};
    let file = world.folder.path().join("data/associations").join(&world.alpha.id).join("association.db");
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let insert = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
         INSERT INTO job SELECT '{service}-' || i, 'job', '{service}', 'script', 'x', 0, 'visitor', '', '', x'', '', \
         'waiting', 0, 9000000000000000, 0, 0, '', 0, '' FROM n"
    );
    connection.execute(sqlx::AssertSqlSafe(insert)).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_takes_nothing_more() {
    let bench = Bench::on(Backend::Sqlite).await.unwrap();
    let about = album(&bench.bob).await;
    let fields = [("about", about.as_str()), ("input", "add")];
    fill(&bench.world, "worker", 4_999).await;
    bench.bob.post("/worker/queue", &fields).await.expect(200);
    bench.bob.post("/worker/queue", &fields).await.expect(507);
    assert_eq!(bench.run_due().await, 1);
    bench.bob.post("/worker/queue", &fields).await.expect(200);
    assert_eq!(bench.run_due().await, 1);
    // All services of an association together have a bound as well.
    fill(&bench.world, "another", 5_001).await;
    bench.bob.post("/worker/queue", &fields).await.expect(507);
    assert!(bench.jobs(JobState::Waiting).await.len() >= 1_000, "the operator sees the beginning of it");
}
