//! An archive on its way when access ends.

use veillee_tests::world::{Backend, World, jpeg};

use crate::race::stream::{body, read, slow_download};

const PHOTOS: u32 = 24;
const PHOTO_BYTES: usize = 1_500_000;
const TASTED_BYTES: usize = 1024 * 1024;

async fn a_take_back_cuts_an_archive_under_way(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Film").await;
    let photos: Vec<(String, Vec<u8>)> = (0..PHOTOS).map(|n| (format!("{n}.jpg"), jpeg(n, PHOTO_BYTES))).collect();
    let files: Vec<(&str, &[u8])> = photos.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    anne.add_photos(&album, &files).await;
    let path = format!("{album}/download");
    let whole = anne.get(&path).await.expect(200).body;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let visitor = world.browser();
    visitor.visit(&link).await.expect(200);

    let (mut theirs, mut own) = (slow_download(&visitor, &path).await, slow_download(&anne, &path).await);
    let (mut got, mut owned) = (Vec::new(), Vec::new());
    read(&mut theirs, &mut got, TASTED_BYTES).await;
    read(&mut own, &mut owned, TASTED_BYTES).await;
    assert!(got.starts_with(b"HTTP/1.1 200") && owned.starts_with(b"HTTP/1.1 200"));
    anne.take_back(&album, 0).await;
    read(&mut theirs, &mut got, usize::MAX).await;
    read(&mut own, &mut owned, usize::MAX).await;
    println!("archive {backend:?}: {} of {} bytes came", body(&got).len(), whole.len());
    assert!(body(&got).len() < whole.len(), "the whole archive came");
    assert!(whole.starts_with(body(&got)), "what came is the beginning");
    assert!(body(&owned) == whole, "the owner's came whole: {} bytes", body(&owned).len());
    visitor.get(&path).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_back_cuts_an_archive_under_way_on_sqlite() {
    a_take_back_cuts_an_archive_under_way(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_back_cuts_an_archive_under_way_on_postgresql() {
    a_take_back_cuts_an_archive_under_way(Backend::Postgres).await;
}
