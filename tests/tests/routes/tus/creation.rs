//! tus 1.0.0, Creation, Creation With Upload, and creation-defer-length.

use veillee_tests::on_either;
use veillee_tests::world::{Backend, World, id_of, jpeg};

use super::{BYTES, ask, create, for_album, head, metadata, offset, patch, photos, scene};

on_either!(a_file_comes_with_its_creation, a_length_is_told_later);

/// Creation, POST: "The Server MUST acknowledge a successful upload creation with the 201 Created status. The Server MUST
/// set the Location header to the URL of the created resource. This URL MAY be absolute or relative."
#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_a_path_so_that_no_proxy_breaks_it() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let made = create(&anne, &for_album(&anne, &album, "attach").await, 10).await.expect(201);
    assert!(made.location().starts_with("/-/uploads/"), "{}", made.location());
    assert_eq!(made.body.len(), 0, "Creation, POST: an empty body");
    assert_eq!(id_of(&made.location()).len(), 26, "128 random bits");
    let other = create(&anne, &for_album(&anne, &album, "attach").await, 10).await.expect(201);
    assert_ne!(made.location(), other.location());
}

/// Creation, POST: "The request MUST include one of the following headers: Upload-Length, Upload-Defer-Length." "If the
/// value is not 1 the server SHOULD return a 400 Bad Request status."
#[tokio::test(flavor = "multi_thread")]
async fn one_word_about_the_length_is_needed() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let target = for_album(&anne, &album, "attach").await;
    let given = ("upload-metadata", target.as_str());
    for wrong in [
        vec![given],
        vec![given, ("upload-length", "1"), ("upload-defer-length", "1")],
        vec![given, ("upload-defer-length", "0")],
        vec![given, ("upload-defer-length", "true")],
        vec![given, ("upload-length", "1"), ("upload-length", "2")],
    ] {
        ask(&anne, "POST", "/-/uploads", &wrong, b"").await.expect(400);
    }
}

/// Creation, POST: "If the length of the upload exceeds the maximum, which MAY be specified using the Tus-Max-Size header,
/// the Server MUST respond with the 413 Request Entity Too Large status."
#[tokio::test(flavor = "multi_thread")]
async fn a_file_beyond_the_manifest_is_refused_by_name_before_it_comes() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let target = for_album(&anne, &album, "attach").await;
    let refused = create(&anne, &target, 250_000_001).await.expect(413);
    assert!(refused.text().contains("mer.jpg"), "{}", refused.text());
    create(&anne, &target, 250_000_000).await.expect(201);
}

/// Creation, Upload-Metadata: "The Upload-Metadata request and response header MUST consist of one or more comma-separated
/// key-value pairs." "If an upload contains additional metadata, responses to HEAD requests MUST include the
/// Upload-Metadata header and its value as specified by the Client during the creation."
#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_of_a_file_is_said_again() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let target = format!("{},is_confidential", for_album(&anne, &album, "attach").await);
    let made = create(&anne, &target, 10).await.expect(201);
    assert_eq!(head(&anne, &made.location()).await.expect(200).header("upload-metadata"), target);
    let long = metadata(&[("note", &"x".repeat(4_000))]);
    for wrong in ["filename", "filename !", "a YQ==,a YQ==", &long] {
        create(&anne, wrong, 10).await.expect(400);
    }
}

/// Creation With Upload: "the Client MAY include either the entirety or a chunk of the upload data in the body of the POST
/// request." "the Server MUST include the Upload-Offset header in the response."
async fn a_file_comes_with_its_creation(backend: Backend) {
    let Some((world, anne, album)) = scene(backend).await else { return };
    let (small, large) = (jpeg(1, 4_000), jpeg(2, 5_000_000));
    for (photo, first) in [(&small, small.len()), (&small, 1_000), (&large, large.len()), (&large, 4_500_000)] {
        let target = for_album(&anne, &album, "attach").await;
        let length = photo.len().to_string();
        let headers = [("upload-length", length.as_str()), ("upload-metadata", &target), ("content-type", BYTES)];
        let made = ask(&anne, "POST", "/-/uploads", &headers, &photo[..first]).await.expect(201);
        assert_eq!(made.header("upload-offset"), first.to_string());
        assert_eq!(offset(&anne, &made.location()).await, first);
        if first < photo.len() {
            patch(&anne, &made.location(), first, &photo[first..]).await.expect(204);
        }
        assert_eq!(offset(&anne, &made.location()).await, photo.len());
    }
    let mut came = photos(&anne, &album).await;
    came.sort();
    let mut sent = [small.clone(), small, large.clone(), large];
    sent.sort();
    assert!(came == sent, "four photos came, as they were sent");
    assert_eq!(world.segments(), 1 + 2 + 2 + 3, "and nothing else is kept");
}

/// Creation With Upload: "the Client MUST include the Content-Type: application/offset+octet-stream header."
#[tokio::test(flavor = "multi_thread")]
async fn bytes_of_another_type_come_with_no_creation() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let target = for_album(&anne, &album, "attach").await;
    let photo = jpeg(1, 1_000);
    let length = photo.len().to_string();
    for kind in [None, Some("image/jpeg"), Some("multipart/form-data; boundary=x")] {
        let mut headers = vec![("upload-length", length.as_str()), ("upload-metadata", &target)];
        headers.extend(kind.map(|kind| ("content-type", kind)));
        ask(&anne, "POST", "/-/uploads", &headers, &photo).await.expect(415);
    }
    assert_eq!(world.segments(), 0);
}

/// creation-defer-length: "As long as the length of the upload is not known, the Server MUST set Upload-Defer-Length: 1 in
/// all responses to HEAD requests." "Once it is known the Client MUST set the Upload-Length header in the next PATCH
/// request. Once set the length MUST NOT be changed."
async fn a_length_is_told_later(backend: Backend) {
    let Some((_world, anne, album)) = scene(backend).await else { return };
    let photo = jpeg(1, 50_000);
    let target = for_album(&anne, &album, "attach").await;
    let headers = [("upload-defer-length", "1"), ("upload-metadata", target.as_str())];
    let path = ask(&anne, "POST", "/-/uploads", &headers, b"").await.expect(201).location();
    patch(&anne, &path, 0, &photo[..20_000]).await.expect(204);
    let state = head(&anne, &path).await.expect(200);
    assert_eq!((state.header("upload-defer-length"), state.header("upload-length")), ("1", ""));
    let length = photo.len().to_string();
    for (wrong, status) in [("19999", 400), ("-1", 400), ("250000001", 413), ("99999999999999999999", 413)] {
        let told = [("upload-length", wrong)];
        super::patch_with(&anne, &path, 20_000, &photo[20_000..30_000], &told).await.expect(status);
    }
    let told = [("upload-length", length.as_str())];
    super::patch_with(&anne, &path, 20_000, &photo[20_000..30_000], &told).await.expect(204);
    let state = head(&anne, &path).await.expect(200);
    assert_eq!((state.header("upload-defer-length"), state.header("upload-length")), ("", length.as_str()));
    let other = [("upload-length", "60000")];
    super::patch_with(&anne, &path, 30_000, &photo[30_000..], &other).await.expect(400);
    super::patch_with(&anne, &path, 30_000, &photo[30_000..], &told).await.expect(204);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

/// creation-defer-length: the length may come when all bytes are here.
#[tokio::test(flavor = "multi_thread")]
async fn the_length_alone_ends_an_upload_that_has_its_bytes() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 50_000);
    let target = for_album(&anne, &album, "attach").await;
    let headers = [("upload-defer-length", "1"), ("upload-metadata", target.as_str())];
    let path = ask(&anne, "POST", "/-/uploads", &headers, b"").await.expect(201).location();
    patch(&anne, &path, 0, &photo).await.expect(204);
    assert!(photos(&anne, &album).await.is_empty());
    let length = photo.len().to_string();
    super::patch_with(&anne, &path, photo.len(), b"", &[("upload-length", &length)]).await.expect(204);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

/// Creation, POST: "the Upload-Length header MAY be 0": an empty file is whole at once. An album takes photos only, so
/// that it is named and refused there.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_file_is_no_photo() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let refused = create(&anne, &for_album(&anne, &album, "attach").await, 0).await.expect(422);
    assert!(refused.text().contains("mer.jpg"), "{}", refused.text());
    assert_eq!(world.segments(), 0);
}

/// Programs with a session say where a file goes in plain words, and what it became is told.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_names_service_collection_and_object() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(4, 3_000);
    let said = [("service", "album"), ("collection", "photo"), ("into", id_of(&album)), ("blob", "original")];
    let path = create(&anne, &metadata(&said), photo.len()).await.expect(201).location();
    let done = patch(&anne, &path, 0, &photo).await.expect(204);
    let made = format!("/-/blob/{}/original", done.header("veillee-object"));
    assert_eq!(anne.get(&made).await.expect(200).body, photo);

    // The photo that exists gets new bytes.
    let renewed = jpeg(5, 4_000);
    let said = [("service", "album"), ("collection", "photo"), ("into", done.header("veillee-object"))];
    let path = create(&anne, &metadata(&said), renewed.len()).await.expect(201).location();
    let again = patch(&anne, &path, 0, &renewed).await.expect(204);
    assert_eq!(again.header("veillee-object"), done.header("veillee-object"));
    assert_eq!(anne.get(&made).await.expect(200).body, renewed);
    assert_eq!(photos(&anne, &album).await.len(), 1);
}

/// What a file alone cannot become is told before it comes; with a form, the plugin adds the rest.
#[tokio::test(flavor = "multi_thread")]
async fn what_needs_more_than_a_file_is_told_at_once() {
    let world = World::with_hostile(Backend::Sqlite).await.expect("SQLite");
    let anne = world.administrator().await;
    let note = [("service", "hostile"), ("collection", "note")];
    let refused = create(&anne, &metadata(&note), 10).await.expect(422);
    assert!(refused.text().contains("then form"), "{}", refused.text());
    create(&anne, &metadata(&[note[0], note[1], ("then", "form")]), 10).await.expect(201);
}

/// Who comes without a session, where everyone may add, gets a name for their uploads, and becomes a guest with the first.
#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_without_session_adds_photos_where_everyone_may() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let page = format!("/-/share/{}", id_of(&album));
    let action = format!("{page}/everyone");
    let token = anne.get(&page).await.expect(200).token_of(&action);
    let fields = [("token", token.as_str()), ("role", "contributor")];
    anne.post(&action, &fields).await.expect(303);
    let visitor = world.browser();
    let target = for_album(&visitor, &album, "attach").await;
    let sent = [jpeg(1, 3_000), jpeg(2, 3_000), jpeg(3, 3_000)];
    let mut paths = Vec::new();
    for photo in &sent {
        paths.push(create(&visitor, &target, photo.len()).await.expect(201).location());
    }
    for (path, photo) in paths.iter().zip(&sent) {
        patch(&visitor, path, 0, photo).await.expect(204);
    }
    assert!(visitor.cookie_header().contains("veillee-session"), "{}", visitor.cookie_header());
    // The page was printed before the browser had a session.
    let more = jpeg(4, 3_000);
    let path = create(&visitor, &target, more.len()).await.expect(201).location();
    patch(&visitor, &path, 0, &more).await.expect(204);
    assert_eq!(photos(&anne, &album).await.len(), 4);
}
