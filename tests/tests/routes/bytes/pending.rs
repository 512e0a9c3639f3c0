//! A photo that waits for approval: to be seen by who sent it and by editors, bytes and all.

use veillee_engine::types::{Change, Value};
use veillee_tests::world::{Backend, World, id_of, jpeg};

async fn a_pending_photo_is_invisible_bytes_and_all(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let set = async |id: &str, field: &str, value: Value| {
        let fields = vec![(field.to_owned(), value)];
        let update = Change::Update { id: id.to_owned(), if_version: None, fields };
        world.change_as("anne@example.org", vec![update]).await;
    };
    let anne = world.administrator().await;
    let album = anne.album("Fête").await;
    set(id_of(&album), "approval", Value::Boolean(true)).await;
    let giving = anne.share_by_link(&album, "depositor", "none").await;
    let looking = anne.share_by_link(&album, "viewer", "none").await;
    let (giver, neighbour, viewer) = (world.browser(), world.browser(), world.browser());
    giver.visit(&giving).await.expect(200);
    neighbour.visit(&giving).await.expect(200);
    viewer.visit(&looking).await.expect(200);

    let photo = giver.add_photos(&album, &[("mine.jpg", &jpeg(1, 3_000))]).await.remove(0);
    let id = id_of(photo.trim_end_matches("/original")).to_owned();
    let tag = giver.get(&photo).await.expect(200).header("etag").to_owned();
    anne.get(&photo).await.expect(200);
    for other in [&neighbour, &viewer] {
        other.get(&photo).await.expect(404);
        other.get_with(&photo, &[("if-none-match", &tag)]).await.expect(404);
        assert!(!other.get(&album).await.text().contains(&id), "not even its id is told");
        other.get(&format!("{album}/{id}")).await.expect(404);
        other.get(&format!("{album}/{id}/download")).await.expect(404);
    }

    set(&id, "state", Value::Text("shown".to_owned())).await;
    viewer.get(&photo).await.expect(200);
    viewer.get_with(&photo, &[("if-none-match", &tag)]).await.expect(304);
    neighbour.get(&photo).await.expect(404);

    set(&id, "state", Value::Text("pending".to_owned())).await;
    viewer.get(&photo).await.expect(404);
    viewer.get_with(&photo, &[("if-none-match", &tag)]).await.expect(404);
    viewer.get_with(&photo, &[("range", "bytes=0-9")]).await.expect(404);
    giver.get(&photo).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_photo_is_invisible_bytes_and_all_on_sqlite() {
    a_pending_photo_is_invisible_bytes_and_all(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pending_photo_is_invisible_bytes_and_all_on_postgresql() {
    a_pending_photo_is_invisible_bytes_and_all(Backend::Postgres).await;
}
