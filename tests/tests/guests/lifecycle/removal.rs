//! Uninstalled: found again for 30 days, then gone with its keys.

use veillee::limits::REMOVED_LIFE_MS;
use veillee_tests::world::{Backend, World, id_of};

async fn what_a_removed_service_kept_is_found_again_for_thirty_days_and_then_gone(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let operator = world.host.app.operator.clone();
    let anne = world.member("Anne").await;
    let (album, photos) = anne.album_with_photos("Noces d'or", 3).await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    anne.post("/hello/", &[]).await.expect(303);
    assert_eq!(world.segments(), 3);

    operator.remove(&world.alpha, "album").await.unwrap();
    anne.get(&photos[0]).await.expect(404);
    world.clock.advance(REMOVED_LIFE_MS - 1);
    assert_eq!(operator.purge_removed().await.unwrap(), 0, "not a moment too early");
    operator.enable(&world.alpha, "album", false).await.unwrap();
    assert_eq!(operator.purge_removed().await.unwrap(), 0, "it is there again");
    let anne = world.browser();
    anne.sign_in("anne@example.org").await;
    anne.get(&photos[0]).await.expect(200);
    world.browser().visit(&link).await.expect(200);

    operator.remove(&world.alpha, "album").await.unwrap();
    world.clock.advance(REMOVED_LIFE_MS);
    assert_eq!(operator.purge_removed().await.unwrap(), 1);
    assert_eq!(world.alpha.collect_doomed().await.unwrap(), 3, "the keys went, the files follow");
    assert_eq!(world.segments(), 0);
    assert_eq!(operator.purge_removed().await.unwrap(), 0, "once");

    // Installed anew it begins empty, and what was there before has no meaning any more.
    operator.enable(&world.alpha, "album", true).await.unwrap();
    let anne = world.browser();
    anne.sign_in("anne@example.org").await;
    let list = anne.get("/album/").await.expect(200).text();
    assert!(!list.contains("Noces") && !list.contains(id_of(&album)), "{list}");
    anne.get(&album).await.expect(404);
    anne.get(&photos[0]).await.expect(404);
    world.browser().visit(&link).await.expect(404);
    let (_, photos) = anne.album_with_photos("Rentrée", 1).await;
    anne.get(&photos[0]).await.expect(200);
    assert!(anne.get("/hello/").await.expect(200).text().contains("Saluts\u{a0}: 1"), "the neighbour's data stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_removed_service_kept_is_found_again_for_thirty_days_and_then_gone_on_sqlite() {
    what_a_removed_service_kept_is_found_again_for_thirty_days_and_then_gone(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_removed_service_kept_is_found_again_for_thirty_days_and_then_gone_on_postgresql() {
    what_a_removed_service_kept_is_found_again_for_thirty_days_and_then_gone(Backend::Postgres).await;
}
