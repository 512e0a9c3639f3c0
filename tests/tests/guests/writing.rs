//! Writing while answering GET, and files attached against the rules.

use hyper::Method;
use veillee_tests::world::{Backend, World, jpeg};

use crate::data::{notes, write_note};
use crate::score::Score;

async fn nothing_is_written_while_answering_get(backend: Backend) {
    let Some(world) = World::with_hostile(backend).await else { return };
    let bob = world.member("Bob").await;
    let own = write_note(&bob, "his own").await;
    let mut score = Score::of(&format!("writing on GET on {backend:?}"));
    score.honest("swallowed", &bob.get("/hostile/write-on-get").await);
    let swallowed = bob.get("/hostile/write-on-get").await.text();
    assert!(swallowed.contains("refused: create: the caller may not do this"), "{swallowed}");
    let forwarded = bob.get("/hostile/write-on-get?how=forward").await;
    score.check(forwarded.status == 403, || format!("forwarded: {}", forwarded.status));
    let head = bob.send(Method::HEAD, "/hostile/write-on-get", &[], bytes::Bytes::new()).await;
    score.check(head.status == 200 && head.body.is_empty(), || format!("HEAD: {}", head.status));
    // Words of a client that would like to be another method.
    for (name, value) in [("x-http-method-override", "POST"), ("x-method-override", "POST"), ("x-http-method", "POST")]
    {
        score.honest(name, &bob.get_with("/hostile/write-on-get", &[(name, value)]).await);
    }
    score.honest("?_method", &bob.get("/hostile/write-on-get?_method=POST").await);
    assert_eq!(notes(&bob).await, [(own, "his own".to_owned())]);
    let posted = bob.post("/hostile/write-on-get", &[]).await.expect(200).text();
    assert!(posted.contains("changed: create"), "POST writes: {posted}");
    assert_eq!(notes(&bob).await.len(), 2);
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_while_answering_get_on_sqlite() {
    nothing_is_written_while_answering_get(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_while_answering_get_on_postgresql() {
    nothing_is_written_while_answering_get(Backend::Postgres).await;
}

async fn a_file_is_attached_once_and_only_if_it_was_sent(backend: Backend) {
    let Some(world) = World::with_hostile(backend).await else { return };
    let bob = world.member("Bob").await;
    write_note(&bob, "with a picture").await;
    let token = bob.get("/hostile/notes").await.expect(200).hidden("veillee-upload", 0);
    let photo = jpeg(1, 2_000);
    let files: [(&str, &[u8]); 1] = [("one.jpg", &photo)];
    let mut score = Score::of(&format!("attaching on {backend:?}"));
    let page = bob.upload("/hostile/double-attach", &[("veillee-upload", &token)], "pictures", &files).await;
    score.honest("double attach", &page);
    assert_eq!(notes(&bob).await.len(), 1);
    // A token of another service, a bent one, none.
    let album = bob.album("À moi").await;
    let foreign = bob.get(&album).await.expect(200).hidden("veillee-upload", 0);
    for forged in [foreign.as_str(), &token[1..], "AAAA", ""] {
        let answer = bob.upload("/hostile/notes", &[("veillee-upload", forged)], "pictures", &files).await;
        score.check(answer.status.is_client_error(), || format!("{forged}: {}", answer.status));
    }
    let answer = bob.upload("/hostile/notes", &[], "pictures", &files).await;
    score.check(answer.status.is_client_error(), || format!("no token: {}", answer.status));
    assert_eq!(notes(&bob).await.len(), 1);
    bob.upload("/hostile/notes", &[("veillee-upload", &token), ("text", "pictured")], "pictures", &files)
        .await
        .expect(303);
    assert_eq!(notes(&bob).await.len(), 2, "with its own token the file is attached");
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_attached_once_and_only_if_it_was_sent_on_sqlite() {
    a_file_is_attached_once_and_only_if_it_was_sent(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_attached_once_and_only_if_it_was_sent_on_postgresql() {
    a_file_is_attached_once_and_only_if_it_was_sent(Backend::Postgres).await;
}
