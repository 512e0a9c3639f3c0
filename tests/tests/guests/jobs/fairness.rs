use veillee::plugin::{Grants, Pace};
use veillee::storage::jobs::JobState;
use veillee_engine::{CallLimits, pack};
use veillee_tests::on_either;
use veillee_tests::world::{Backend, bare, worker};

use super::{Bench, album, log, made, queue};

async fn one_association_that_floods_delays_another_by_a_single_job(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let flood = album(&bench.bob).await;
    bench.bob.post("/worker/queue", &[("about", &flood), ("input", "add"), ("times", "60")]).await.expect(200);
    let eve = bench.world.member_at("beta.localhost", "Eve").await;
    let hers = album(&eve).await;
    queue(&eve, &hers, "add").await;
    for _ in 0..2 {
        assert!(bench.world.host.runner.step().await);
    }
    assert_eq!(log(&eve, &hers).await.0, 1);
    assert_eq!(bench.run_due().await, 59);
}

async fn one_service_that_floods_delays_another_by_a_single_job(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    // The same guest under another name.
    let manifest = include_str!("../../../worker/plugin.toml").replacen("name = \"worker\"", "name = \"quiet\"", 1);
    let plugins = &bench.world.host.app.plugins;
    let quiet = plugins.install(&pack(&bare(&worker()), &manifest, &[])).await.unwrap();
    let grants = Grants::new(quiet.capabilities.iter().cloned());
    plugins.enable(&bench.world.alpha, quiet, grants, CallLimits::web()).await.unwrap();
    let flood = album(&bench.bob).await;
    bench.bob.post("/worker/queue", &[("about", &flood), ("input", "add"), ("times", "60")]).await.expect(200);
    bench.world.clock.advance(1);
    let about = made(bench.bob.post("/quiet/album", &[]).await);
    bench.bob.post("/quiet/queue", &[("about", &about), ("input", "add")]).await.expect(200);
    for _ in 0..2 {
        assert!(bench.world.host.runner.step().await);
    }
    let text = bench.bob.get(&format!("/quiet/log?id={about}")).await.expect(200).text();
    assert!(text.contains("runs: 1"), "{text}");
}

async fn a_service_runs_two_jobs_at_a_time_and_its_pages_answer_meanwhile(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let mut albums = Vec::new();
    for _ in 0..4 {
        let about = album(&bench.bob).await;
        queue(&bench.bob, &about, "wait\nadd").await;
        albums.push(about);
    }
    let runner = bench.other_runner(Pace::default());
    runner.start().await;
    bench.until_running(2).await;
    for about in &albums {
        assert_eq!(log(&bench.bob, about).await.0, 0);
    }
    assert_eq!(bench.jobs(JobState::Running).await.len(), 2);
    for about in &albums {
        bench.bob.post("/worker/open", &[("about", about)]).await.expect(200);
    }
    bench.until_running(0).await;
    runner.stop().await;
    assert_eq!(bench.run_due().await, bench.jobs(JobState::Waiting).await.len());
    for about in &albums {
        assert_eq!(log(&bench.bob, about).await.0, 1);
    }
}

async fn a_job_that_wants_to_be_alone_is_alone(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let (first, second) = (album(&bench.bob).await, album(&bench.bob).await);
    for about in [&first, &second] {
        let fields = [("about", about.as_str()), ("job", "single"), ("input", "wait\nadd")];
        bench.bob.post("/worker/queue", &fields).await.expect(200);
    }
    let runner = bench.world.host.runner.clone();
    let running = tokio::spawn(async move { runner.step().await });
    bench.until_running(1).await;
    assert_eq!(bench.run_due().await, 0);
    for about in [&first, &second] {
        bench.bob.post("/worker/open", &[("about", about)]).await.expect(200);
    }
    assert!(running.await.unwrap());
    assert_eq!(bench.run_due().await, 1);
    assert_eq!((log(&bench.bob, &first).await.0, log(&bench.bob, &second).await.0), (1, 1));
}

on_either!(
    one_association_that_floods_delays_another_by_a_single_job,
    one_service_that_floods_delays_another_by_a_single_job,
    a_service_runs_two_jobs_at_a_time_and_its_pages_answer_meanwhile,
    a_job_that_wants_to_be_alone_is_alone,
);
