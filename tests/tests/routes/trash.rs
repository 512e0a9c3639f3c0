//! The trash: out of everybody's sight at once, gone with its keys in the end.

mod page;

use std::path::Path;

use veillee::limits::TRASH_LIFE_MS;
use veillee_tests::world::{Backend, World, id_of, jpeg};

async fn what_is_in_the_trash_too_long_is_gone_with_its_keys(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.member("Anne").await;
    let (kept, album) = (anne.album("Gardé").await, anne.album("Parti").await);
    // More than what lies in the database itself.
    let photos = [1, 2, 3].map(|seed| jpeg(seed, 20_000));
    let files = |count| photos.iter().take(count).map(|photo| ("a.jpg", photo.as_slice())).collect::<Vec<_>>();
    anne.add_photos(&kept, &files(2)).await;
    let photos = anne.add_photos(&album, &files(3)).await;
    let segments = world.folder.path().join("data/associations").join(&world.alpha.id).join("segments");
    assert_eq!(files_in(&segments), 5);

    anne.post(&format!("{album}/trash"), &[]).await.expect(303);
    for photo in &photos {
        anne.get(photo).await.expect(404);
    }
    world.clock.advance(TRASH_LIFE_MS - 1);
    assert_eq!(world.alpha.purge_trash().await.expect("a purge"), 0, "not a moment too early");
    assert_eq!(world.alpha.collect_doomed().await.expect("a collection"), 0);

    world.clock.advance(1);
    assert_eq!(world.alpha.purge_trash().await.expect("a purge"), 4, "three photos and their album");
    assert_eq!(world.alpha.collect_doomed().await.expect("a collection"), 3);
    assert_eq!(files_in(&segments), 2, "the other album's photos stay");
    assert_eq!(world.alpha.purge_trash().await.expect("a purge"), 0, "once");

    // Thirty days idle ended the session; a new one still sees what was kept.
    anne.sign_in("anne@example.org").await;
    let page = anne.get(&kept).await.expect(200);
    assert_eq!(page.attributes("src").iter().filter(|path| path.starts_with("/-/blob/")).count(), 2);
    anne.get(&format!("/-/share/{}", id_of(&album))).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_the_trash_too_long_is_gone_with_its_keys_on_sqlite() {
    what_is_in_the_trash_too_long_is_gone_with_its_keys(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_the_trash_too_long_is_gone_with_its_keys_on_postgresql() {
    what_is_in_the_trash_too_long_is_gone_with_its_keys(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_an_object_is_swept_when_no_upload_can_be_writing_it() {
    let world = World::new().await;
    let mut arriving = world.alpha.arrive();
    arriving.write(&vec![7; 100_000]).await.expect("room");
    drop(arriving.finish().await.expect("durable"));
    let segments = world.folder.path().join("data/associations").join(&world.alpha.id).join("segments");
    assert_eq!(files_in(&segments), 1);
    // The store's times are the machine's: beside them the world's clock is moved far ahead.
    world.clock.advance(1_000 * TRASH_LIFE_MS);
    assert_eq!(world.alpha.sweep_orphans().await.expect("a sweep"), 1);
    assert_eq!(files_in(&segments), 0);
}

fn files_in(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}
