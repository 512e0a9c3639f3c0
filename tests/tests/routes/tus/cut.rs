//! Lines that are cut: "Servers SHOULD always attempt to store as much of the received data as possible" (Core, PATCH).

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use veillee_tests::on_both;
use veillee_tests::world::{Backend, Browser, jpeg};

use super::{BYTES, begin, for_album, offset, patch, photos, scene};

on_both!(what_came_before_a_cut_is_kept);

/// Sends the head of a PATCH that promises all bytes from `offset` on, a part of them, and cuts the line.
async fn cut(browser: &Browser, path: &str, photo: &[u8], offset: usize, part: usize, more: &[(&str, &str)]) {
    let (at, length) = (offset.to_string(), (photo.len() - offset).to_string());
    let mut headers = vec![
        ("tus-resumable", "1.0.0"),
        ("content-type", BYTES),
        ("upload-offset", at.as_str()),
        ("content-length", length.as_str()),
    ];
    headers.extend_from_slice(more);
    let mut stream = TcpStream::connect(browser.address()).await.expect("the host listens");
    stream.write_all(browser.head("PATCH", path, &headers).as_bytes()).await.expect("sent");
    stream.write_all(&photo[offset..offset + part]).await.expect("sent");
    stream.shutdown().await.expect("cut");
}

/// The offset once the host has noticed the cut. (A look ends the request that hangs, and keeps what it had.)
async fn settled(browser: &Browser, path: &str, wanted: usize) -> usize {
    let mut found = 0;
    for _ in 0..200 {
        found = offset(browser, path).await;
        if found == wanted {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    found
}

async fn what_came_before_a_cut_is_kept(backend: Backend) {
    let Some((_world, anne, album)) = scene(backend).await else { return };
    let photo = jpeg(1, 9_000_000);
    let path = begin(&anne, &album, photo.len()).await;
    let mut at = 0;
    for part in [0, 1, 100_000, 4_194_304, photo.len() - 4_294_305 - 1] {
        cut(&anne, &path, &photo, at, part, &[]).await;
        // Give the host the time to read what was sent; what it had not read yet when asked is sent again.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let kept = settled(&anne, &path, at + part).await;
        assert!(kept >= at && kept <= at + part, "{kept}");
        assert!(photos(&anne, &album).await.is_empty());
        if kept < at + part {
            patch(&anne, &path, kept, &photo[kept..at + part]).await.expect(204);
        }
        at += part;
    }
    assert_eq!(offset(&anne, &path).await, photo.len() - 1);
    patch(&anne, &path, photo.len() - 1, &photo[photo.len() - 1..]).await.expect(204);
    assert!(photos(&anne, &album).await == [photo]);
}

/// Checksum: bytes that a cut leaves without proof do not count.
#[tokio::test(flavor = "multi_thread")]
async fn what_came_before_a_cut_does_not_count_without_its_proof() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 9_000_000);
    let path = begin(&anne, &album, photo.len()).await;
    let sum = [("upload-checksum", "sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk=")];
    cut(&anne, &path, &photo, 0, 8_500_000, &sum).await;
    for _ in 0..100 {
        if world.segments() == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!((offset(&anne, &path).await, world.segments()), (0, 0));
}

/// Creation With Upload: nobody heard the address of what was cut, so nothing of it stays.
#[tokio::test(flavor = "multi_thread")]
async fn a_creation_that_is_cut_leaves_nothing() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    for size in [100_000, 9_000_000] {
        let photo = jpeg(1, size);
        let (target, length) = (for_album(&anne, &album, "attach").await, photo.len().to_string());
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("content-type", BYTES),
            ("upload-length", length.as_str()),
            ("content-length", length.as_str()),
            ("upload-metadata", target.as_str()),
        ];
        let mut stream = TcpStream::connect(anne.address()).await.expect("the host listens");
        stream.write_all(anne.head("POST", "/-/uploads", &headers).as_bytes()).await.expect("sent");
        stream.write_all(&photo[..photo.len() - 1]).await.expect("sent");
        stream.shutdown().await.expect("cut");
        // The host is done with the request when it closes its side, whatever it says before.
        let mut answer = Vec::new();
        let closed = tokio::time::timeout(Duration::from_mins(1), stream.read_to_end(&mut answer)).await;
        closed.expect("the host closes a line that was cut").ok();
        for _ in 0..200 {
            world.alpha.collect_doomed().await.expect("collected");
            if world.segments() == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(world.segments(), 0);
        assert!(photos(&anne, &album).await.is_empty());
    }
}
