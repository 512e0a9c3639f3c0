//! Albums within albums, with real rules: who sees what, the way down, and what moves.

use veillee_tests::world::{Backend, Browser, World, id_of};

/// Makes an album in another and returns its path.
async fn inner(browser: &Browser, album: &str, title: &str) -> String {
    let made = browser.post(&format!("{album}/albums"), &[("inner", title)]).await.expect(303).location();
    made.trim_end_matches("?new=yes").to_owned()
}

/// Follows the sharing of what it lies in, or not.
async fn set_private(browser: &Browser, album: &str, private: &str) {
    let path = format!("/-/share/{}", id_of(album));
    let action = format!("{path}/private");
    let token = browser.get(&path).await.expect(200).token_of(&action);
    browser.post(&action, &[("token", &token), ("private", private)]).await.expect(303);
}

async fn an_album_in_a_shared_one_is_seen_until_it_is_private(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let outer = anne.album("Vacances").await;
    let beach = inner(&anne, &outer, "Plage").await;
    let photo = anne.add_photos(&beach, &[("plage.jpg", &veillee_tests::world::jpeg(1, 3_000))]).await.remove(0);
    let viewer = world.browser();
    viewer.visit(&anne.share_by_link(&outer, "viewer", "none").await).await.expect(200);
    assert!(viewer.get(&outer).await.expect(200).text().contains(">Plage</a>"));
    let page = viewer.get(&beach).await.expect(200).text();
    assert!(page.contains(&format!("› <a href=\"{outer}\">Vacances</a>")), "{page}");
    viewer.get(&photo).await.expect(200);
    assert!(!anne.get("/album/").await.expect(200).text().contains(">Plage</a>"), "found in the album around it");

    set_private(&anne, &beach, "yes").await;
    for path in [&beach, &photo, &format!("{beach}/download"), &format!("{beach}/sheet"), &format!("{beach}/book")] {
        viewer.get(path).await.expect(404);
    }
    assert!(!viewer.get(&outer).await.expect(200).text().contains("Plage"), "nothing tells of it");
    assert!(anne.get(&outer).await.expect(200).text().contains(">Plage</a>"));

    // Shared alone, it stands in its guest's list, and nothing tells of what it lies in.
    let alone = world.browser();
    alone.visit(&anne.share_by_link(&beach, "viewer", "none").await).await.expect(200);
    assert!(alone.get("/album/").await.expect(200).text().contains(">Plage</a>"));
    let page = alone.get(&beach).await.expect(200).text();
    assert!(!page.contains("Vacances") && !page.contains(id_of(&outer)), "{page}");
    alone.get(&outer).await.expect(404);

    set_private(&anne, &beach, "no").await;
    viewer.get(&photo).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_in_a_shared_one_is_seen_until_it_is_private_on_sqlite() {
    an_album_in_a_shared_one_is_seen_until_it_is_private(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_in_a_shared_one_is_seen_until_it_is_private_on_postgresql() {
    an_album_in_a_shared_one_is_seen_until_it_is_private(Backend::Postgres).await;
}

async fn an_album_moves_with_all_that_lies_in_it(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (beach, photos) = anne.album_with_photos("Plage", 1).await;
    let caves = inner(&anne, &beach, "Grottes").await;
    let shared = anne.album("Pour tous").await;
    let viewer = world.browser();
    viewer.visit(&anne.share_by_link(&shared, "viewer", "none").await).await.expect(200);
    viewer.get(&photos[0]).await.expect(404);
    let asked = anne.get(&format!("{beach}/into")).await.expect(200).text();
    assert!(asked.contains(&format!("<option value=\"{}\">Pour tous</option>", id_of(&shared))), "{asked}");
    assert!(!asked.contains(&format!("<option value=\"{}\"", id_of(&caves))), "not into what lies in it: {asked}");
    anne.post(&format!("{beach}/into"), &[("to", id_of(&shared))]).await.expect(303);
    viewer.get(&photos[0]).await.expect(200);
    viewer.get(&caves).await.expect(200);
    // In a circle it would lie in nothing.
    anne.post(&format!("{beach}/into"), &[("to", id_of(&caves))]).await.expect(422);
    anne.get(&caves).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_moves_with_all_that_lies_in_it_on_sqlite() {
    an_album_moves_with_all_that_lies_in_it(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_moves_with_all_that_lies_in_it_on_postgresql() {
    an_album_moves_with_all_that_lies_in_it(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_keeps_an_album_makes_and_moves_albums_in_it() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (outer, photos) = anne.album_with_photos("Vacances", 1).await;
    let bruno = world.member("Bruno").await;
    let his = bruno.album("À Bruno").await;
    for role in ["viewer", "depositor", "contributor"] {
        let guest = world.browser();
        guest.visit(&anne.share_by_link(&outer, role, "none").await).await.expect(200);
        guest.post(&format!("{outer}/albums"), &[("inner", "Moi")]).await.expect(403);
        guest.post(&format!("{outer}/into"), &[("to", id_of(&his))]).await.expect(404);
        let page = guest.get(&outer).await.expect(200).text();
        assert!(!page.contains("name=\"inner\"") && !page.contains("/into\""), "{role}: {page}");
        assert_eq!(page.contains("<input class=\"veillee-upload") || page.contains("type=\"file\""), role != "viewer");
    }
    bruno.visit(&anne.share_by_link(&outer, "viewer", "none").await).await.expect(200);
    // Whoever owns the place would pay for what is put there: nobody puts a tree into somebody else's.
    bruno.post(&format!("{his}/into"), &[("to", id_of(&outer))]).await.expect(403);
    // An id of a photo is none of an album, whatever the address says.
    let photo = id_of(photos[0].trim_end_matches("/original"));
    for path in [format!("/album/{photo}"), format!("/album/{photo}/book"), format!("/album/{photo}/sheet")] {
        anne.get(&path).await.expect(404);
    }
}
