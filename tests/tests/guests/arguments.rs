//! Arguments beyond every limit.

use veillee_tests::world::{Backend, World};

use crate::data::{notes, write_note};
use crate::document::Document;
use crate::score::Score;

const READING: [&str; 9] = ["id", "names", "action", "collection", "filters", "values", "words", "cursor", "limits"];
const WRITING: [&str; 4] = ["changes", "text", "fields", "reals"];

async fn an_argument_beyond_its_limit_is_a_refusal(backend: Backend) {
    let Some(world) = World::with_hostile(backend).await else { return };
    let bob = world.member("Bob").await;
    write_note(&bob, "kept").await;
    let mut score = Score::of(&format!("argument bombs on {backend:?}"));
    for size in ["", "&bytes=70000&items=65", "&bytes=3000000&items=300", "&bytes=30000000&items=100000"] {
        for kind in READING {
            let path = format!("/hostile/argument-bomb?kind={kind}{size}");
            judge(&mut score, &path, &bob.get(&path).await);
        }
        for kind in WRITING {
            // Sixty-five changes are within the limit of a change-set, and so are three hundred.
            if kind == "changes" && (size.contains("items=65") || size.contains("items=300")) {
                continue;
            }
            let path = format!("/hostile/argument-bomb?kind={kind}{size}");
            judge(&mut score, &path, &bob.post(&path, &[]).await);
        }
        bob.get("/hostile/calm").await.expect(200);
    }
    let kept: Vec<String> = notes(&bob).await.into_iter().map(|(_, text)| text).collect();
    score.check(kept == ["kept"], || format!("{} notes, {:.200?}", kept.len(), kept));
    score.end();
}

/// An honest page that won nothing, or one clean page of the host.
fn judge(score: &mut Score, what: &str, answer: &veillee_tests::world::Answer) {
    let text = answer.text();
    Document::of(&text);
    if answer.status == 200 {
        score.honest(what, answer);
    } else {
        score.check([422, 502].contains(&answer.status.as_u16()), || format!("{what}: {}: {text}", answer.status));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_argument_beyond_its_limit_is_a_refusal_on_sqlite() {
    an_argument_beyond_its_limit_is_a_refusal(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_argument_beyond_its_limit_is_a_refusal_on_postgresql() {
    an_argument_beyond_its_limit_is_a_refusal(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_beyond_its_limits_never_reaches_a_guest() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let browser = world.browser();
    let mut score = Score::of("request bombs");
    let long = "a".repeat(5_000);
    let pairs = "a=b&".repeat(100);
    let requests = [
        format!("/hostile/calm?x={long}"),
        format!("/hostile/calm?{pairs}"),
        format!("/hostile/{long}"),
        "/hostile/calm%00".to_owned(),
        "/hostile/calm%0d%0aX:1".to_owned(),
        "/hostile/%ff%fe".to_owned(),
        "/hostile/calm?x=%ff".to_owned(),
    ];
    for path in &requests {
        let answer = browser.get(path).await;
        score.check(answer.status.is_client_error(), || format!("{path:.60}: {}", answer.status));
    }
    let many: Vec<(&str, &str)> = vec![("a", "b"); 300];
    let large = "x".repeat(300 * 1024);
    for fields in [many.as_slice(), &[("a", large.as_str())]] {
        let answer = browser.post("/hostile/notes", fields).await;
        score.check(answer.status.is_client_error(), || format!("a form: {}", answer.status));
    }
    browser.get("/hostile/calm").await.expect(200);
    score.end();
}
