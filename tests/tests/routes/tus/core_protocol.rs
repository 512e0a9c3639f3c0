//! tus 1.0.0, Core Protocol.

use veillee_tests::on_both;
use veillee_tests::world::{Backend, World, jpeg};

use super::{BYTES, ask, begin, head, metadata, offset, patch, photos, scene};

on_both!(bytes_go_in_piece_by_piece_and_come_back_as_they_were);

/// Core, PATCH: "The Server MUST acknowledge successful PATCH requests with the 204 No Content status. It MUST include the
/// Upload-Offset header containing the new offset."
async fn bytes_go_in_piece_by_piece_and_come_back_as_they_were(backend: Backend) {
    let Some((_world, anne, album)) = scene(backend).await else { return };
    let photo = jpeg(1, 9_500_000);
    let path = begin(&anne, &album, photo.len()).await;
    let mut sent = 0;
    for piece in [1, 31, 70_000, 4_194_304, 5_000_000, 1] {
        let piece = &photo[sent..(sent + piece).min(photo.len())];
        let answer = patch(&anne, &path, sent, piece).await.expect(204);
        sent += piece.len();
        assert_eq!(answer.header("upload-offset"), sent.to_string());
        assert_eq!(offset(&anne, &path).await, sent);
        assert!(photos(&anne, &album).await.is_empty(), "nothing half-made is seen");
    }
    patch(&anne, &path, sent, &photo[sent..]).await.expect(204);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

/// Core, HEAD: "The Server MUST always include the Upload-Offset header in the response for a HEAD request, even if the
/// offset is 0, or the upload is already considered completed. If the size of the upload is known, the Server MUST include
/// the Upload-Length header in the response."
#[tokio::test(flavor = "multi_thread")]
async fn the_offset_is_told_at_the_beginning_and_at_the_end() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 3_000);
    let path = begin(&anne, &album, photo.len()).await;
    let length = photo.len().to_string();
    let new = head(&anne, &path).await.expect(200);
    assert_eq!((new.header("upload-offset"), new.header("upload-length")), ("0", length.as_str()));
    patch(&anne, &path, 0, &photo).await.expect(204);
    let done = head(&anne, &path).await.expect(200);
    assert_eq!((done.header("upload-offset"), done.header("upload-length")), (length.as_str(), length.as_str()));
}

/// Core, HEAD: "The Server MUST prevent the client and/or proxies from caching the response by adding the Cache-Control:
/// no-store header to the response."
#[tokio::test(flavor = "multi_thread")]
async fn nobody_keeps_an_offset() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let path = begin(&anne, &album, 1_000).await;
    assert_eq!(head(&anne, &path).await.expect(200).header("cache-control"), "no-store");
}

/// Core, HEAD: "If the resource is not found, the Server SHOULD return either the 404 Not Found, 410 Gone or 403 Forbidden
/// status without the Upload-Offset header."
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_has_no_offset() {
    let (_world, anne, _) = scene(Backend::Sqlite).await.expect("SQLite");
    for id in ["x", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "%C3%A9", &"a".repeat(900)] {
        let path = format!("/-/uploads/{id}");
        let answer = head(&anne, &path).await.expect(404);
        assert_eq!(answer.header("upload-offset"), "");
        patch(&anne, &path, 0, b"bytes").await.expect(404);
        ask(&anne, "DELETE", &path, &[], b"").await.expect(404);
    }
}

/// Core, PATCH: "All PATCH requests MUST use Content-Type: application/offset+octet-stream, otherwise the server SHOULD
/// return a 415 Unsupported Media Type status."
#[tokio::test(flavor = "multi_thread")]
async fn bytes_of_another_type_are_refused() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let path = begin(&anne, &album, 100).await;
    for kind in ["application/octet-stream", "image/jpeg", "", "application/offset+octet-stream; a=b"] {
        let headers = [("content-type", kind), ("upload-offset", "0")];
        ask(&anne, "PATCH", &path, &headers, b"bytes").await.expect(415);
    }
    ask(&anne, "PATCH", &path, &[("upload-offset", "0")], b"bytes").await.expect(415);
    assert_eq!(offset(&anne, &path).await, 0);
}

/// Core, PATCH: "If the offsets do not match, the Server MUST respond with the 409 Conflict status without modifying the
/// upload resource."
#[tokio::test(flavor = "multi_thread")]
async fn bytes_for_another_offset_change_nothing() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 3_000);
    let path = begin(&anne, &album, photo.len()).await;
    patch(&anne, &path, 0, &photo[..1_000]).await.expect(204);
    for wrong in [0, 1, 999, 1_001, 2_000, photo.len()] {
        patch(&anne, &path, wrong, b"other bytes").await.expect(409);
        assert_eq!(offset(&anne, &path).await, 1_000);
    }
    patch(&anne, &path, 1_000, &photo[1_000..]).await.expect(204);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

/// Core, Tus-Resumable: "If the version specified by the Client is not supported by the Server, it MUST respond with the
/// 412 Precondition Failed status and MUST include the Tus-Version header into the response. In addition, the Server MUST
/// NOT process the request."
#[tokio::test(flavor = "multi_thread")]
async fn another_version_is_not_spoken() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let path = begin(&anne, &album, 100).await;
    let post = [("upload-length", "5"), ("upload-metadata", &metadata(&[("service", "album")]))];
    let piece = [("content-type", BYTES), ("upload-offset", "0")];
    for (method, path, headers) in
        [("POST", "/-/uploads", &post), ("PATCH", &path, &piece), ("HEAD", &path, &piece), ("DELETE", &path, &piece)]
    {
        for version in [None, Some("0.2.2"), Some("1.0"), Some("2.0.0"), Some("")] {
            let mut all: Vec<(&str, &str)> = headers.to_vec();
            all.extend(version.map(|version| ("tus-resumable", version)));
            let method = hyper::Method::from_bytes(method.as_bytes()).expect("a method");
            let answer = anne.send(method, path, &all, "bytes".into()).await.expect(412);
            assert_eq!((answer.header("tus-version"), answer.header("tus-resumable")), ("1.0.0", "1.0.0"));
        }
    }
    assert_eq!(offset(&anne, &path).await, 0);
}

/// Core, OPTIONS: "The Server SHOULD respond with the 204 No Content or 200 OK status. It MUST include the Tus-Version
/// header. It MAY include the Tus-Extension and Tus-Max-Size headers." "The Client SHOULD NOT include the Tus-Resumable
/// header in the request and the Server MUST ignore the header."
#[tokio::test(flavor = "multi_thread")]
async fn the_host_says_what_it_speaks() {
    let world = World::new().await;
    let visitor = world.browser();
    for version in [None, Some("0.1.0")] {
        let headers: Vec<(&str, &str)> = version.map(|version| ("tus-resumable", version)).into_iter().collect();
        let answer = visitor.send(hyper::Method::OPTIONS, "/-/uploads", &headers, "".into()).await.expect(204);
        assert_eq!(answer.header("tus-version"), "1.0.0");
        for extension in ["creation", "creation-with-upload", "expiration", "checksum", "termination"] {
            assert!(answer.header("tus-extension").split(',').any(|one| one == extension), "{extension}");
        }
        assert!(answer.header("tus-max-size").parse::<u64>().is_ok_and(|most| most >= 1 << 30));
        assert!(answer.header("tus-checksum-algorithm").split(',').any(|one| one == "sha1"));
    }
}

/// Core, Tus-Resumable: "The Tus-Resumable header MUST be included in every request and response, except for OPTIONS
/// requests."
#[tokio::test(flavor = "multi_thread")]
async fn every_answer_says_its_version() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let path = begin(&anne, &album, 5).await;
    let answers = [
        head(&anne, &path).await.expect(200),
        head(&anne, "/-/uploads/unknown").await.expect(404),
        patch(&anne, &path, 3, b"x").await.expect(409),
        patch(&anne, &path, 0, b"too many").await.expect(413),
        ask(&anne, "PATCH", &path, &[], b"x").await.expect(415),
        ask(&anne, "POST", "/-/uploads", &[], b"").await.expect(400),
        ask(&anne, "DELETE", &path, &[], b"").await.expect(204),
    ];
    for answer in answers {
        assert_eq!(answer.header("tus-resumable"), "1.0.0", "{}", answer.status);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!answer.text().contains('<'), "a sentence, no page: {}", answer.text());
    }
}

/// Core, X-HTTP-Method-Override: "The X-HTTP-Method-Override request header MUST be a string which MUST be interpreted as
/// the request's method by the Server, if the header is presented. The actual method of the request MUST be ignored."
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_can_only_post_names_its_method() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(3, 2_000);
    let path = begin(&anne, &album, photo.len()).await;
    let headers = [("content-type", BYTES), ("upload-offset", "0"), ("x-http-method-override", "PATCH")];
    ask(&anne, "POST", &path, &headers, &photo).await.expect(204);
    assert_eq!(photos(&anne, &album).await, [photo]);
    let other = begin(&anne, &album, 10).await;
    ask(&anne, "POST", &other, &[("x-http-method-override", "DELETE")], b"").await.expect(204);
    head(&anne, &other).await.expect(404);
    ask(&anne, "POST", &path, &[], b"").await.expect(405);
}

/// Core, PATCH: a lost answer to the last bytes is asked for again, and nothing is added twice.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_bytes_sent_twice_make_one_object() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(3, 2_000);
    let path = begin(&anne, &album, photo.len()).await;
    patch(&anne, &path, 0, &photo).await.expect(204);
    patch(&anne, &path, 0, &photo).await.expect(409);
    patch(&anne, &path, photo.len(), b"").await.expect(204);
    patch(&anne, &path, photo.len(), b"more").await.expect(413);
    assert_eq!(photos(&anne, &album).await, [photo]);
}
