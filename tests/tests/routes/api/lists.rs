//! Lists: the filters, orders and cursors that services have.

use serde_json::{Value as Json, json};
use veillee_tests::on_both;
use veillee_tests::world::Backend;

use super::{ALBUMS, EVERYTHING, PHOTOS, Scene, json, problem, program, scene};

on_both!(
    filters_and_orders_are_those_of_services,
    a_cursor_leads_through_all_of_them_once,
    a_list_holds_what_its_reader_sees,
);

/// Twelve photos, at the positions 0 to 11, with a word each in their titles.
async fn with_photos(scene: &Scene) {
    let children = format!("{}/children/photo", scene.album_path());
    for position in 0..12 {
        let title = if position % 3 == 0 { "Le château d’été" } else { "La mer" };
        let fields = json!({ "position": position, "title": title, "alt": format!("n{}", position % 2) });
        scene.world.clock.advance(1);
        scene.program.post(&children, &json!({ "fields": fields })).await.expect(201);
    }
}

fn positions(page: &Json) -> Vec<i64> {
    let objects = page["objects"].as_array().expect("a list");
    objects.iter().map(|object| object["fields"]["position"].as_i64().expect("a number")).collect()
}

async fn filters_and_orders_are_those_of_services(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    with_photos(&scene).await;
    let children = format!("{}/children/photo", scene.album_path());
    let found = async |query: &str| {
        let page = json(&scene.program.get(&format!("{children}?{query}")).await.expect(200));
        assert!(page["next"].is_null(), "{query}");
        positions(&page)
    };
    assert_eq!(found("").await, (0..12).rev().collect::<Vec<_>>(), "the newest first");
    assert_eq!(found("order=position").await, (0..12).collect::<Vec<_>>());
    assert_eq!(found("order=-position&where.alt=n1").await, [11, 9, 7, 5, 3, 1]);
    assert_eq!(found("order=position&from.position=3&to.position=5").await, [3, 4, 5]);
    assert_eq!(found("order=position&from.position=10").await, [10, 11]);
    assert_eq!(found("order=position&to.position=1").await, [0, 1]);
    assert_eq!(found("order=position&where.position=4&where.position=2&where.position=99").await, [2, 4]);
    assert_eq!(found("order=position&words=chateaux").await, [0, 3, 6, 9]);
    assert_eq!(found("order=@created-ms&words=mer&where.alt=n0").await, [2, 4, 8, 10]);
    assert_eq!(found("where.state=pending").await, Vec::<i64>::new());
    let all = format!("{PHOTOS}?order=position&count=7&limit=1");
    let page = json(&scene.program.get(&all).await.expect(200));
    assert_eq!((&page["count"], positions(&page)), (&json!(7), vec![0]));
    let of_parent = format!("{PHOTOS}?parent={}&where.alt=n1&count=100&limit=200", scene.album);
    let page = json(&scene.program.get(&of_parent).await.expect(200));
    assert_eq!((&page["count"], positions(&page).len()), (&json!(6), 6));
}

async fn a_cursor_leads_through_all_of_them_once(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    with_photos(&scene).await;
    let first = format!("{PHOTOS}?order=position&limit=5");
    let mut path = first.clone();
    let mut seen = Vec::new();
    let mut cursors = Vec::new();
    loop {
        let page = json(&scene.program.get(&path).await.expect(200));
        seen.extend(positions(&page));
        let Some(next) = page["next"].as_str() else { break };
        cursors.push(next.to_owned());
        path = format!("{first}&after={next}");
    }
    assert_eq!((seen, cursors.len()), ((0..12).collect::<Vec<_>>(), 2));
    // A cursor is sealed to its query and its token, and good for a day.
    problem(
        &scene.program.get(&format!("{PHOTOS}?order=-position&limit=5&after={}", cursors[0])).await,
        422,
        "invalid",
    );
    let other = program(&scene.world, "anne@example.org", EVERYTHING).await;
    problem(&other.get(&format!("{first}&after={}", cursors[0])).await, 422, "invalid");
    problem(&scene.program.get(&format!("{first}&after=x")).await, 422, "invalid");
    scene.world.clock.advance(24 * 60 * 60 * 1000);
    problem(&scene.program.get(&format!("{first}&after={}", cursors[0])).await, 422, "invalid");
}

async fn a_list_holds_what_its_reader_sees(backend: Backend) {
    let Some(scene) = scene(backend, 2).await else { return };
    scene.world.member("Bruno").await;
    let bruno = program(&scene.world, "bruno@example.org", EVERYTHING).await;
    for path in [ALBUMS, PHOTOS, &format!("{PHOTOS}?parent={}", scene.album)] {
        let page = json(
            &bruno.get(&format!("{path}{}count=10", if path.contains('?') { '&' } else { '?' })).await.expect(200),
        );
        assert_eq!(page, json!({ "objects": [], "next": null, "count": 0 }), "{path}");
    }
    problem(&bruno.get(&format!("{}/children/photo", scene.album_path())).await, 404, "not-found");
    assert_eq!(json(&scene.program.get(PHOTOS).await.expect(200))["objects"].as_array().expect("a list").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_list_does_not_take_is_told() {
    let scene = scene(Backend::Sqlite, 0).await.expect("SQLite");
    for query in [
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=-1",
        "count=0",
        "count=10001",
        "order=title",
        "order=",
        "order=-",
        "where.position=x",
        "where.nothing=1",
        "from.title=a",
        "where.approval=1",
        "parent=x",
    ] {
        let answer = scene.program.get(&format!("{PHOTOS}?{query}")).await;
        assert_eq!(answer.status, 422, "{query}");
        problem(&answer, 422, "invalid");
    }
    for query in ["nothing=1", "what.title=1", "limit", "words=a&words=b", "after=a&after=b", "words=%00", "words=%FF"]
    {
        let answer = scene.program.get(&format!("{PHOTOS}?{query}")).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{query}: {}", answer.text());
    }
    for twice in
        ["limit=1&limit=2", "count=1&count=1", "order=position&order=-position", "from.position=1&from.position=2"]
    {
        let told = problem(&scene.program.get(&format!("{PHOTOS}?{twice}")).await, 400, "malformed");
        assert!(told["detail"].as_str().expect("a detail").contains("given twice"), "{told}");
    }
    let many = (0..70).map(|n| format!("where.position={n}&")).collect::<Vec<_>>().concat();
    problem(&scene.program.get(&format!("{PHOTOS}?{many}")).await, 413, "too-large");
    problem(&scene.program.get(&format!("{PHOTOS}?words={}", "x".repeat(5_000))).await, 413, "too-large");
    // Under an object, its parent is said already.
    let children = format!("{}/children/photo?parent=x", scene.album_path());
    problem(&scene.program.get(&children).await, 400, "malformed");
}
