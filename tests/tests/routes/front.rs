//! The first page of an association, the page of components, and what a link says after its end.

use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Backend, World};

async fn the_first_page_shows_what_the_caller_may_open_and_nothing_else(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (bruno, guest, visitor) = (world.member("Bruno").await, world.browser(), world.browser());
    let album = anne.album("Réservé à qui a le lien").await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    guest.visit(&link).await.expect(200);
    let shown = format!("href=\"{album}\"");
    for (who, sees) in [(&anne, true), (&guest, true), (&bruno, false), (&visitor, false)] {
        let page = who.get("/").await.expect(200);
        assert_eq!(page.text().contains(&shown), sees, "{}", page.text());
    }
    assert!(anne.get("/").await.text().contains("href=\"/-/settings\""), "the administrator finds the settings");
    assert!(!bruno.get("/").await.text().contains("href=\"/-/settings\""), "nobody else does");
    anne.take_back(&album, 0).await;
    assert!(!guest.get("/").await.expect(200).text().contains(&shown), "what was taken back is not there");
    anne.post(&format!("{album}/trash"), &[]).await.expect(303);
    assert!(!anne.get("/").await.expect(200).text().contains(&shown), "what is in the trash is not there");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_shows_what_the_caller_may_open_and_nothing_else_on_sqlite() {
    the_first_page_shows_what_the_caller_may_open_and_nothing_else(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_shows_what_the_caller_may_open_and_nothing_else_on_postgresql() {
    the_first_page_shows_what_the_caller_may_open_and_nothing_else(Backend::Postgres).await;
}

async fn a_link_that_ended_by_its_date_says_so_and_one_taken_back_does_not(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 1).await;
    let link = anne.share_by_link(&album, "viewer", "week").await;
    let visitor = world.browser();
    visitor.visit(&link).await.expect(200);
    world.clock.advance(7 * MILLIS_PER_DAY);
    for who in [&visitor, &world.browser()] {
        let page = who.get(&link).await.expect(410);
        assert!(!page.text().contains("Vacances"), "it says that it ended and nothing else: {}", page.text());
    }
    // Whoever opened it is told the same of what it led to; nobody else is.
    for path in [&album, &photos[0]] {
        let page = visitor.get(path).await.expect(410);
        assert!(!page.text().contains("Vacances"), "{}", page.text());
        world.browser().get(path).await.expect(404);
    }
    visitor.get("/-/s/was-never-there").await.expect(404);
    anne.post(&format!("{album}/trash"), &[]).await.expect(303);
    for path in [&link, &album, &photos[0]] {
        visitor.get(path).await.expect(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_ended_by_its_date_says_so_and_one_taken_back_does_not_on_sqlite() {
    a_link_that_ended_by_its_date_says_so_and_one_taken_back_does_not(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_ended_by_its_date_says_so_and_one_taken_back_does_not_on_postgresql() {
    a_link_that_ended_by_its_date_says_so_and_one_taken_back_does_not(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_components_has_its_pictures_and_is_the_same_for_everybody() {
    let world = World::on(Backend::Sqlite).await.expect("SQLite is built in");
    for who in [&world.administrator().await, &world.browser()] {
        let page = who.get("/-/design").await.expect(200);
        let pictures: Vec<String> =
            page.attributes("src").into_iter().filter(|path| path.contains("/sample-")).collect();
        assert!(pictures.len() > 3, "{pictures:?}");
        for picture in pictures {
            who.get(&picture).await.expect(200);
        }
    }
}
