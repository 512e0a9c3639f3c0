//! What others paid for: the rest of the list in `docs/security/lessons.md`, where it has no older test of its own.

use bytes::Bytes;
use hyper::Method;
use tokio::task::JoinSet;
use veillee::limits::{FORM_TOKEN_LIFE_MS, UPLOAD_LIFE_MS};
use veillee::plugin::Closed;
use veillee::storage::pictures::Next;
use veillee_tests::on_both;
use veillee_tests::world::{Backend, World, jpeg};

use crate::api::{READING, token};
use crate::renditions::rendition;
use crate::sharing::guarded_link;
use crate::tus::{begin, patch, photos};

on_both!(
    an_upload_takes_longer_than_the_page_it_was_begun_on_is_good,
    a_link_is_not_eaten_by_whoever_looks_at_it,
    asking_for_a_thumbnail_makes_none,
    a_service_that_is_switched_off_never_looks_empty_to_a_program,
);

/// Seafile 2467: the token of a long upload died on the way.
async fn an_upload_takes_longer_than_the_page_it_was_begun_on_is_good(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photo) = (anne.album("Mer").await, jpeg(1, 90_000));
    let path = begin(&anne, &album, photo.len()).await;
    let steps = 10;
    for step in 0..steps {
        let (start, end) = (step * photo.len() / steps, (step + 1) * photo.len() / steps);
        patch(&anne, &path, start, &photo[start..end]).await.expect(204);
        // Longer than a page is good, and each time almost as long as an upload waits for its next byte.
        world.clock.advance(FORM_TOKEN_LIFE_MS.max(UPLOAD_LIFE_MS - 1));
    }
    assert_eq!(photos(&anne, &album).await, [photo]);
}

/// Nextcloud 6841: the previews of messengers opened the links that were good once.
async fn a_link_is_not_eaten_by_whoever_looks_at_it(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, originals) = anne.album_with_photos("Vacances", 1).await;
    let (_, link) = guarded_link(&anne, &album, "", "1").await;
    for _ in 0..5 {
        let scanner = world.browser();
        scanner.visit(&link).await.expect(200);
        scanner.get(&rendition(&originals[0], "thumbnail")).await.expect(200);
        scanner.send(Method::HEAD, &originals[0], &[], Bytes::new()).await.expect(200);
        scanner.send(Method::HEAD, &link, &[], Bytes::new()).await.expect(303);
        scanner.send(Method::HEAD, &format!("{album}/download"), &[], Bytes::new()).await.expect(200);
    }
    let person = world.browser();
    person.visit(&link).await.expect(200);
    person.get(&originals[0]).await.expect(200);
    let late = world.browser();
    late.visit(&link).await.expect(200);
    late.get(&originals[0]).await.expect(410);
}

/// Thumbnails that are made when they are asked for brought servers down: here asking makes none, however often.
async fn asking_for_a_thumbnail_makes_none(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (_, originals) = anne.album_with_photos("Vacances", 4).await;
    let mut asking = JoinSet::new();
    for number in 0..200 {
        let browser = anne.moved_to(anne.address());
        let path = rendition(&originals[number % originals.len()], ["thumbnail", "preview"][number % 2]);
        asking.spawn(async move {
            let answer = browser.get(&path).await.expect(200);
            (answer.header("content-type").to_owned(), answer.header("cache-control").to_owned())
        });
    }
    for (media_type, kept) in asking.join_all().await {
        assert_eq!((media_type.as_str(), kept.as_str()), ("image/svg+xml", "no-store"));
    }
    // What was asked for two hundred times is still due once for each photo.
    let mut due = 0;
    while let Next::Picture(_) = world.alpha.next_picture(&["image/jpeg".to_owned()]).await.expect("asked") {
        due += 1;
    }
    assert_eq!(due, originals.len());
}

/// Nextcloud desktop 7148: an app that was off during an upgrade looked empty, and clients deleted what they had.
async fn a_service_that_is_switched_off_never_looks_empty_to_a_program(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, _) = anne.album_with_photos("Vacances", 2).await;
    let bearer = format!("Bearer {}", token(&world.alpha, "anne@example.org", READING).await.0);
    let program = world.browser();
    let id = veillee_tests::world::id_of(&album);
    let list = format!("/-/api/v1/album/album/{id}/children/photo");
    let paths = ["/-/api/v1/album/album".to_owned(), list, format!("/-/api/v1/album/album/{id}")];
    let headers = [("authorization", bearer.as_str())];
    let mut before = Vec::new();
    for path in &paths {
        before.push(program.get_with(path, &headers).await.expect(200).text());
    }
    let reason = || String::from("mise à jour");
    for closed in
        [Closed::Paused { reason: reason(), until_ms: None }, Closed::Disabled { reason: reason() }, Closed::Lost]
    {
        world.host.app.plugins.close(&world.alpha.id, "album", Some(closed.clone()));
        for path in &paths {
            let answer = program.get_with(path, &headers).await;
            assert_eq!(answer.status, 503, "{closed:?} {path}: {}", answer.text());
            assert!(!answer.header("retry-after").is_empty(), "{closed:?} {path}: {:?}", answer.headers);
        }
    }
    world.host.app.plugins.close(&world.alpha.id, "album", None);
    for (path, before) in paths.iter().zip(before) {
        assert_eq!(program.get_with(path, &headers).await.expect(200).text(), before, "{path}");
    }
}
