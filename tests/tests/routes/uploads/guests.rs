//! A visitor who adds photos becomes a guest, known by a cookie, and sees what is theirs.

use veillee_tests::world::{Backend, World, id_of, jpeg};

async fn a_depositor_sees_own_photos_and_no_others(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, hers) = anne.album_with_photos("Mariage", 2).await;
    let link = anne.share_by_link(&album, "depositor", "none").await;
    let (giver, other) = (world.browser(), world.browser());
    for visitor in [&giver, &other] {
        visitor.visit(&link).await.expect(200);
    }
    let mine = giver.add_photos(&album, &[("mine.jpg", &jpeg(70, 2_000)), ("too.jpg", &jpeg(71, 2_000))]).await;
    let theirs = other.add_photos(&album, &[("theirs.jpg", &jpeg(72, 2_000))]).await;
    assert_eq!((mine.len(), theirs.len()), (2, 1), "each sees only their own");
    for photo in &mine {
        giver.get(photo).await.expect(200);
        anne.get(photo).await.expect(200);
        other.get(photo).await.expect(404);
    }
    for photo in hers.iter().chain(&theirs) {
        giver.get(photo).await.expect(404);
    }
    let id = id_of(mine[0].trim_end_matches("/original")).to_owned();
    giver.get(&format!("{album}/{id}")).await.expect(200);
    giver.post(&format!("{album}/{id}/trash"), &[]).await.expect(303);
    giver.get(&mine[0]).await.expect(404);

    // The guest is this browser: another one with the same link is somebody else.
    let later = world.browser();
    later.visit(&link).await.expect(200);
    later.get(&mine[1]).await.expect(404);
    let shown = anne.get(&album).await.expect(200).text();
    assert_eq!(shown.matches("src=\"/-/blob/").count(), 4, "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_depositor_sees_own_photos_and_no_others_on_sqlite() {
    a_depositor_sees_own_photos_and_no_others(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_depositor_sees_own_photos_and_no_others_on_postgresql() {
    a_depositor_sees_own_photos_and_no_others(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contributor_by_link_sees_all_and_adds() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (album, _) = anne.album_with_photos("Mariage", 2).await;
    let link = anne.share_by_link(&album, "contributor", "none").await;
    let visitor = world.browser();
    visitor.visit(&link).await.expect(200);
    let seen = visitor.add_photos(&album, &[("mine.jpg", &jpeg(70, 2_000))]).await;
    assert_eq!(seen.len(), 3);
    let added = visitor.add_photos(&album, &[("more.jpg", &jpeg(71, 2_000))]).await;
    assert_eq!(added.len(), 4);
    anne.take_back(&album, 0).await;
    // Two were hers. What a guest made stays theirs to see, as the rule of photos says of its author.
    let mut still = 0;
    for photo in &added {
        still += u32::from(visitor.get(photo).await.status.is_success());
    }
    assert_eq!(still, 2);
    visitor.get(&album).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_may_add_to_a_public_box_without_any_link() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Boîte").await;
    let page_path = format!("/-/share/{}", id_of(&album));
    let action = format!("{page_path}/everyone");
    let token = anne.get(&page_path).await.expect(200).token_of(&action);
    anne.post(&action, &[("token", &token), ("role", "depositor")]).await.expect(303);
    let stranger = world.browser();
    let mine = stranger.add_photos(&album, &[("mine.jpg", &jpeg(70, 2_000))]).await;
    assert_eq!(mine.len(), 1, "known again by the cookie that came with the answer");
    stranger.get(&mine[0]).await.expect(200);
    world.browser().get(&mine[0]).await.expect(404);
}
