//! Uploads that wait for a form: the guest gets them as files of its control, and decides as ever.

use hyper::header::CONTENT_TYPE;
use veillee::limits::UPLOAD_LIFE_MS;
use veillee_tests::on_either;
use veillee_tests::world::{Answer, BOUNDARY, Backend, Browser, id_of, jpeg, multipart};

use super::{BYTES, ask, create, for_album, head, patch, photos, scene};

on_either!(files_that_came_before_the_form_arrive_with_it);

/// An upload that is whole and waits; its id.
async fn waiting(browser: &Browser, album: &str, photo: &[u8]) -> String {
    let path = create(browser, &for_album(browser, album, "form").await, photo.len()).await.expect(201).location();
    let (first, rest) = photo.split_at(photo.len() / 2);
    patch(browser, &path, 0, first).await.expect(204);
    patch(browser, &path, first.len(), rest).await.expect(204);
    id_of(&path).to_owned()
}

/// The album's own form, which names uploads and brings no file.
async fn send(browser: &Browser, album: &str, uploads: &[&str]) -> Answer {
    let named: Vec<String> = uploads.iter().map(|id| format!("photos={id}")).collect();
    let fields: Vec<(&str, &str)> = named.iter().map(|value| ("veillee-uploaded", value.as_str())).collect();
    browser.post(album, &fields).await
}

async fn files_that_came_before_the_form_arrive_with_it(backend: Backend) {
    let Some((world, anne, album)) = scene(backend).await else { return };
    let sent = [jpeg(1, 3_000), jpeg(2, 5_000_000), jpeg(3, 2_000)];
    let (one, two) = (waiting(&anne, &album, &sent[0]).await, waiting(&anne, &album, &sent[1]).await);
    assert!(photos(&anne, &album).await.is_empty(), "they wait");

    // Two that came before and one that comes with the form, all of one control.
    let token = anne.get(&album).await.expect(200).hidden("veillee-upload", 0);
    let named = [format!("photos={one}"), format!("photos={two}")];
    let fields = [
        ("veillee-upload", token.as_str()),
        ("veillee-uploaded", &named[0]),
        ("veillee-uploaded", &named[1]),
        ("veillee-uploaded", &named[0]),
    ];
    let body = multipart(&fields, "photos", &[("with.jpg", &sent[2])]);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    anne.send(hyper::Method::POST, &album, &[(CONTENT_TYPE.as_str(), &kind)], body.into()).await.expect(303);
    assert!(photos(&anne, &album).await == sent, "in the order of the form");
    assert!(anne.get(&album).await.text().contains("mer"), "the album made a title of the name");
    assert_eq!(world.segments(), 2 + 3, "what came with the form is small enough for a row");

    // They are used up.
    let told = send(&anne, &album, &[&one]).await.expect(422);
    assert!(told.text().contains("abord au moins une photo"), "{}", told.text());
    let state = head(&anne, &format!("/-/uploads/{one}")).await.expect(200);
    assert_eq!(state.header("upload-offset"), sent[0].len().to_string());
    assert_eq!(photos(&anne, &album).await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_form_names_uploads_as_well() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 3_000);
    let id = waiting(&anne, &album, &photo).await;
    send(&anne, &album, &[&id]).await.expect(303);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_no_call_attached_waits_on() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 3_000);
    let id = waiting(&anne, &album, &photo).await;
    // The page of all albums takes no photos: an album is made, and the file is still there.
    let named = format!("photos={id}");
    anne.post("/album/", &[("title", ""), ("veillee-uploaded", &named)]).await.expect(422);
    assert_eq!(world.segments(), 2);
    send(&anne, &album, &[&id]).await.expect(303);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_its_holders_alone_and_not_for_ever() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let bruno = world.member("Bruno").await;
    let his = bruno.album("Autre").await;
    let photo = jpeg(1, 3_000);
    let id = waiting(&anne, &album, &photo).await;
    send(&bruno, &his, &[&id]).await.expect(422);
    for wrong in ["", "photos", "photos=", "photos=x", &format!("photos={id}x")] {
        let answer = anne.post(&album, &[("veillee-uploaded", wrong)]).await;
        assert!(matches!(answer.status.as_u16(), 400 | 422), "{wrong}: {}", answer.status);
    }
    // One that is not whole is not there.
    let part = create(&anne, &for_album(&anne, &album, "form").await, photo.len()).await.expect(201).location();
    patch(&anne, &part, 0, &photo[..100]).await.expect(204);
    send(&anne, &album, &[id_of(&part)]).await.expect(422);
    world.clock.advance(UPLOAD_LIFE_MS);
    anne.sign_in("anne@example.org").await;
    send(&anne, &album, &[&id]).await.expect(422);
    assert!(photos(&anne, &album).await.is_empty() && photos(&bruno, &his).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_file_waits_for_its_form_after_one_request() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 3_000);
    let (target, length) = (for_album(&anne, &album, "form").await, photo.len().to_string());
    let headers = [("upload-length", length.as_str()), ("upload-metadata", &target), ("content-type", BYTES)];
    let path = ask(&anne, "POST", "/-/uploads", &headers, &photo).await.expect(201).location();
    assert_eq!(world.segments(), 1);
    send(&anne, &album, &[id_of(&path)]).await.expect(303);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_share_that_ends_before_the_form_leaves_the_album_as_it_was() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let link = anne.share_by_link(&album, "contributor", "none").await;
    let visitor = world.browser();
    visitor.visit(&link).await.expect(200);
    let id = waiting(&visitor, &album, &jpeg(1, 3_000)).await;
    anne.take_back(&album, 0).await;
    send(&visitor, &album, &[&id]).await.expect(404);
    assert!(photos(&anne, &album).await.is_empty());
}
