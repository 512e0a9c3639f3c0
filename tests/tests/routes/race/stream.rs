//! Bytes that are on their way when access ends.

use veillee_tests::world::{Backend, World, jpeg};
pub(crate) use veillee_tests::world::{body_of as body, read_more as read, slow_download};

const PHOTO_BYTES: usize = 40 * 1024 * 1024;
/// What the slow reader takes before the link is taken back.
const TASTED_BYTES: usize = 1024 * 1024;

async fn a_take_back_stops_a_download_under_way(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Film").await;
    let photo = jpeg(7, PHOTO_BYTES);
    let paths = anne.add_photos(&album, &[("long.jpg", &photo)]).await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let visitor = world.browser();
    visitor.visit(&link).await.expect(200);

    let (mut theirs, mut own) = (slow_download(&visitor, &paths[0]).await, slow_download(&anne, &paths[0]).await);
    let (mut got, mut owned) = (Vec::new(), Vec::new());
    read(&mut theirs, &mut got, TASTED_BYTES).await;
    read(&mut own, &mut owned, TASTED_BYTES).await;
    assert!(got.starts_with(b"HTTP/1.1 200") && owned.starts_with(b"HTTP/1.1 200"));

    anne.take_back(&album, 0).await;
    let before = got.len();
    read(&mut theirs, &mut got, usize::MAX).await;
    read(&mut own, &mut owned, usize::MAX).await;
    println!(
        "stream {backend:?}: {} of {} bytes came, {} of them after the acknowledgement from buffers on the way",
        body(&got).len(),
        photo.len(),
        got.len() - before
    );
    assert!(body(&got).len() < photo.len(), "the whole photo came");
    assert!(photo.starts_with(body(&got)), "what came is the photo's beginning");
    assert!(body(&owned) == photo.as_slice(), "the owner's download came whole: {} bytes", body(&owned).len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_back_stops_a_download_under_way_on_sqlite() {
    a_take_back_stops_a_download_under_way(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_back_stops_a_download_under_way_on_postgresql() {
    a_take_back_stops_a_download_under_way(Backend::Postgres).await;
}
