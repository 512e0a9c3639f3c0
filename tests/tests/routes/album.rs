//! The album's own journeys, with real rules: approval, choosing, undo, moving, order.

mod formats;
mod taking_part;
mod turning;
mod within;

use veillee_tests::world::{Answer, Backend, World, id_of, jpeg};

/// The id in the path of a photo's bytes.
fn photo_id(original: &str) -> &str {
    id_of(original.trim_end_matches("/original"))
}

/// The ids of the photos of an album's page, in their order.
fn shown(page: &Answer) -> Vec<String> {
    let sources = page.attributes("src").into_iter();
    sources.filter_map(|path| path.strip_suffix("/thumbnail").map(|path| id_of(path).to_owned())).collect()
}

async fn a_guests_photo_waits_for_the_yes_of_whoever_keeps_the_album(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Fête").await;
    anne.post(&format!("{album}/approval"), &[("approval", "yes")]).await.expect(303);
    let giving = anne.share_by_link(&album, "contributor", "none").await;
    let looking = anne.share_by_link(&album, "viewer", "none").await;
    let (giver, viewer) = (world.browser(), world.browser());
    giver.visit(&giving).await.expect(200);
    viewer.visit(&looking).await.expect(200);

    let hers = anne.add_photos(&album, &[("hers.jpg", &jpeg(1, 3_000))]).await.remove(0);
    viewer.get(&hers).await.expect(200);
    let all = giver.add_photos(&album, &[("his.jpg", &jpeg(2, 3_000))]).await;
    let his = all.into_iter().find(|photo| *photo != hers).expect("a second photo");
    viewer.get(&his).await.expect(404);
    let yes = [("do", "approve"), ("photo", photo_id(&his))];
    giver.post(&format!("{album}/choose"), &yes).await.expect(403);
    giver.post(&format!("{album}/{}/approve", photo_id(&his)), &[]).await.expect(403);
    viewer.get(&his).await.expect(404);

    assert!(anne.get(&album).await.text().contains("1 photo attend votre accord"));
    let waiting = anne.get(&format!("{album}/choose?state=pending")).await.expect(200);
    assert_eq!(shown(&waiting), [photo_id(&his)]);
    anne.post(&format!("{album}/choose"), &yes).await.expect(303);
    viewer.get(&his).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guests_photo_waits_for_the_yes_of_whoever_keeps_the_album_on_sqlite() {
    a_guests_photo_waits_for_the_yes_of_whoever_keeps_the_album(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guests_photo_waits_for_the_yes_of_whoever_keeps_the_album_on_postgresql() {
    a_guests_photo_waits_for_the_yes_of_whoever_keeps_the_album(Backend::Postgres).await;
}

async fn chosen_photos_are_taken_away_and_brought_back_by_those_who_may(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 3).await;
    let link = anne.share_by_link(&album, "contributor", "none").await;
    let visitor = world.browser();
    visitor.visit(&link).await.expect(200);
    let chosen = [("do", "trash"), ("photo", photo_id(&photos[0])), ("photo", photo_id(&photos[2]))];
    let refused = visitor.post(&format!("{album}/choose"), &chosen).await.expect(422).text();
    assert_eq!(refused.matches(" checked=\"\"").count(), 2, "what was ticked is kept: {refused}");
    anne.get(&photos[0]).await.expect(200);

    let answer = anne.post(&format!("{album}/choose"), &chosen).await.expect(303);
    for photo in [&photos[0], &photos[2]] {
        anne.get(photo).await.expect(404);
        visitor.get(photo).await.expect(404);
    }
    let page = anne.get(&answer.location()).await.expect(200);
    assert_eq!(shown(&page), [photo_id(&photos[1])]);
    assert!(page.text().contains(&format!("action=\"{album}/restore\"")), "{}", page.text());
    let undo = [("id", photo_id(&photos[0])), ("id", photo_id(&photos[2]))];
    let restore = format!("{album}/restore");
    // Who may not delete may not bring back either, and learns nothing of it.
    visitor.post(&restore, &undo).await.expect(303);
    anne.get(&photos[0]).await.expect(404);
    anne.post(&restore, &undo).await.expect(303);
    for photo in &photos {
        visitor.get(photo).await.expect(200);
    }
    anne.post(&restore, &undo).await.expect(303);

    let whole = anne.post(&format!("{album}/trash"), &[]).await.expect(303);
    let page = anne.get(&whole.location()).await.expect(200).text();
    assert!(page.contains("action=\"/album/restore\""), "{page}");
    anne.post("/album/restore", &[("id", id_of(&album))]).await.expect(303);
    visitor.get(&photos[1]).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn chosen_photos_are_taken_away_and_brought_back_by_those_who_may_on_sqlite() {
    chosen_photos_are_taken_away_and_brought_back_by_those_who_may(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn chosen_photos_are_taken_away_and_brought_back_by_those_who_may_on_postgresql() {
    chosen_photos_are_taken_away_and_brought_back_by_those_who_may(Backend::Postgres).await;
}

async fn a_moved_photo_is_seen_by_those_of_its_new_album_alone(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Un", 2).await;
    let (other, there) = anne.album_with_photos("Deux", 1).await;
    let (here, away) = (world.browser(), world.browser());
    here.visit(&anne.share_by_link(&album, "viewer", "none").await).await.expect(200);
    away.visit(&anne.share_by_link(&other, "viewer", "none").await).await.expect(200);
    let moved = photo_id(&photos[0]);
    let asked = anne.post(&format!("{album}/choose"), &[("do", "move"), ("photo", moved)]).await.expect(200).text();
    assert!(asked.contains(&format!("<option value=\"{}\">Deux</option>", id_of(&other))), "{asked}");
    let go = [("to", id_of(&other)), ("photo", moved)];
    here.post(&format!("{album}/move"), &go).await.expect(404);
    let answer = anne.post(&format!("{album}/move"), &go).await.expect(303);
    assert!(anne.get(&answer.location()).await.expect(200).text().contains(">Deux</a>"));
    here.get(&photos[0]).await.expect(404);
    away.get(&photos[0]).await.expect(200);
    assert_eq!(shown(&away.get(&other).await), [photo_id(&there[0]), moved]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_photo_is_seen_by_those_of_its_new_album_alone_on_sqlite() {
    a_moved_photo_is_seen_by_those_of_its_new_album_alone(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_photo_is_seen_by_those_of_its_new_album_alone_on_postgresql() {
    a_moved_photo_is_seen_by_those_of_its_new_album_alone(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_made_by_hand_is_the_order_for_all() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 3).await;
    let ids: Vec<&str> = photos.iter().map(|photo| photo_id(photo)).collect();
    let viewer = world.browser();
    viewer.visit(&anne.share_by_link(&album, "viewer", "none").await).await.expect(200);
    let order = format!("{album}/order");
    viewer.get(&order).await.expect(403);
    viewer.post(&order, &[("down", ids[0])]).await.expect(403);
    for (button, photo, expected) in [("down", 0, [1, 0, 2]), ("front", 2, [2, 1, 0]), ("up", 0, [2, 0, 1])] {
        let answer = anne.post(&order, &[(button, ids[photo])]).await.expect(303);
        anne.get(&answer.location()).await.expect(200);
        assert_eq!(shown(&viewer.get(&album).await), expected.map(|place| ids[place]), "{button}");
    }
    anne.post(&order, &[("order", ids[0]), ("order", ids[1]), ("order", ids[2])]).await.expect(303);
    assert_eq!(shown(&viewer.get(&album).await), ids);
    anne.post(&format!("{album}/sort"), &[]).await.expect(303);
    assert_eq!(shown(&viewer.get(&album).await), ids, "without dates of cameras they stay as they came");
    let page = viewer.get(&format!("{album}/{}", ids[1])).await.expect(200).text();
    assert!(page.contains("rel=\"prev\"") && page.contains("rel=\"next\"") && page.contains("accesskey="), "{page}");
}

async fn a_copied_photo_has_a_life_of_its_own(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Un", 2).await;
    let other = anne.album("Deux").await;
    let away = world.browser();
    away.visit(&anne.share_by_link(&other, "viewer", "none").await).await.expect(200);
    let go = [("to", id_of(&other)), ("photo", photo_id(&photos[1]))];
    away.post(&format!("{album}/copy"), &go).await.expect(404);
    let answer = anne.post(&format!("{album}/copy"), &go).await.expect(303);
    assert!(anne.get(&answer.location()).await.expect(200).text().contains(">Deux</a>"));
    let copies = shown(&away.get(&other).await);
    let copy = format!("/-/blob/{}/original", copies.first().expect("a copy"));
    let bytes = anne.get(&photos[1]).await.expect(200).body;
    assert_eq!(away.get(&copy).await.expect(200).body, bytes);
    away.get(&photos[1]).await.expect(404);
    assert_ne!(anne.get(&copy).await.header("etag"), anne.get(&photos[1]).await.header("etag"));

    // Nobody copies what they do not see into what they keep.
    let bruno = world.member("Bruno").await;
    let his = bruno.album("À Bruno").await;
    let steal = [("to", id_of(&his)), ("photo", photo_id(&photos[0]))];
    bruno.post(&format!("{his}/copy"), &steal).await.expect(422);
    assert!(shown(&bruno.get(&his).await).is_empty());

    // One goes for good, and the other keeps its bytes; then both go, and so do they.
    let purge = async |album: &str, id: &str| {
        anne.post(&format!("{album}/{id}/trash"), &[]).await.expect(303);
        let page = format!("/-/trash/{id}/delete");
        let token = anne.get(&page).await.expect(200).token_of(&page);
        anne.post(&page, &[("token", &token)]).await.expect(303);
    };
    purge(&album, photo_id(&photos[1])).await;
    assert_eq!(away.get(&copy).await.expect(200).body, bytes);
    purge(&other, id_of(copy.trim_end_matches("/original"))).await;
    away.get(&copy).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_photo_has_a_life_of_its_own_on_sqlite() {
    a_copied_photo_has_a_life_of_its_own(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_photo_has_a_life_of_its_own_on_postgresql() {
    a_copied_photo_has_a_life_of_its_own(Backend::Postgres).await;
}
