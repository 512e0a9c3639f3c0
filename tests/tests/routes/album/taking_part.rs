//! Guests without an account: first names, hearts, the guest book, their own photos, and what whoever keeps the album decides.

use veillee_tests::world::{Backend, Browser, World, id_of, jpeg};

/// Brings a photo under a first name.
async fn bring(guest: &Browser, album: &str, name: &str, seed: u32, status: u16) {
    let token = guest.get(album).await.expect(200).hidden("veillee-upload", 0);
    let fields = [("veillee-upload", token.as_str()), ("by", name)];
    guest.upload(album, &fields, "photos", &[("IMG_1.jpg", &jpeg(seed, 3_000))]).await.expect(status);
}

async fn guest_of(world: &World, link: &str) -> Browser {
    let guest = world.browser();
    guest.visit(link).await.expect(200);
    guest
}

async fn a_box_shows_each_guest_their_own_and_a_name_on_each_photo(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Mariage").await;
    anne.post(&format!("{album}/others"), &[("hearts", "yes"), ("each", "2")]).await.expect(303);
    let link = anne.share_by_link(&album, "depositor", "none").await;
    let (jeanne, paul) = (guest_of(&world, &link).await, guest_of(&world, &link).await);
    assert!(jeanne.get(&album).await.expect(200).text().contains("Votre prénom"));
    bring(&jeanne, &album, "Jeanne", 1, 303).await;
    bring(&jeanne, &album, "", 2, 303).await;
    bring(&jeanne, &album, "", 3, 422).await;
    bring(&paul, &album, "Paul", 4, 303).await;
    let hers = jeanne.get(&album).await.expect(200).text();
    assert!(hers.contains("Vous êtes Jeanne") && hers.contains("par Jeanne") && !hers.contains("Paul"), "{hers}");
    let all = anne.get(&album).await.expect(200);
    assert_eq!((all.text().matches("par Jeanne\"").count(), all.text().matches("par Paul\"").count()), (2, 1));

    // Their own, for a day.
    let mine = jeanne.get(&album).await.attributes("src");
    let ids: Vec<&str> = mine.iter().filter_map(|path| path.strip_suffix("/thumbnail")).map(id_of).collect();
    paul.post(&format!("{album}/{}/trash", ids[0]), &[]).await.expect(404);
    jeanne.post(&format!("{album}/{}/trash", ids[0]), &[]).await.expect(303);
    world.clock.advance(24 * 60 * 60 * 1000);
    jeanne.post(&format!("{album}/{}/trash", ids[1]), &[]).await.expect(403);
    anne.post(&format!("{album}/{}/trash", ids[1]), &[]).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_shows_each_guest_their_own_and_a_name_on_each_photo_on_sqlite() {
    a_box_shows_each_guest_their_own_and_a_name_on_each_photo(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_shows_each_guest_their_own_and_a_name_on_each_photo_on_postgresql() {
    a_box_shows_each_guest_their_own_and_a_name_on_each_photo(Backend::Postgres).await;
}

async fn all_see_how_many_hearts_and_who_keeps_the_album_sees_whose(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 1).await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let (jeanne, paul) = (guest_of(&world, &link).await, guest_of(&world, &link).await);
    let page = format!("{album}/{}", id_of(photos[0].trim_end_matches("/original")));
    let heart = format!("{page}/heart");
    for _ in 0..2 {
        jeanne.post(&heart, &[("heart", "yes")]).await.expect(303);
    }
    paul.post(&heart, &[("heart", "yes")]).await.expect(303);
    for browser in [&jeanne, &paul, &anne] {
        assert!(browser.get(&page).await.expect(200).text().contains("2 cœurs"));
    }
    jeanne.get(&format!("{page}/hearts")).await.expect(403);
    let names = anne.get(&format!("{page}/hearts")).await.expect(200).text();
    let main = names.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a main part");
    assert_eq!(main.matches("<li>").count(), 2, "{main}");
    assert!(jeanne.get("/album/hearts").await.expect(200).text().contains(&format!("href=\"{page}\"")));
    jeanne.post(&heart, &[("heart", "no")]).await.expect(303);
    assert!(paul.get(&page).await.expect(200).text().contains("1 cœur"));
    assert!(!jeanne.get("/album/hearts").await.expect(200).text().contains(&page));
    assert!(!jeanne.get("/-/trash").await.text().contains("Cœur"), "taking a heart back fills no trash");

    anne.post(&format!("{album}/others"), &[("each", "")]).await.expect(303);
    jeanne.post(&heart, &[("heart", "yes")]).await.expect(403);
    // Closed with the album: the link is taken back.
    anne.take_back(&album, 0).await;
    for path in [&page, &format!("{page}/hearts")] {
        paul.get(path).await.expect(404);
    }
    paul.post(&heart, &[("heart", "no")]).await.expect(404);
    assert!(!paul.get("/album/hearts").await.expect(200).text().contains(&page), "a favourite is no way in");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_see_how_many_hearts_and_who_keeps_the_album_sees_whose_on_sqlite() {
    all_see_how_many_hearts_and_who_keeps_the_album_sees_whose(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_see_how_many_hearts_and_who_keeps_the_album_sees_whose_on_postgresql() {
    all_see_how_many_hearts_and_who_keeps_the_album_sees_whose(Backend::Postgres).await;
}

async fn a_guest_book_is_open_when_the_album_says_so_and_moderated(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Fête").await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let (jeanne, paul) = (guest_of(&world, &link).await, guest_of(&world, &link).await);
    let book = format!("{album}/book");
    let write = [("text", "Merci pour tout"), ("by", "Jeanne")];
    jeanne.post(&book, &write).await.expect(403);
    assert!(!jeanne.get(&book).await.expect(200).text().contains("name=\"text\""));
    anne.post(&format!("{album}/others"), &[("hearts", "yes"), ("book", "yes"), ("each", "")]).await.expect(303);
    anne.post(&format!("{album}/approval"), &[("approval", "yes")]).await.expect(303);
    assert!(!jeanne.get(&album).await.expect(200).text().contains("type=\"file\""), "words, and no photos");
    jeanne.post(&book, &write).await.expect(303);
    assert!(jeanne.get(&book).await.expect(200).text().contains("par Jeanne"), "one's own is seen at once");
    assert!(!paul.get(&book).await.expect(200).text().contains("Merci pour tout"), "it waits");
    let waiting = anne.get(&book).await.expect(200);
    let deeds = waiting.attributes("action").into_iter().find(|action| action.starts_with(&format!("{book}/")));
    let deed = deeds.expect("a form for the word");
    paul.post(&deed, &[("do", "show")]).await.expect(404);
    jeanne.post(&deed, &[("do", "show")]).await.expect(403);
    anne.post(&deed, &[("do", "show")]).await.expect(303);
    assert!(paul.get(&book).await.expect(200).text().contains("Merci pour tout"));
    paul.post(&deed, &[("do", "trash")]).await.expect(403);
    jeanne.post(&deed, &[("do", "trash")]).await.expect(303);
    assert!(!paul.get(&book).await.expect(200).text().contains("Merci pour tout"));
    jeanne.post(&format!("{book}/restore"), &[("id", id_of(&deed))]).await.expect(303);
    assert!(paul.get(&book).await.expect(200).text().contains("Merci pour tout"), "brought back");
    anne.take_back(&album, 0).await;
    paul.get(&book).await.expect(404);
    paul.post(&book, &write).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_book_is_open_when_the_album_says_so_and_moderated_on_sqlite() {
    a_guest_book_is_open_when_the_album_says_so_and_moderated(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_book_is_open_when_the_album_says_so_and_moderated_on_postgresql() {
    a_guest_book_is_open_when_the_album_says_so_and_moderated(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_that_wait_are_decided_on_one_by_one_by_whoever_keeps_the_album() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Fête").await;
    anne.post(&format!("{album}/approval"), &[("approval", "yes")]).await.expect(303);
    let giver = guest_of(&world, &anne.share_by_link(&album, "contributor", "none").await).await;
    let viewer = guest_of(&world, &anne.share_by_link(&album, "viewer", "none").await).await;
    bring(&giver, &album, "Jeanne", 1, 303).await;
    bring(&giver, &album, "", 2, 303).await;
    let review = format!("{album}/review");
    for browser in [&giver, &viewer] {
        browser.get(&review).await.expect(403);
        browser.post(&review, &[("do", "show")]).await.expect(403);
    }
    let shown = async || viewer.get(&album).await.expect(200).text().matches("/thumbnail\"").count();
    for (deed, then) in [("show", 1), ("trash", 1)] {
        let page = anne.get(&review).await.expect(200).text();
        let photo = page.split("src=\"/-/blob/").nth(1).and_then(|rest| rest.split('/').next()).expect("a photo");
        let next = anne.post(&review, &[("do", deed), ("photo", photo)]).await.expect(303).location();
        let page = anne.get(&next).await.expect(200).text();
        assert!(page.contains("Annuler"), "{page}");
        assert_eq!(shown().await, then, "{deed}");
    }
    assert!(anne.get(&review).await.expect(200).text().contains("Tout est vu"));
}
