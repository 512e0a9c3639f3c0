//! No byte is kept without the host's own word that this caller may put a file there.

use veillee_ambient::{MILLIS_PER_HOUR, MILLIS_PER_MINUTE};
use veillee_tests::world::{BOUNDARY, Backend, World, jpeg};

use super::token;

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_good_for_its_session_and_for_half_a_day() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let bruno = world.member("Bruno").await;
    let (album, his) = (anne.album("Anne").await, bruno.album("Bruno").await);
    let photo = jpeg(1, 2_000);
    let files: [(&str, &[u8]); 1] = [("a.jpg", &photo)];
    let (own, foreign) = (token(&anne, &album).await, token(&bruno, &his).await);
    let beta = world.member_at("beta.localhost", "Carla").await;
    let elsewhere = token(&beta, &beta.album("Bêta").await).await;
    for wrong in ["", "x", foreign.as_str(), elsewhere.as_str(), &own[1..], &format!("{own}A")] {
        anne.upload(&album, &[("veillee-upload", wrong)], "photos", &files).await.expect(400);
    }
    anne.upload(&album, &[], "photos", &files).await.expect(400);
    assert_eq!(world.segments(), 0, "not a byte is kept");
    world.clock.advance(12 * MILLIS_PER_HOUR - MILLIS_PER_MINUTE);
    anne.upload(&album, &[("veillee-upload", &own)], "photos", &files).await.expect(303);
    world.clock.advance(MILLIS_PER_MINUTE);
    anne.upload(&album, &[("veillee-upload", &own)], "photos", &files).await.expect(400);
    assert_eq!(world.segments(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_after_the_file_comes_too_late() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let token = token(&anne, &album).await;
    let mut body =
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a.jpg\"\r\n\r\n")
            .into_bytes();
    body.extend_from_slice(&jpeg(1, 2_000));
    body.extend_from_slice(
        format!(
            "\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"veillee-upload\"\r\n\r\n{token}\r\n\
             --{BOUNDARY}--\r\n"
        )
        .as_bytes(),
    );
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let answer = anne.send(hyper::Method::POST, &album, &[("content-type", &kind)], body.into()).await;
    answer.expect(400);
    assert_eq!(world.segments(), 0);
}

async fn who_may_not_add_leaves_no_byte(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let contributing = anne.share_by_link(&album, "contributor", "none").await;
    let photo = jpeg(1, 2_000);
    let files: [(&str, &[u8]); 1] = [("a.jpg", &photo)];

    // Held since better days: the right is asked for again when the file comes.
    let visitor = world.browser();
    visitor.visit(&contributing).await.expect(200);
    let held = token(&visitor, &album).await;
    anne.take_back(&album, 0).await;
    visitor.upload(&album, &[("veillee-upload", &held)], "photos", &files).await.expect(404);

    let viewing = anne.share_by_link(&album, "viewer", "none").await;
    visitor.visit(&viewing).await.expect(200);
    let page = visitor.get(&album).await.expect(200).text();
    assert!(!page.contains("name=\"veillee-upload\""), "no control without the right: {page}");
    visitor.upload(&album, &[("veillee-upload", &held)], "photos", &files).await.expect(403);
    assert_eq!(world.segments(), 0, "not a byte is kept");
    assert!(!anne.get(&album).await.text().contains("/-/blob/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_add_leaves_no_byte_on_sqlite() {
    who_may_not_add_leaves_no_byte(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_add_leaves_no_byte_on_postgresql() {
    who_may_not_add_leaves_no_byte(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_for_one_album_puts_nothing_into_another_of_somebody_else() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let bruno = world.member("Bruno").await;
    let (hers, his) = (anne.album("Anne").await, bruno.album("Bruno").await);
    let own = token(&bruno, &his).await;
    let photo = jpeg(1, 2_000);
    bruno.upload(&hers, &[("veillee-upload", &own)], "photos", &[("a.jpg", &photo)]).await.expect(404);
    assert_eq!(world.segments(), 0);
    assert!(!anne.get(&hers).await.text().contains("/-/blob/"));
}
