//! The main job: a photo shared, seen and taken back.

use veillee_tests::world::{Backend, World};

async fn a_photo_is_shared_seen_and_taken_back(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 18).await;
    assert_eq!(photos.len(), 18);
    let link = anne.share_by_link(&album, "viewer", "none").await;

    let grandmother = world.browser();
    let page = grandmother.visit(&link).await.expect(200);
    assert!(page.text().contains("Vacances"), "{}", page.text());
    for photo in &photos {
        let seen = grandmother.get(photo).await.expect(200);
        assert_eq!(seen.header("cache-control"), "private, no-cache");
        assert_eq!(seen.header("content-type"), "image/jpeg");
        world.browser().get(photo).await.expect(404);
    }

    anne.take_back(&album, 0).await;
    grandmother.get(&album).await.expect(404);
    grandmother.get(&link).await.expect(404);
    for photo in &photos {
        grandmother.get(photo).await.expect(404);
        anne.get(photo).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_shared_seen_and_taken_back_on_sqlite() {
    a_photo_is_shared_seen_and_taken_back(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_shared_seen_and_taken_back_on_postgresql() {
    a_photo_is_shared_seen_and_taken_back(Backend::Postgres).await;
}
