//! Bytes: sent as on pages, and replaced in one piece.

use bytes::Bytes;
use hyper::Method;
use veillee_tests::on_both;
use veillee_tests::world::{Backend, jpeg};

use super::{Scene, json, problem, scene};

on_both!(bytes_come_whole_in_part_and_not_twice, a_small_file_takes_the_place_of_the_bytes);

async fn bytes_come_whole_in_part_and_not_twice(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let path = format!("{}/blobs/original", scene.photo_path());
    let whole = scene.program.get(&path).await.expect(200);
    assert_eq!((whole.body.to_vec(), whole.header("content-type")), (jpeg(0, 3_000), "image/jpeg"));
    assert_eq!(whole.header("cache-control"), "private, no-cache");
    let part = scene.program.send(Method::GET, &path, &[("range", "bytes=10-19")], "").await.expect(206);
    assert_eq!(part.body, whole.body.slice(10..20));
    let tag = whole.header("etag");
    scene.program.send(Method::GET, &path, &[("if-none-match", tag)], "").await.expect(304);
    scene.program.send(Method::GET, &path, &[("range", "bytes=999999-")], "").await.expect(416);
    scene.program.send(Method::HEAD, &path, &[], "").await.expect(200);
    let offered = scene.program.get(&format!("{path}?download=1")).await.expect(200);
    assert!(offered.header("content-disposition").starts_with("attachment"));
    problem(&scene.program.get(&format!("{}/blobs/nothing", scene.photo_path())).await, 404, "not-found");
    let told = json(&scene.program.get(&scene.photo_path()).await.expect(200));
    assert_eq!(told["blobs"]["original"]["size_bytes"], whole.body.len());
    assert_eq!(told["blobs"]["original"]["path"], path);
}

async fn version(scene: &Scene) -> String {
    scene.program.get(&scene.photo_path()).await.expect(200).header("etag").to_owned()
}

async fn put(scene: &Scene, name: &str, headers: &[(&str, &str)], body: &[u8]) -> veillee_tests::world::Answer {
    let path = format!("{}/blobs/{name}?name=lac.jpg", scene.photo_path());
    scene.program.send(Method::PUT, &path, headers, Bytes::copy_from_slice(body)).await
}

async fn a_small_file_takes_the_place_of_the_bytes(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let segments = scene.world.segments();
    let (before, photo) = (version(&scene).await, jpeg(9, 300_000));
    problem(&put(&scene, "original", &[], &photo).await, 428, "needs-version");
    problem(&put(&scene, "original", &[("if-match", "\"99\"")], &photo).await, 412, "stale");
    problem(&put(&scene, "nothing", &[("if-match", "*")], &photo).await, 404, "not-found");
    problem(&put(&scene, "original", &[("if-match", "*")], b"%PDF-1.7 not a picture").await, 415, "media-type");
    problem(&put(&scene, "original", &[("if-match", "*")], b"").await, 415, "media-type");
    problem(&put(&scene, "original", &[("if-match", "*")], &jpeg(1, 17 * 1024 * 1024)).await, 413, "too-large");
    assert_eq!(scene.world.segments(), segments, "nothing that was refused is kept");
    assert_eq!(version(&scene).await, before);
    let changed = put(&scene, "original", &[("if-match", &before)], &photo).await.expect(200);
    assert_ne!(changed.header("etag"), before);
    let path = format!("{}/blobs/original", scene.photo_path());
    assert_eq!(scene.program.get(&path).await.expect(200).body, photo);
    let offered = scene.program.get(&format!("{path}?download=1")).await.expect(200);
    assert!(offered.header("content-disposition").ends_with("lac%2Ejpg"), "{:?}", offered.headers);
    problem(&put(&scene, "original", &[("if-match", &before)], &photo).await, 412, "stale");
}
