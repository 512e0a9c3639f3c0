//! `/-/uploads` by a token.

use bytes::Bytes;
use data_encoding::BASE64;
use hyper::Method;
use veillee_tests::on_both;
use veillee_tests::world::{Answer, Backend, jpeg};

use super::{EVERYTHING, PHOTOS, Program, READING, Wanted, json, problem, program, scene, token};

on_both!(a_photo_is_uploaded_whole_and_in_pieces, an_upload_ends_with_its_token);

fn metadata(album: &str) -> String {
    let pairs = [("service", "album"), ("collection", "photo"), ("into", album), ("filename", "mer.jpg")];
    pairs.map(|(key, value)| format!("{key} {}", BASE64.encode(value.as_bytes()))).join(",")
}

async fn create(program: &Program, album: &str, length: usize, bytes: &[u8]) -> Answer {
    let (length, metadata) = (length.to_string(), metadata(album));
    let mut headers =
        vec![("tus-resumable", "1.0.0"), ("upload-length", length.as_str()), ("upload-metadata", metadata.as_str())];
    if !bytes.is_empty() {
        headers.push(("content-type", "application/offset+octet-stream"));
    }
    program.send(Method::POST, "/-/uploads", &headers, Bytes::copy_from_slice(bytes)).await
}

async fn append(program: &Program, path: &str, offset: usize, bytes: &[u8]) -> Answer {
    let offset = offset.to_string();
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("upload-offset", offset.as_str()),
        ("content-type", "application/offset+octet-stream"),
    ];
    program.send(Method::PATCH, path, &headers, Bytes::copy_from_slice(bytes)).await
}

async fn a_photo_is_uploaded_whole_and_in_pieces(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let photo = jpeg(3, 200_000);
    let whole = create(&scene.program, &scene.album, photo.len(), &photo).await.expect(201);
    let object = whole.header("veillee-object");
    let bytes = scene.program.get(&format!("{PHOTOS}/{object}/blobs/original")).await.expect(200);
    assert_eq!(bytes.body, photo);
    let begun = create(&scene.program, &scene.album, photo.len(), b"").await.expect(201).location();
    append(&scene.program, &begun, 0, &photo[..100_000]).await.expect(204);
    let done = append(&scene.program, &begun, 100_000, &photo[100_000..]).await.expect(204);
    assert!(!done.header("veillee-object").is_empty());
    assert_eq!(json(&scene.program.get(PHOTOS).await.expect(200))["objects"].as_array().map(Vec::len), Some(2));
}

async fn an_upload_ends_with_its_token(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let (secret, id) = token(&scene.world.alpha, "anne@example.org", EVERYTHING).await;
    let other = Program::new(scene.world.browser(), &secret);
    let photo = jpeg(3, 200_000);
    let path = create(&other, &scene.album, photo.len(), b"").await.expect(201).location();
    append(&other, &path, 0, &photo[..100_000]).await.expect(204);
    let account = scene.world.account("anne@example.org").await;
    scene.world.alpha.end_token_of(&account, &id, "").await.expect("ended");
    problem(&append(&other, &path, 100_000, &photo[100_000..]).await, 401, "no-token");
    // It is the person's: another program of theirs goes on with it.
    append(&scene.program, &path, 100_000, &photo[100_000..]).await.expect(204);
}

/// Without the right to write, for another service, or with no token at all, no byte is kept. A cookie beside a token counts for
/// nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_brings_only_what_it_may() {
    let scene = scene(Backend::Sqlite, 0).await.expect("SQLite");
    let photo = jpeg(3, 2_000);
    let reader = program(&scene.world, "anne@example.org", READING).await;
    create(&reader, &scene.album, photo.len(), &photo).await.expect(403);
    let hello = program(&scene.world, "anne@example.org", Wanted { service: Some("hello"), ..EVERYTHING }).await;
    create(&hello, &scene.album, photo.len(), &photo).await.expect(404);
    scene.world.member("Bruno").await;
    let bruno = program(&scene.world, "bruno@example.org", EVERYTHING).await;
    create(&bruno, &scene.album, photo.len(), &photo).await.expect(404);
    let annes_browser_with_a_wrong_token = Program::new(scene.anne.moved_to(scene.world.address), "veillee_wrong");
    problem(&create(&annes_browser_with_a_wrong_token, &scene.album, photo.len(), &photo).await, 401, "no-token");
    assert_eq!(scene.world.segments(), 0);
}
