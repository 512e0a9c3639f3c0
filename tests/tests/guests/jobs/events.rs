use veillee::storage::jobs::{JobKind, JobState};
use veillee_tests::world::{Backend, jpeg};
use veillee_tests::{on_both, on_either};

use super::{Bench, album, log, note};

impl Bench {
    async fn change(&self, path: &str, about: &str, text: &str) {
        self.bob.post(&format!("/worker/{path}"), &[("about", about), ("text", text)]).await.expect(200);
    }

    /// What the handler wrote down, without the ids.
    async fn heard(&self, album: &str) -> Vec<String> {
        let lines = log(&self.bob, album).await.1;
        let without_id = |line: &str| {
            let words: Vec<&str> = line.split(' ').collect();
            [&words[..1], &words[2..]].concat().join(" ")
        };
        lines.lines().map(without_id).collect()
    }
}

async fn each_change_is_heard_once_in_order(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let (first, second) = (album(&bench.bob).await, album(&bench.bob).await);
    let about = note(&bench.bob, &first, "one").await;
    bench.change("text", &about, "two").await;
    bench.change("trash", &about, "").await;
    bench.change("restore", &about, "").await;
    assert_eq!(bench.jobs(JobState::Waiting).await.len(), 4, "written with the changes, told later");
    assert_eq!(bench.run_due().await, 4);
    let expected = ["note.created #1 v1", "note.updated #2 v2", "note.trashed #3 v3", "note.restored #4 v4"];
    assert_eq!(bench.heard(&first).await, expected);
    bench.change("move", &about, &second).await;
    assert_eq!(bench.run_due().await, 1);
    assert_eq!(bench.heard(&second).await, ["note.moved #5 v5"], "the album it lies in now is the tree");
    assert_eq!(bench.run_due().await, 0);
}

async fn a_file_that_is_attached_is_an_event_with_its_name(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let page = bench.bob.get(&format!("/worker/files?id={about}")).await.expect(200);
    let token = page.hidden("veillee-upload", 0);
    let (file, path) = (jpeg(1, 2_000), format!("/worker/attach?id={about}"));
    let fields = [("veillee-upload", token.as_str())];
    bench.bob.upload(&path, &fields, "files", &[("lake.jpg", file.as_slice())]).await.expect(200);
    assert_eq!(bench.run_due().await, 2);
    assert_eq!(bench.heard(&about).await, ["note.created #1 v1", "note.attached #2 v1 original"]);
}

async fn a_change_that_does_not_happen_is_no_event(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let zoe = bench.world.member("Zoé").await;
    zoe.post("/worker/note", &[("about", &about), ("text", "x")]).await.expect(404);
    let long = "x".repeat(1_001);
    bench.bob.post("/worker/note", &[("about", &about), ("text", &long)]).await.expect(422);
    assert!(bench.world.alpha.jobs(None).await.unwrap().is_empty());
}

async fn a_failing_event_holds_up_its_own_object_and_no_other(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let outer = album(&bench.bob).await;
    let stuck = note(&bench.bob, &outer, "fail created").await;
    bench.change("trash", &stuck, "").await;
    bench.change("restore", &stuck, "").await;
    note(&bench.bob, &outer, "fine").await;
    assert_eq!(bench.run_due().await, 2, "one failed, one of the other note");
    assert_eq!(bench.heard(&outer).await, ["note.created #1 v1"]);
    assert_eq!(bench.jobs(JobState::Waiting).await.len(), 3);
    // The note changes its mind, and what happened to it is told in order.
    bench.change("text", &stuck, "good").await;
    assert_eq!(bench.run_due().await, 0, "the first is not due before its time");
    bench.world.clock.advance(11_000);
    assert_eq!(bench.run_due().await, 4);
    let told: Vec<String> = bench.heard(&outer).await.split_off(1);
    let expected = ["note.created #1 v1", "note.trashed #2 v2", "note.restored #3 v3", "note.updated #4 v4"];
    assert_eq!(told, expected);
}

async fn a_dead_event_lets_its_object_go_on_and_is_heard_when_it_is_retried(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let outer = album(&bench.bob).await;
    let about = note(&bench.bob, &outer, "fail created").await;
    bench.change("trash", &about, "").await;
    bench.change("restore", &about, "").await;
    for _ in 0..7 {
        assert_eq!(bench.run_due().await, 1);
        let due_ms = bench.world.alpha.next_job_ms().await.unwrap().unwrap();
        let now_ms = bench.world.alpha.clock.now_ms();
        bench.world.clock.advance(due_ms - now_ms);
    }
    assert_eq!(bench.run_due().await, 3, "the eighth try, then the two behind it");
    assert_eq!(bench.heard(&outer).await, ["note.trashed #2 v2", "note.restored #3 v3"]);
    let dead = bench.only_job().await;
    assert_eq!((dead.kind, dead.state, dead.attempt), (JobKind::Event, JobState::Dead, 8));
    assert!(dead.error.contains("told to fail for created"), "{}", dead.error);
    bench.change("text", &about, "good").await;
    assert!(bench.world.alpha.retry_job(&dead.id).await.unwrap());
    assert_eq!(bench.run_due().await, 2);
    let mut last = bench.heard(&outer).await.split_off(2);
    last.sort();
    assert_eq!(last, ["note.created #1 v1", "note.updated #4 v4"]);
}

async fn an_event_that_is_thrown_away_lets_the_next_one_come(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let outer = album(&bench.bob).await;
    let about = note(&bench.bob, &outer, "fail created").await;
    bench.change("trash", &about, "").await;
    bench.change("restore", &about, "").await;
    assert_eq!(bench.run_due().await, 1);
    let first = bench.jobs(JobState::Waiting).await.into_iter().find(|job| job.name == "note.created").unwrap();
    assert!(bench.world.alpha.drop_job(&first.id).await.unwrap());
    assert_eq!(bench.run_due().await, 2);
    assert_eq!(bench.heard(&outer).await, ["note.trashed #2 v2", "note.restored #3 v3"]);
}

async fn an_event_is_heard_whoever_made_it_may_see_what_is_left(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let outer = album(&bench.bob).await;
    note(&bench.bob, &outer, "x").await;
    let bob = bench.world.account("bob@example.org").await;
    bench.world.alpha.suspend(&bob, true).await.unwrap();
    // The handler is called, finds no album in the name of nobody, and says so: it is tried again.
    assert_eq!(bench.run_due().await, 1);
    let waiting = bench.only_job().await;
    assert!(waiting.error.contains("0 albums"), "{}", waiting.error);
    bench.world.alpha.suspend(&bob, false).await.unwrap();
    bench.world.clock.advance(11_000);
    assert_eq!(bench.run_due().await, 1);
    bench.bob.sign_in("bob@example.org").await;
    assert_eq!(bench.heard(&outer).await, ["note.created #1 v1"]);
}

on_both!(
    each_change_is_heard_once_in_order,
    a_failing_event_holds_up_its_own_object_and_no_other,
    a_dead_event_lets_its_object_go_on_and_is_heard_when_it_is_retried,
    an_event_that_is_thrown_away_lets_the_next_one_come,
);

on_either!(
    a_file_that_is_attached_is_an_event_with_its_name,
    a_change_that_does_not_happen_is_no_event,
    an_event_is_heard_whoever_made_it_may_see_what_is_left,
);
