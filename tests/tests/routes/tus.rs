//! Resumable uploads: conformance to tus 1.0.0, each test with the clause of the specification that it holds
//! ("Core, HEAD" is the section of that name), and what this host adds: rights, hand-over, durability.

mod checksum;
mod clients;
mod core_protocol;
mod creation;
mod cut;
mod expiration;
mod form;
mod killed;
mod lies;
mod limits;
mod races;
mod restart;
mod rights;
mod termination;

use data_encoding::BASE64;
use hyper::Method;
use veillee_tests::world::{Answer, Browser, World};

const BYTES: &str = "application/offset+octet-stream";

/// `Upload-Metadata` of these pairs.
fn metadata(pairs: &[(&str, &str)]) -> String {
    let pair = |(key, value): &(&str, &str)| format!("{key} {}", BASE64.encode(value.as_bytes()));
    pairs.iter().map(pair).collect::<Vec<_>>().join(",")
}

/// The metadata of a photo for this album, by the token of its upload control.
async fn for_album(browser: &Browser, album: &str, then: &str) -> String {
    let token = browser.get(album).await.expect(200).hidden("veillee-upload", 0);
    metadata(&[("target", &token), ("then", then), ("filename", "mer.jpg")])
}

/// A request of tus.
async fn ask(browser: &Browser, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut all = vec![("tus-resumable", "1.0.0"), ("sec-fetch-site", "same-origin")];
    all.extend_from_slice(headers);
    browser.send(method, path, &all, body.to_vec().into()).await
}

async fn create(browser: &Browser, metadata: &str, length: usize) -> Answer {
    let length = length.to_string();
    ask(browser, "POST", "/-/uploads", &[("upload-length", &length), ("upload-metadata", metadata)], b"").await
}

/// A new upload of a photo of this length into the album, and its address.
pub(crate) async fn begin(browser: &Browser, album: &str, length: usize) -> String {
    create(browser, &for_album(browser, album, "attach").await, length).await.expect(201).location()
}

pub(crate) async fn patch(browser: &Browser, path: &str, offset: usize, bytes: &[u8]) -> Answer {
    patch_with(browser, path, offset, bytes, &[]).await
}

async fn patch_with(browser: &Browser, path: &str, offset: usize, bytes: &[u8], more: &[(&str, &str)]) -> Answer {
    let offset = offset.to_string();
    let mut headers = vec![("content-type", BYTES), ("upload-offset", offset.as_str())];
    headers.extend_from_slice(more);
    ask(browser, "PATCH", path, &headers, bytes).await
}

async fn head(browser: &Browser, path: &str) -> Answer {
    ask(browser, "HEAD", path, &[], b"").await
}

async fn offset(browser: &Browser, path: &str) -> usize {
    head(browser, path).await.expect(200).header("upload-offset").parse().expect("an offset")
}

/// The bytes of all photos that this browser sees on the album's first page.
pub(crate) async fn photos(browser: &Browser, album: &str) -> Vec<Vec<u8>> {
    let page = browser.get(album).await.expect(200);
    let mut found = Vec::new();
    for path in page.attributes("src") {
        if let Some(photo) = path.strip_suffix("/thumbnail") {
            found.push(browser.get(&format!("{photo}/original")).await.expect(200).body.to_vec());
        }
    }
    found
}

/// A world with its administrator and an album.
async fn scene(backend: veillee_tests::world::Backend) -> Option<(World, Browser, String)> {
    let world = World::on(backend).await?;
    let anne = world.administrator().await;
    let album = anne.album("Mer").await;
    Some((world, anne, album))
}
