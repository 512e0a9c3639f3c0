use veillee::plugin::Pace;
use veillee::storage::jobs::JobState;
use veillee_ambient::{MILLIS_PER_DAY, MILLIS_PER_HOUR};
use veillee_tests::on_either;
use veillee_tests::world::Backend;

use super::{Bench, album, log, made};

async fn a_schedule_runs_once_for_each_object_in_the_name_of_its_owner(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let zoe = bench.world.member("Zoé").await;
    let (his, hers) = (album(&bench.bob).await, album(&zoe).await);
    assert_eq!(bench.run_due().await, 0);
    bench.world.clock.advance(MILLIS_PER_DAY - 1);
    assert_eq!(bench.run_due().await, 0);
    bench.world.clock.advance(1);
    assert_eq!(bench.run_due().await, 2);
    assert_eq!(bench.run_due().await, 0);
    assert_eq!(log(&bench.bob, &his).await, (1, "account Bob attempt 1\n".to_owned()));
    assert_eq!(log(&zoe, &hers).await, (1, "account Zoé attempt 1\n".to_owned()));
}

async fn what_was_missed_is_made_up_for_once(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    bench.run_due().await;
    bench.world.clock.advance(10 * MILLIS_PER_DAY + MILLIS_PER_HOUR);
    assert_eq!(bench.run_due().await, 1);
    bench.world.clock.advance(MILLIS_PER_DAY);
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(log(&bench.bob, &about).await.0, 2);
}

async fn the_association_itself_acts_for_what_belongs_to_it(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let board = made(bench.bob.post("/worker/board", &[]).await);
    bench.run_due().await;
    // At noon; the schedule is nightly, at three.
    bench.world.clock.advance(15 * MILLIS_PER_HOUR - 1);
    assert_eq!(bench.run_due().await, 0);
    bench.world.clock.advance(1);
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(log(&bench.bob, &board).await, (1, "account nobody attempt 1\n".to_owned()));
    bench.bob.post("/worker/text", &[("about", &board), ("text", "x")]).await.expect(403);
}

async fn a_turn_through_many_objects_goes_on_after_a_kill_and_gives_each_one_job(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let mut albums = Vec::new();
    for _ in 0..50 {
        albums.push(album(&bench.bob).await);
    }
    bench.run_due().await;
    bench.world.clock.advance(MILLIS_PER_DAY);
    for _ in 0..7 {
        assert!(bench.world.host.runner.step().await);
        let ahead = bench.jobs(JobState::Waiting).await.len();
        assert!(ahead <= 40, "{ahead} wait: the turn keeps just ahead of the work");
    }
    let other = bench.other_runner(Pace::default());
    assert_eq!(other.run_due().await, 43);
    for about in &albums {
        assert_eq!(log(&bench.bob, about).await.0, 1);
    }
    assert_eq!(bench.run_due().await, 0);
}

async fn what_is_in_the_trash_gets_no_turn_and_an_owner_who_is_suspended_none_either(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let zoe = bench.world.member("Zoé").await;
    let (gone, hers, his) = (album(&bench.bob).await, album(&zoe).await, album(&bench.bob).await);
    bench.run_due().await;
    bench.bob.post("/worker/trash", &[("about", &gone)]).await.expect(200);
    let id = bench.world.account("zoé@example.org").await;
    bench.world.alpha.suspend(&id, true).await.unwrap();
    bench.world.clock.advance(MILLIS_PER_DAY);
    assert_eq!(bench.run_due().await, 2);
    assert_eq!(log(&bench.bob, &his).await.0, 1);
    let dropped = bench.only_job().await;
    assert_eq!((dropped.state, dropped.about), (JobState::Dropped, hers));
}

async fn between_two_turns_nothing_is_asked(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    album(&bench.bob).await;
    bench.run_due().await;
    let next_ms = bench.world.alpha.next_job_ms().await.unwrap().unwrap();
    let now_ms = bench.world.alpha.clock.now_ms();
    assert_eq!(next_ms - now_ms, 15 * MILLIS_PER_HOUR, "the nightly schedule is the first");
    assert!(bench.world.alpha.jobs(None).await.unwrap().is_empty());
}

on_either!(
    a_schedule_runs_once_for_each_object_in_the_name_of_its_owner,
    what_was_missed_is_made_up_for_once,
    the_association_itself_acts_for_what_belongs_to_it,
    a_turn_through_many_objects_goes_on_after_a_kill_and_gives_each_one_job,
    what_is_in_the_trash_gets_no_turn_and_an_owner_who_is_suspended_none_either,
    between_two_turns_nothing_is_asked,
);
