//! Who may bring a file, from its first byte to its last.

use veillee_tests::on_both;
use veillee_tests::world::{Backend, Browser, World, jpeg};

use super::{BYTES, ask, begin, create, for_album, head, patch, photos, scene};

on_both!(
    a_share_taken_back_in_the_middle_ends_the_upload,
    an_upload_ends_with_its_session_and_its_account,
    a_visitor_becomes_a_guest_with_the_last_byte,
);

/// An album that somebody may add to by a link, and that somebody.
async fn contributor(world: &World, anne: &Browser, album: &str) -> Browser {
    let link = anne.share_by_link(album, "contributor", "none").await;
    let visitor = world.browser();
    visitor.visit(&link).await.expect(200);
    visitor
}

async fn a_share_taken_back_in_the_middle_ends_the_upload(backend: Backend) {
    let Some((world, anne, album)) = scene(backend).await else { return };
    let visitor = contributor(&world, &anne, &album).await;
    let photo = jpeg(1, 9_000_000);
    let path = begin(&visitor, &album, photo.len()).await;
    let target = for_album(&visitor, &album, "attach").await;
    patch(&visitor, &path, 0, &photo[..5_000_000]).await.expect(204);
    anne.take_back(&album, 0).await;
    let refused = patch(&visitor, &path, 5_000_000, &photo[5_000_000..]).await.expect(404);
    assert!(!refused.text().is_empty());
    head(&visitor, &path).await.expect(404);
    create(&visitor, &target, 10).await.expect(404);
    assert!(photos(&anne, &album).await.is_empty(), "nothing is attached");

    // What they sent is still theirs to take back.
    ask(&visitor, "DELETE", &path, &[], b"").await.expect(204);
    world.alpha.collect_doomed().await.expect("collected");
    assert_eq!(world.segments(), 0);
}

/// The right goes while the last bytes are on their way: it is asked again before the album has them.
#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_goes_while_the_last_bytes_come_attaches_nothing() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let visitor = contributor(&world, &anne, &album).await;
    let photo = jpeg(1, 9_000_000);
    let path = begin(&visitor, &album, photo.len()).await;
    let length = photo.len().to_string();
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("content-type", BYTES),
        ("upload-offset", "0"),
        ("content-length", length.as_str()),
    ];
    let mut stream = tokio::net::TcpStream::connect(visitor.address()).await.expect("the host listens");
    stream.write_all(visitor.head("PATCH", &path, &headers).as_bytes()).await.expect("sent");
    stream.write_all(&photo[..photo.len() - 1]).await.expect("sent");
    anne.take_back(&album, 0).await;
    stream.write_all(&photo[photo.len() - 1..]).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    assert!(photos(&anne, &album).await.is_empty());
}

async fn an_upload_ends_with_its_session_and_its_account(backend: Backend) {
    let Some((world, _anne, _)) = scene(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let album = bruno.album("Mer").await;
    let photo = jpeg(1, 200_000);
    let path = begin(&bruno, &album, photo.len()).await;
    patch(&bruno, &path, 0, &photo[..100_000]).await.expect(204);

    // Signing out ends it; signing in again finds it where it was.
    let token = bruno.get("/-/account").await.expect(200).token_of("/-/sign-out");
    bruno.post("/-/sign-out", &[("token", &token)]).await.expect(303);
    head(&bruno, &path).await.expect(404);
    patch(&bruno, &path, 100_000, &photo[100_000..]).await.expect(404);
    bruno.sign_in("bruno@example.org").await;
    assert_eq!(head(&bruno, &path).await.expect(200).header("upload-offset"), "100000");

    // So does suspension, and its end.
    let account = world.account("bruno@example.org").await;
    world.alpha.suspend(&account, true).await.expect("suspended");
    patch(&bruno, &path, 100_000, &photo[100_000..]).await.expect(404);
    world.alpha.suspend(&account, false).await.expect("taken back");
    bruno.sign_in("bruno@example.org").await;
    patch(&bruno, &path, 100_000, &photo[100_000..]).await.expect(204);
    assert_eq!(photos(&bruno, &album).await, [photo]);
}

async fn a_visitor_becomes_a_guest_with_the_last_byte(backend: Backend) {
    let Some((world, anne, album)) = scene(backend).await else { return };
    let visitor = contributor(&world, &anne, &album).await;
    let (one, two) = (jpeg(1, 3_000), jpeg(2, 4_000));
    let (first, second) = (begin(&visitor, &album, one.len()).await, begin(&visitor, &album, two.len()).await);
    patch(&visitor, &second, 0, &two[..1_000]).await.expect(204);
    patch(&visitor, &first, 0, &one).await.expect(204);
    // The session is a guest's now; the upload that it began before is still its own.
    patch(&visitor, &second, 1_000, &two[1_000..]).await.expect(204);
    let mut came = photos(&visitor, &album).await;
    came.sort();
    let mut sent = vec![one, two];
    sent.sort();
    assert!(came == sent);
}

/// Ids of others do not exist, whoever asks.
#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_its_holders_alone() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 3_000);
    let path = begin(&anne, &album, photo.len()).await;
    patch(&anne, &path, 0, &photo[..1_000]).await.expect(204);
    let bruno = world.member("Bruno").await;
    let beta = world.member_at("beta.localhost", "Carla").await;
    let contributor = contributor(&world, &anne, &album).await;
    for other in [&bruno, &beta, &contributor, &world.browser()] {
        assert_eq!(head(other, &path).await.expect(404).header("upload-offset"), "");
        patch(other, &path, 1_000, &photo[1_000..]).await.expect(404);
        ask(other, "DELETE", &path, &[], b"").await.expect(404);
    }
    patch(&anne, &path, 1_000, &photo[1_000..]).await.expect(204);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

/// No form drives these routes: without the header that only programs send, nothing happens.
#[tokio::test(flavor = "multi_thread")]
async fn no_form_begins_an_upload() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let token = anne.get(&album).await.expect(200).hidden("veillee-upload", 0);
    let fields = [("upload-length", "10"), ("target", token.as_str()), ("tus-resumable", "1.0.0")];
    anne.post("/-/uploads", &fields).await.expect(412);
    anne.upload("/-/uploads", &fields, "file", &[("a.jpg", &jpeg(1, 1_000))]).await.expect(412);
    let headers = [("tus-resumable", "1.0.0"), ("sec-fetch-site", "cross-site"), ("upload-length", "10")];
    anne.send(hyper::Method::POST, "/-/uploads", &headers, "".into()).await.expect(403);
    assert_eq!(world.segments(), 0);
}

/// A target is sealed for one browser, and is no right.
#[tokio::test(flavor = "multi_thread")]
async fn a_target_of_somebody_else_is_none() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let bruno = world.member("Bruno").await;
    let hers = for_album(&anne, &album, "attach").await;
    create(&bruno, &hers, 10).await.expect(400);
    create(&anne, &hers, 10).await.expect(201);
    world.clock.advance(12 * 60 * 60 * 1000);
    create(&anne, &hers, 10).await.expect(400);
}

/// Seen but not allowed is 403; a viewer keeps no byte.
#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_begins_no_upload() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let visitor = world.browser();
    visitor.visit(&link).await.expect(200);
    let into = album.trim_start_matches("/album/");
    let said = super::metadata(&[("service", "album"), ("collection", "photo"), ("into", into)]);
    create(&visitor, &said, 10).await.expect(403);
    let photo = jpeg(1, 2_000);
    let headers = [("upload-length", "1000"), ("upload-metadata", said.as_str()), ("content-type", BYTES)];
    ask(&visitor, "POST", "/-/uploads", &headers, &photo[..1_000]).await.expect(403);
    assert_eq!(world.segments(), 0);
}
