//! Nothing of an upload lives in memory alone.

use veillee_tests::on_both;
use veillee_tests::world::{Backend, jpeg};

use super::{create, for_album, offset, patch, photos, scene};

on_both!(an_upload_goes_on_after_a_restart_of_the_host);

async fn an_upload_goes_on_after_a_restart_of_the_host(backend: Backend) {
    let Some((mut world, anne, album)) = scene(backend).await else { return };
    // Two, since an album takes the same file once.
    let [photo, other] = [1, 2].map(|seed| jpeg(seed, 9_000_000));
    let attached = create(&anne, &for_album(&anne, &album, "attach").await, photo.len()).await.expect(201).location();
    let waiting = create(&anne, &for_album(&anne, &album, "form").await, photo.len()).await.expect(201).location();
    let cookies = anne.cookie_header();
    let mut at = 0;
    for end in [100_000, 4_300_000, photo.len()] {
        world = world.restart().await;
        let anne = world.browser();
        for pair in cookies.split("; ") {
            let (name, value) = pair.split_once('=').expect("a cookie");
            anne.set_cookie(name, value);
        }
        for (path, photo) in [(&attached, &photo), (&waiting, &other)] {
            assert_eq!(offset(&anne, path).await, at);
            patch(&anne, path, at, &photo[at..end]).await.expect(204);
        }
        at = end;
    }
    world = world.restart().await;
    let anne = world.browser();
    for pair in cookies.split("; ") {
        let (name, value) = pair.split_once('=').expect("a cookie");
        anne.set_cookie(name, value);
    }
    assert!(photos(&anne, &album).await == [photo.clone()]);
    let named = format!("photos={}", veillee_tests::world::id_of(&waiting));
    anne.post(&album, &[("veillee-uploaded", &named)]).await.expect(303);
    assert!(photos(&anne, &album).await == [photo, other]);
}
