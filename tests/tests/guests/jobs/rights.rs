use veillee::storage::jobs::JobState;
use veillee::storage::objects;
use veillee_access::{Action, Caller};
use veillee_tests::on_either;
use veillee_tests::world::{Backend, Browser};

use super::{Bench, album, log, made, note, queue};

impl Bench {
    /// A link onto an album of Bob's, opened in a browser of its own.
    async fn opened(&self, album: &str, role: &str) -> Browser {
        let link = self.bob.share_by_link(album, role, "none").await;
        let browser = self.world.browser();
        browser.visit(&link).await;
        browser
    }
}

async fn a_job_for_somebody_suspended_is_dropped(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "add").await;
    let bob = bench.world.account("bob@example.org").await;
    bench.world.alpha.suspend(&bob, true).await.unwrap();
    assert_eq!(bench.run_due().await, 1);
    let job = bench.only_job().await;
    assert_eq!(job.state, JobState::Dropped);
    assert!(job.error.contains("may not see"), "{}", job.error);
    bench.world.alpha.suspend(&bob, false).await.unwrap();
    bench.bob.sign_in("bob@example.org").await;
    assert_eq!(log(&bench.bob, &about).await.0, 0);
}

async fn a_guest_acts_through_the_share_they_opened_while_it_lasts(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let guest = bench.opened(&about, "contributor").await;
    made(guest.post("/worker/note", &[("about", &about), ("text", "mine")]).await);
    bench.run_due().await;
    queue(&guest, &about, "add\nwho").await;
    queue(&guest, &about, "add").await;
    assert!(bench.world.host.runner.step().await);
    assert_eq!(log(&bench.bob, &about).await.0, 1);
    bench.bob.take_back(&about, 0).await;
    assert!(bench.world.host.runner.step().await);
    assert_eq!(bench.only_job().await.state, JobState::Dropped);
    let (runs, lines) = log(&bench.bob, &about).await;
    assert_eq!(runs, 1);
    assert!(!lines.contains("account"), "{lines}");
}

async fn somebody_who_opened_a_link_and_wrote_nothing_can_have_work_done(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let visitor = bench.opened(&about, "contributor").await;
    queue(&visitor, &about, "add\nwho").await;
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(log(&bench.bob, &about).await, (1, "visitor nobody attempt 1\n".to_owned()));
}

async fn a_lower_role_when_it_runs_is_all_there_is(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let viewer = bench.opened(&about, "viewer").await;
    // A viewer sees the album and may not write it: the job runs, and is told so.
    queue(&viewer, &about, "add").await;
    assert_eq!(bench.run_due().await, 1);
    let job = bench.only_job().await;
    assert_eq!(job.state, JobState::Dead);
    assert!(job.error.contains("may not do this"), "{}", job.error);
}

async fn a_job_about_what_is_in_the_trash_is_dropped_and_can_be_had_again(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    queue(&bench.bob, &about, "add").await;
    bench.bob.post("/worker/trash", &[("about", &about)]).await.expect(200);
    assert_eq!(bench.run_due().await, 1);
    let job = bench.only_job().await;
    assert_eq!((job.state, job.error.as_str()), (JobState::Dropped, "the object is in the trash"));
    bench.bob.post("/worker/restore", &[("about", &about)]).await.expect(200);
    assert_eq!(bench.run_due().await, 0);
    assert!(bench.world.alpha.retry_job(&job.id).await.unwrap());
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(log(&bench.bob, &about).await.0, 1);
}

async fn a_job_about_a_note_in_a_trashed_album_is_dropped(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let outer = album(&bench.bob).await;
    let about = note(&bench.bob, &outer, "x").await;
    bench.run_due().await;
    queue(&bench.bob, &about, "add").await;
    bench.bob.post("/worker/trash", &[("about", &outer)]).await.expect(200);
    bench.run_due().await;
    assert_eq!(bench.only_job().await.state, JobState::Dropped);
    bench.world.clock.advance(8 * 24 * 60 * 60 * 1000);
    assert_eq!(bench.world.alpha.sweep_jobs().await.unwrap(), 1, "a dropped job is kept for a week");
}

async fn what_a_job_carries_names_shares_and_no_secret(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let visitor = bench.opened(&about, "contributor").await;
    queue(&visitor, &about, "add").await;
    let caller = Caller::member(&bench.world.account("bob@example.org").await);
    let moment = bench.world.alpha.moment();
    let mut database = bench.world.alpha.database();
    let permit = objects::decide(&mut database, &moment, &caller, Action::Share, &about, None).await.unwrap();
    let share = bench.world.alpha.shares(&permit).await.unwrap().remove(0);
    let turns = [veillee::storage::jobs::ServiceTurn {
        service: "worker".to_owned(),
        at_a_time: 1,
        of_job: std::collections::BTreeMap::new(),
    }];
    let claim = veillee::storage::jobs::Claim { turns: &turns, lease_ms: 1_000, held: &[] };
    let job = bench.world.alpha.claim_job(claim).await.unwrap().unwrap();
    assert_eq!(job.actor.shares, std::slice::from_ref(&share.id));
    assert_ne!(bench.world.alpha.link_token(&share), Some(share.id));
}

on_either!(
    a_job_for_somebody_suspended_is_dropped,
    a_guest_acts_through_the_share_they_opened_while_it_lasts,
    somebody_who_opened_a_link_and_wrote_nothing_can_have_work_done,
    a_lower_role_when_it_runs_is_all_there_is,
    a_job_about_what_is_in_the_trash_is_dropped_and_can_be_had_again,
    a_job_about_a_note_in_a_trashed_album_is_dropped,
    what_a_job_carries_names_shares_and_no_secret,
);
