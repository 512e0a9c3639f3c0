//! Jobs that wait, that were given up, tried again and dropped.

use veillee::limits::CONSOLE_JOBS;
use veillee::storage::jobs::JobState;
use veillee_tests::world::{Backend, Browser, World};

const PAGE: &str = "/-/console/jobs";

/// An album of the worker, and as many jobs about it.
async fn queue(browser: &Browser, inputs: &[&str]) -> String {
    let made = browser.post("/worker/album", &[]).await.expect(200).text();
    let id = made.split("id: ").nth(1).and_then(|rest| rest.split(' ').next()).expect("an id").to_owned();
    for input in inputs {
        browser.post("/worker/queue", &[("about", &id), ("input", input)]).await.expect(200);
    }
    id
}

/// One of the lists.
async fn section(browser: &Browser, id: &str) -> String {
    let text = browser.get(PAGE).await.expect(200).text();
    let rest = text.split(&format!("id=\"{id}-title\"")).nth(1).expect("a list");
    rest.split("</section>").next().expect("an end").to_owned()
}

async fn press(browser: &Browser, job: &str, deed: &str) {
    let action = format!("{PAGE}/{job}");
    let token = browser.get(PAGE).await.expect(200).token_of(&action);
    assert_eq!(browser.post(&action, &[("token", &token), ("deed", deed)]).await.expect(303).location(), PAGE);
}

async fn a_dead_letter_is_tried_again_or_dropped(backend: Backend) {
    let Some(world) = World::with_worker(backend).await else { return };
    let (anne, bob) = (world.administrator().await, world.member("Bob").await);
    queue(&bob, &["give-up the lake <is> dry", "give-up again"]).await;
    assert!(section(&anne, "dead").await.contains("Aucune tâche n’a été abandonnée"));
    assert_eq!(section(&anne, "waiting").await.matches("<li").count(), 2);
    assert_eq!(world.host.runner.run_due().await, 2);
    let dead = section(&anne, "dead").await;
    // What the guest said is the operator's, where associations share the host.
    assert!(dead.matches("<li").count() == 2 && !dead.contains("lake"), "{dead}");
    let jobs = world.alpha.jobs(Some(JobState::Dead)).await.expect("jobs");
    let [first, second] = jobs.as_slice() else { panic!("two jobs: {jobs:?}") };

    press(&anne, &first.id, "retry").await;
    assert!(anne.get(PAGE).await.expect(200).text().contains("sera réessayée"));
    assert_eq!(section(&anne, "waiting").await.matches("<li").count(), 1);
    assert_eq!(world.host.runner.run_due().await, 1);
    press(&anne, &second.id, "drop").await;
    let left = world.alpha.jobs(None).await.expect("jobs");
    assert_eq!(left.iter().map(|job| job.id.as_str()).collect::<Vec<_>>(), [first.id.as_str()]);

    // Pressed twice, by two people: the second is told.
    let action = format!("{PAGE}/{}", first.id);
    let token = anne.get(PAGE).await.expect(200).token_of(&action);
    for told in ["est jetée", "rien n’a été fait"] {
        anne.post(&action, &[("token", &token), ("deed", "drop")]).await.expect(303);
        let page = anne.get(PAGE).await.expect(200).text();
        assert!(page.contains(told), "{told}: {page}");
    }
    anne.post(&action, &[("token", &token), ("deed", "explode")]).await.expect(400);
    bob.post(&action, &[("token", &token), ("deed", "drop")]).await.expect(400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_is_tried_again_or_dropped_on_sqlite() {
    a_dead_letter_is_tried_again_or_dropped(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_is_tried_again_or_dropped_on_postgresql() {
    a_dead_letter_is_tried_again_or_dropped(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_became_needless_is_shown_with_the_reason_and_can_be_tried_again() {
    let world = World::with_worker(Backend::Sqlite).await.expect("SQLite is built in");
    let (anne, bob) = (world.administrator().await, world.member("Bob").await);
    assert!(!anne.get(PAGE).await.expect(200).text().contains("id=\"dropped-title\""));
    let album = queue(&bob, &["add"]).await;
    bob.post("/worker/trash", &[("about", &album)]).await.expect(200);
    assert_eq!(world.host.runner.run_due().await, 1);
    let dropped = section(&anne, "dropped").await;
    assert!(dropped.contains("n’est plus là") && dropped.matches("<li").count() == 1, "{dropped}");
    let job = world.alpha.jobs(Some(JobState::Dropped)).await.expect("jobs").remove(0);
    press(&anne, &job.id, "retry").await;
    assert_eq!(section(&anne, "waiting").await.matches("<li").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_queue_is_cut_and_the_page_says_so() {
    let world = World::with_worker(Backend::Sqlite).await.expect("SQLite is built in");
    let (anne, bob) = (world.administrator().await, world.member("Bob").await);
    queue(&bob, &["add"; CONSOLE_JOBS]).await;
    assert!(!section(&anne, "waiting").await.contains("Il y en a d’autres"));
    queue(&bob, &["add"]).await;
    let waiting = section(&anne, "waiting").await;
    assert!(waiting.contains("Il y en a d’autres"), "{waiting}");
    assert_eq!(waiting.matches("<li").count(), CONSOLE_JOBS);
    // What belongs to another association is not there.
    let job = world.alpha.jobs(None).await.expect("jobs").remove(0).id;
    assert!(!world.beta.drop_job(&job).await.expect("a database"));
}
