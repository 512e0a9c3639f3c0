//! How many uploads may be open, and in how many pieces one may come.

use veillee::limits::UPLOADS_PER_HOLDER_MAX;
use veillee_tests::on_either;
use veillee_tests::world::{Backend, jpeg};

use super::{BYTES, ask, create, for_album, patch, scene};

on_either!(one_upload_beyond_the_limit_waits_until_another_is_done);

async fn one_upload_beyond_the_limit_waits_until_another_is_done(backend: Backend) {
    let Some((world, anne, album)) = scene(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let target = for_album(&anne, &album, "attach").await;
    let photo = jpeg(1, 1_000);
    let mut paths = Vec::new();
    for _ in 0..UPLOADS_PER_HOLDER_MAX {
        paths.push(create(&anne, &target, photo.len()).await.expect(201).location());
    }
    let refused = create(&anne, &target, photo.len()).await.expect(429);
    assert!(!refused.header("retry-after").is_empty() && !refused.text().is_empty());
    let length = photo.len().to_string();
    let whole = [("upload-length", length.as_str()), ("upload-metadata", &target), ("content-type", BYTES)];
    ask(&anne, "POST", "/-/uploads", &whole, &photo).await.expect(429);
    let his = bruno.album("Autre").await;
    create(&bruno, &for_album(&bruno, &his, "attach").await, 10).await.expect(201);

    patch(&anne, &paths[0], 0, &photo).await.expect(204);
    ask(&anne, "DELETE", &paths[1], &[], b"").await.expect(204);
    for _ in 0..2 {
        create(&anne, &target, photo.len()).await.expect(201);
    }
    create(&anne, &target, photo.len()).await.expect(429);
}
