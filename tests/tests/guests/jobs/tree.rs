use veillee_tests::on_either;
use veillee_tests::world::{Backend, Browser};

use super::{Bench, album, log, note, queue};

const NOT_FOUND: &str = "there is no such object for this caller";
const DENIED: &str = "the caller may not do this";

/// What steps wrote down; events write into the same log.
async fn found(bob: &Browser, here: &str) -> Vec<String> {
    let lines = log(bob, here).await.1;
    lines.lines().filter(|line| !line.starts_with("note.")).map(str::to_owned).collect()
}

async fn a_job_about_an_album_reaches_nothing_else_of_its_person(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let bob = &bench.bob;
    let (here, there) = (album(bob).await, album(bob).await);
    let (inner, second) = (note(bob, &here, "in").await, note(bob, &here, "in too").await);
    let outer = note(bob, &there, "out").await;
    bench.run_due().await;
    let steps = [
        format!("get {there}"),
        format!("get {outer}"),
        format!("update {outer}"),
        format!("trash {there}"),
        format!("create-in {there}"),
        format!("move {inner} {there}"),
        format!("sentence {there}"),
        format!("may {outer}"),
        format!("queue {outer} add"),
        format!("under {there}"),
        "top".to_owned(),
        "may-top".to_owned(),
        "list album".to_owned(),
        "list note".to_owned(),
        "count note".to_owned(),
        format!("under {here}"),
        format!("get {here}"),
        format!("get {inner}"),
        format!("may {inner}"),
        format!("update {second}"),
        format!("create-in {here}"),
        "tell".to_owned(),
    ];
    queue(bob, &here, &steps.join("\n")).await;
    assert!(bench.world.host.runner.step().await);
    let refused = ["get", "get", "update", "trash", "create-in", "move", "sentence"];
    let mut expected: Vec<String> = refused.iter().map(|word| format!("{word}: {NOT_FOUND}")).collect();
    expected.push("may: false".to_owned());
    expected.push(format!("queue: {NOT_FOUND}"));
    expected.push("under: 0".to_owned());
    expected.push(format!("top: {DENIED}"));
    let seen = ["may-top: false", "list album: 1", "list note: 2", "count note: 2", "under: 2"];
    let allowed = ["get: yes", "get: yes", "may: true", "update: yes", "create-in: yes"];
    expected.extend(seen.iter().chain(&allowed).map(|line| (*line).to_owned()));
    assert_eq!(found(bob, &here).await, expected);
}

async fn a_job_about_a_note_reaches_the_note_and_what_lies_in_it(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let bob = &bench.bob;
    let outer = album(bob).await;
    let (here, beside) = (note(bob, &outer, "here").await, note(bob, &outer, "beside").await);
    for about in [&here, &here, &beside] {
        bob.post("/worker/remark", &[("about", about), ("text", "r")]).await.expect(200);
    }
    bench.run_due().await;
    let steps = [
        format!("get {outer}"),
        format!("get {beside}"),
        format!("update {beside}"),
        format!("create-in {outer}"),
        format!("under {outer}"),
        "list album".to_owned(),
        "list note".to_owned(),
        "list remark".to_owned(),
        "count remark".to_owned(),
        format!("get {here}"),
        format!("update {here}"),
        "tell".to_owned(),
    ];
    queue(bob, &here, &steps.join("\n")).await;
    assert!(bench.world.host.runner.step().await);
    let mut expected: Vec<String> =
        ["get", "get", "update", "create-in"].iter().map(|word| format!("{word}: {NOT_FOUND}")).collect();
    let rest =
        ["under: 1", "list album: 0", "list note: 1", "list remark: 2", "count remark: 2", "get: yes", "update: yes"];
    expected.extend(rest.map(str::to_owned));
    assert_eq!(found(bob, &here).await, expected);
}

on_either!(
    a_job_about_an_album_reaches_nothing_else_of_its_person,
    a_job_about_a_note_reaches_the_note_and_what_lies_in_it,
);
