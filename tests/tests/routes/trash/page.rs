//! The page of the trash: what one may take back, and nothing else.

use veillee::limits::TRASH_LIFE_MS;
use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Backend, Browser, World, id_of};

fn page_of(album: &str) -> String {
    format!("/-/trash/{}", id_of(album))
}

async fn shows(browser: &Browser, title: &str) -> bool {
    browser.get("/-/trash").await.expect(200).text().contains(title)
}

async fn what_was_removed_is_taken_back_by_who_may_and_seen_by_nobody_else(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let (album, photos) = anne.album_with_photos("Vacances & <b>mer</b>", 1).await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let guest = world.browser();
    guest.visit(&link).await.expect(200);
    assert!(anne.get("/-/trash").await.expect(200).text().contains("La corbeille est vide"));

    let then = anne.post(&format!("{album}/trash"), &[]).await.expect(303).location();
    let told = anne.get(&then).await.expect(200);
    assert!(told.attributes("href").contains(&page_of(&album)), "an undo is offered: {}", told.text());
    let shown = anne.get("/-/trash").await.expect(200);
    let text = shown.text();
    assert!(
        text.contains("Vacances &#38; &#60;b&#62;mer") && text.contains("Album · supprimé le 23 novembre 2026"),
        "{text}"
    );
    assert!(text.contains("Effacé pour toujours le 23 décembre 2026"), "{text}");
    let undo = page_of(&album);
    let restore = format!("{undo}/restore");
    for (other, mine) in [(&bruno, 200), (&guest, 200), (&world.browser(), 303)] {
        let page = other.get("/-/trash").await.expect(mine).text();
        assert!(!page.contains("Vacances"), "{page}");
        for path in [undo.clone(), format!("{undo}/delete")] {
            other.get(&path).await.expect(404);
        }
        let token = shown.token_of(&restore);
        other.post(&restore, &[("token", &token)]).await.expect(400);
    }
    crate::account::needs_its_own_token(&anne, &restore, &[]).await;

    let token = anne.get(&undo).await.expect(200).token_of(&restore);
    assert_eq!(anne.post(&restore, &[("token", &token)]).await.expect(303).location(), album);
    assert!(anne.get(&album).await.expect(200).text().contains("de nouveau en place"));
    anne.get(&photos[0]).await.expect(200);
    guest.get(&album).await.expect(200);
    anne.post(&restore, &[("token", &token)]).await.expect(404);
    anne.get(&undo).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_is_taken_back_by_who_may_and_seen_by_nobody_else_on_sqlite() {
    what_was_removed_is_taken_back_by_who_may_and_seen_by_nobody_else(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_is_taken_back_by_who_may_and_seen_by_nobody_else_on_postgresql() {
    what_was_removed_is_taken_back_by_who_may_and_seen_by_nobody_else(Backend::Postgres).await;
}

async fn what_is_deleted_now_is_gone_after_a_second_yes(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 2).await;
    let kept = anne.album("Gardé").await;
    let segments = world.segments();
    anne.post(&format!("{album}/trash"), &[]).await.expect(303);
    let delete = format!("{}/delete", page_of(&album));
    crate::account::needs_its_own_token(&anne, &delete, &[]).await;
    assert!(shows(&anne, "Vacances").await, "asking deletes nothing");
    let token = anne.get(&delete).await.expect(200).token_of(&delete);
    assert_eq!(anne.post(&delete, &[("token", &token)]).await.expect(303).location(), "/-/trash");
    let page = anne.get("/-/trash").await.expect(200).text();
    assert!(page.contains("effacé pour toujours") && page.contains("La corbeille est vide"), "{page}");
    for path in [&album, &photos[0], &page_of(&album), &delete] {
        anne.get(path).await.expect(404);
    }
    anne.post(&delete, &[("token", &token)]).await.expect(404);
    anne.get(&kept).await.expect(200);
    world.alpha.collect_doomed().await.expect("a collection");
    assert_eq!(world.segments(), segments - 2, "the bytes went with it");
    assert_eq!(world.alpha.purge_trash().await.expect("a purge"), 0, "nothing was left for later");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_now_is_gone_after_a_second_yes_on_sqlite() {
    what_is_deleted_now_is_gone_after_a_second_yes(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deleted_now_is_gone_after_a_second_yes_on_postgresql() {
    what_is_deleted_now_is_gone_after_a_second_yes(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_in_something_removed_waits_for_it_and_nothing_comes_back_too_late() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 1).await;
    let photo = id_of(photos[0].trim_end_matches("/original")).to_owned();
    anne.post(&format!("{album}/{photo}/trash"), &[]).await.expect(303);
    let restore = format!("/-/trash/{photo}/restore");
    let token = anne.get("/-/trash").await.expect(200).token_of(&restore);
    anne.post(&format!("{album}/trash"), &[]).await.expect(303);
    let list = anne.get("/-/trash").await.expect(200).text();
    assert!(list.contains("est aussi dans la corbeille") && !list.contains(&restore), "{list}");
    let fields = [("token", token.as_str()), ("then", "list")];
    assert_eq!(anne.post(&restore, &fields).await.expect(303).location(), "/-/trash");
    assert!(anne.get("/-/trash").await.text().contains("remettez-le d’abord en place"));

    // A page opened in time keeps its token; the time in the trash ends all the same.
    world.clock.advance(TRASH_LIFE_MS - MILLIS_PER_DAY / 4);
    anne.sign_in("anne@example.org").await;
    let album_restore = format!("{}/restore", page_of(&album));
    let token = anne.get("/-/trash").await.expect(200).token_of(&album_restore);
    world.clock.advance(MILLIS_PER_DAY / 4);
    anne.post(&album_restore, &[("token", &token)]).await.expect(404);
    assert!(anne.get("/-/trash").await.expect(200).text().contains("La corbeille est vide"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_takes_back_their_own_and_a_closed_service_says_so() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Fête").await;
    let link = anne.share_by_link(&album, "contributor", "none").await;
    let guest = world.browser();
    guest.visit(&link).await.expect(200);
    let photos = guest.add_photos(&album, &[("la mer.jpg", &veillee_tests::world::jpeg(1, 2_000))]).await;
    let photo = id_of(photos[0].trim_end_matches("/original")).to_owned();
    guest.post(&format!("{album}/{photo}/trash"), &[]).await.expect(303);
    let restore = format!("/-/trash/{photo}/restore");
    let page = guest.get("/-/trash").await.expect(200);
    let fields = [("token", page.token_of(&restore)), ("then", "list".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(shows(&anne, &restore).await, "whoever owns the album may take it back too");

    world.host.app.operator.pause(&world.alpha, "album", "", None).await.expect("paused");
    let closed = guest.get("/-/trash").await.expect(200).text();
    assert!(closed.contains("Son service fait une pause") && !closed.contains(&restore), "{closed}");
    guest.post(&restore, &fields).await.expect(503);
    world.host.app.operator.resume(&world.alpha, "album").await.expect("resumed");
    assert_eq!(guest.post(&restore, &fields).await.expect(303).location(), "/-/trash");
    let back = guest.get("/-/trash").await.expect(200);
    assert!(back.attributes("href").contains(&album), "a way to it: {}", back.text());
    guest.get(&photos[0]).await.expect(200);
}
