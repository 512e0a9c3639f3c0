//! The check of the plugin itself, which sees every change by whatever door it came.

use hyper::Method;
use serde_json::json;
use veillee_tests::on_both;
use veillee_tests::world::{Backend, World};

use super::{EVERYTHING, json, problem, program};

on_both!(a_plugins_own_check_sees_changes_by_pages_and_by_programs);

const NOTES: &str = "/-/api/v1/hostile/note";

async fn a_plugins_own_check_sees_changes_by_pages_and_by_programs(backend: Backend) {
    let Some(world) = World::with_hostile(backend).await else { return };
    let anne = world.administrator().await;
    let program = program(&world, "anne@example.org", EVERYTHING).await;
    let note = |text: &str| json!({ "fields": { "text": text, "place": 1 } });

    // By a page: nothing is made, and the plugin hears the sentence.
    anne.post("/hostile/notes", &[("text", "allowed")]).await.expect(303);
    let refused = anne.post("/hostile/notes", &[("text", "forbidden")]).await.expect(422);
    assert!(refused.text().contains("A note is never forbidden (it was new)."), "{}", refused.text());

    // By a program: the same sentence, for a new one and for a changed one, with what it was before.
    let told = problem(&program.post(NOTES, &note("forbidden")).await, 422, "invalid");
    assert_eq!(told["detail"], "A note is never forbidden (it was new).");
    let made = json(&program.post(NOTES, &note("allowed too")).await.expect(201));
    let path = made["path"].as_str().expect("a path");
    let told = problem(&program.patch(path, 1, json!({ "text": "forbidden" })).await, 422, "invalid");
    assert_eq!(told["detail"], "A note is never forbidden (it was allowed too).");
    program.patch(path, 1, json!({ "place": 2 })).await.expect(200);

    // A check that fails, or does not come back, undoes the change and nothing else.
    for text in ["trap the check", "loop in the check"] {
        problem(&program.post(NOTES, &note(text)).await, 500, "failed");
        anne.post("/hostile/notes", &[("text", text)]).await.expect(500);
    }
    let page = json(&program.get(NOTES).await.expect(200));
    let mut texts: Vec<&str> =
        page["objects"].as_array().expect("a list").iter().filter_map(|note| note["fields"]["text"].as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["allowed", "allowed too"]);
    program.send(Method::DELETE, path, &[], "").await.expect(204);
}
