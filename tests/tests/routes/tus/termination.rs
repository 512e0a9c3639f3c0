//! tus 1.0.0, Termination.

use veillee_tests::on_either;
use veillee_tests::world::{Backend, jpeg};

use super::{ask, begin, create, for_album, head, patch, photos, scene};

on_either!(an_upload_that_is_ended_is_gone_with_its_bytes);

/// Termination: "When receiving a DELETE request for an existing upload the Server SHOULD free associated resources and
/// MUST respond with the 204 No Content status confirming that the upload was terminated. For all future requests to this
/// URL, the Server SHOULD respond with the 404 Not Found or 410 Gone status."
async fn an_upload_that_is_ended_is_gone_with_its_bytes(backend: Backend) {
    let Some((world, anne, album)) = scene(backend).await else { return };
    let photo = jpeg(1, 9_000_000);
    let path = begin(&anne, &album, photo.len()).await;
    patch(&anne, &path, 0, &photo[..8_500_000]).await.expect(204);
    let waiting = create(&anne, &for_album(&anne, &album, "form").await, photo.len()).await.expect(201).location();
    patch(&anne, &waiting, 0, &photo).await.expect(204);
    assert_eq!(world.segments(), 6);
    for path in [&path, &waiting] {
        ask(&anne, "DELETE", path, &[], b"").await.expect(204);
        head(&anne, path).await.expect(404);
        patch(&anne, path, 8_500_000, &photo[8_500_000..]).await.expect(404);
        ask(&anne, "DELETE", path, &[], b"").await.expect(404);
    }
    assert_eq!(world.alpha.collect_doomed().await.expect("collected"), 6);
    assert_eq!(world.segments(), 0);
    assert!(photos(&anne, &album).await.is_empty());
}

/// Termination of a finished upload ends the upload; the photo is an object with rules of its own.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_finished_upload_leaves_its_photo() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 3_000);
    let path = begin(&anne, &album, photo.len()).await;
    patch(&anne, &path, 0, &photo).await.expect(204);
    ask(&anne, "DELETE", &path, &[], b"").await.expect(204);
    head(&anne, &path).await.expect(404);
    assert_eq!(photos(&anne, &album).await, [photo]);
}
