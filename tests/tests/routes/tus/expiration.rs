//! tus 1.0.0, Expiration.

use veillee::limits::UPLOAD_LIFE_MS;
use veillee_tests::on_either;
use veillee_tests::world::{Backend, jpeg};

use super::{begin, create, for_album, head, patch, photos, scene};

on_either!(an_upload_lives_to_the_millisecond_and_goes_with_its_keys);

/// Expiration: "If a Client does attempt to resume an upload which has since been removed by the Server, the Server SHOULD
/// respond with the 404 Not Found or 410 Gone status. The latter one SHOULD be used if the Server is keeping track of
/// expired uploads."
async fn an_upload_lives_to_the_millisecond_and_goes_with_its_keys(backend: Backend) {
    let Some((world, anne, album)) = scene(backend).await else { return };
    let photo = jpeg(1, 5_000_000);
    let path = begin(&anne, &album, photo.len()).await;
    patch(&anne, &path, 0, &photo[..4_500_000]).await.expect(204);
    world.clock.advance(UPLOAD_LIFE_MS - 1);
    head(&anne, &path).await.expect(200);
    assert_eq!(world.alpha.sweep_uploads().await.expect("a sweep"), 0, "not a moment too early");
    // What arrives moves the end.
    patch(&anne, &path, 4_500_000, &photo[4_500_000..4_600_000]).await.expect(204);
    world.clock.advance(UPLOAD_LIFE_MS - 1);
    head(&anne, &path).await.expect(200);
    assert_eq!(world.segments(), 3);

    world.clock.advance(1);
    let gone = head(&anne, &path).await.expect(410);
    assert_eq!(gone.header("upload-offset"), "");
    let late = patch(&anne, &path, 4_600_000, &photo[4_600_000..]).await.expect(410);
    assert!(!late.text().is_empty());
    assert_eq!(world.alpha.sweep_uploads().await.expect("a sweep"), 1);
    assert_eq!(world.alpha.sweep_uploads().await.expect("a sweep"), 0, "once");
    patch(&anne, &path, 4_600_000, &photo[4_600_000..]).await.expect(404);
    assert_eq!(world.alpha.collect_doomed().await.expect("collected"), 3);
    assert_eq!(world.segments(), 0);
    assert!(photos(&anne, &album).await.is_empty());
}

/// Expiration: "This header MUST be included in every PATCH response if the upload is going to expire. If the expiration is
/// known at the creation, the Upload-Expires header MUST be included in the response to the initial POST request." "The
/// value of the Upload-Expires header MUST be in RFC 9110 datetime format."
#[tokio::test(flavor = "multi_thread")]
async fn the_end_is_told_and_moves() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let made = create(&anne, &for_album(&anne, &album, "attach").await, 3_000).await.expect(201);
    assert_eq!(made.header("upload-expires"), "Tue, 24 Nov 2026 12:00:00 GMT");
    world.clock.advance(3_600_000);
    let kept = patch(&anne, &made.location(), 0, &jpeg(1, 3_000)[..100]).await.expect(204);
    assert_eq!(kept.header("upload-expires"), "Tue, 24 Nov 2026 13:00:00 GMT");
}

/// What an object has stays when the word of its upload goes.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_an_upload_takes_nothing_from_its_object() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 3_000);
    let path = begin(&anne, &album, photo.len()).await;
    patch(&anne, &path, 0, &photo).await.expect(204);
    world.clock.advance(UPLOAD_LIFE_MS);
    assert_eq!(world.alpha.sweep_uploads().await.expect("a sweep"), 1);
    assert_eq!(world.alpha.collect_doomed().await.expect("collected"), 0);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

/// The sweep of files that no list names spares what an upload has so far, however old.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_upload_has_is_no_orphan() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 3_000);
    let path = begin(&anne, &album, photo.len()).await;
    patch(&anne, &path, 0, &photo[..1_000]).await.expect(204);
    // The store's times are the machine's: beside them the world's clock is moved far ahead, where the upload expired.
    world.clock.advance(1_000 * UPLOAD_LIFE_MS);
    assert_eq!(world.alpha.sweep_orphans().await.expect("a sweep"), 0);
    world.clock.advance(-1_000 * UPLOAD_LIFE_MS);
    patch(&anne, &path, 1_000, &photo[1_000..]).await.expect(204);
    world.clock.advance(1_000 * UPLOAD_LIFE_MS);
    assert_eq!(world.alpha.sweep_orphans().await.expect("a sweep"), 0);
    assert_eq!(world.segments(), 2);
}
