//! Without the operator's yes a capability answers `denied`, and pages still come.

use veillee_engine::CallLimits;
use veillee_tests::world::{Backend, World};

use crate::data::{notes, write_note};
use crate::score::{Score, counts};

const DENIED: &str = "the caller may not do this";

async fn a_capability_without_a_grant_is_denied_and_pages_still_come(backend: Backend) {
    let Some(world) = World::with_hostile(backend).await else { return };
    let bob = world.member("Bob").await;
    let note = write_note(&bob, "his own").await;
    let plugin = world.install_hostile().await;
    let mut score = Score::of(&format!("grants on {backend:?}"));
    for missing in &plugin.capabilities {
        let rest: Vec<String> = plugin.capabilities.iter().filter(|name| *name != missing).cloned().collect();
        world.enable(&plugin, &rest, CallLimits::web()).await;
        bob.get("/hostile/calm").await.expect(200);
        let guessed = format!("/hostile/guessed-id?id={note}");
        let read = bob.get(&guessed).await.expect(200).text();
        let written = bob.post("/hostile/write-on-get", &[]).await.expect(200).text();
        let flood = bob.get("/hostile/log-flood?lines=3").await.status;
        score.check(flood == 200, || format!("without {missing}: log said {flood}"));
        match missing.as_str() {
            "objects-read" => {
                let denied = read.contains(&format!("refused: get text: {DENIED}")) && !read.contains("leaked: get");
                score.check(denied && !read.contains("leaked: may"), || format!("read without a grant: {read}"));
                score.check(bob.get("/hostile/notes").await.status == 403, || "a list".to_owned());
            }
            "objects-write" => {
                score.check(written.contains(&format!("refused: create: {DENIED}")), || written.clone());
                score.check(!written.contains("changed: "), || written.clone());
                score.check(bob.post("/hostile/notes", &[]).await.status == 403, || "a note".to_owned());
            }
            "sharing" => {
                let denied =
                    read.contains(&format!("refused: sentence: {DENIED}")) && !read.contains("leaked: sentence");
                score.check(denied, || format!("a sentence without a grant: {read}"));
            }
            _ => score.check(read.contains("leaked: get text"), || format!("without {missing} reading failed: {read}")),
        }
        let other_writes = missing == "objects-write" || written.contains("changed: create");
        score.check(other_writes, || format!("without {missing} writing failed: {written}"));
    }
    world.enable(&plugin, &[], CallLimits::web()).await;
    for attack in ["guessed-id", "other-collection", "other-association", "forged-cursor", "write-on-get"] {
        let path = format!("/hostile/{attack}?id={note}");
        for answer in [bob.get(&path).await, bob.post(&path, &[]).await] {
            if attack == "forged-cursor" && answer.status == 403 {
                continue;
            }
            score.honest(&path, &answer);
            let (tried, refused) = counts(&answer.text());
            // `may` answers no instead of an error; all else is refused.
            assert!(tried > 0 && refused > 0, "{path}");
        }
    }
    world.enable(&plugin, &plugin.capabilities, CallLimits::web()).await;
    assert!(notes(&bob).await.iter().any(|(id, text)| *id == note && text == "his own"));
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capability_without_a_grant_is_denied_and_pages_still_come_on_sqlite() {
    a_capability_without_a_grant_is_denied_and_pages_still_come(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capability_without_a_grant_is_denied_and_pages_still_come_on_postgresql() {
    a_capability_without_a_grant_is_denied_and_pages_still_come(Backend::Postgres).await;
}
