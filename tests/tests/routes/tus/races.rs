//! Two requests at one upload.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use veillee_tests::on_both;
use veillee_tests::world::{Backend, Browser, jpeg};

use super::{BYTES, ask, begin, head, offset, patch, photos, scene};

on_both!(many_requests_at_once_make_one_file, a_newer_request_ends_a_hung_one_and_keeps_what_it_had);

/// Core, PATCH: of requests for one offset, one is taken; the others change nothing.
async fn many_requests_at_once_make_one_file(backend: Backend) {
    let Some((_world, anne, album)) = scene(backend).await else { return };
    let photo = jpeg(1, 3_000_000);
    let path = begin(&anne, &album, photo.len()).await;
    let mut at = 0;
    for _ in 0..200 {
        let piece = &photo[at..(at + 200_000).min(photo.len())];
        let send = || patch(&anne, &path, at, piece);
        let answers = tokio::join!(send(), send(), send(), send());
        let statuses = [answers.0.status, answers.1.status, answers.2.status, answers.3.status];
        for status in statuses {
            // Taken, too late, or asked to stop by a newer one.
            assert!(matches!(status.as_u16(), 204 | 409 | 413 | 423), "{statuses:?}");
        }
        at = offset(&anne, &path).await;
        if at == photo.len() {
            break;
        }
    }
    let came = photos(&anne, &album).await;
    assert!(came == [photo], "{} photos, {} bytes", came.len(), at);
}

/// Starts a PATCH of the whole photo, sends a part and falls silent.
async fn hang(browser: &Browser, path: &str, photo: &[u8], part: usize) -> TcpStream {
    let length = photo.len().to_string();
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("content-type", BYTES),
        ("upload-offset", "0"),
        ("content-length", length.as_str()),
    ];
    let mut stream = TcpStream::connect(browser.address()).await.expect("the host listens");
    stream.write_all(browser.head("PATCH", path, &headers).as_bytes()).await.expect("sent");
    stream.write_all(&photo[..part]).await.expect("sent");
    stream
}

/// Whoever comes back is not kept waiting by a line that died.
async fn a_newer_request_ends_a_hung_one_and_keeps_what_it_had(backend: Backend) {
    let Some((_world, anne, album)) = scene(backend).await else { return };
    let photo = jpeg(1, 6_000_000);
    let path = begin(&anne, &album, photo.len()).await;
    let mut hung = hang(&anne, &path, &photo, 5_000_000).await;
    // The host has read all that was sent once the offset stands still; each look ends the request and keeps what it had.
    let mut kept = 0;
    for _ in 0..100 {
        kept = offset(&anne, &path).await;
        if kept > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
        drop(hung);
        hung = hang(&anne, &path, &photo, 5_000_000).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(kept > 0 && kept <= 5_000_000, "{kept}");
    let mut answer = Vec::new();
    // A line on which bytes are still under way may be cut without a word.
    let _ = hung.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 423"), "the hung one is told: {answer}");
    patch(&anne, &path, kept, &photo[kept..]).await.expect(204);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

/// Termination of an upload that is being sent.
#[tokio::test(flavor = "multi_thread")]
async fn an_upload_can_be_ended_while_bytes_come() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 6_000_000);
    let path = begin(&anne, &album, photo.len()).await;
    let mut hung = hang(&anne, &path, &photo, 5_000_000).await;
    ask(&anne, "DELETE", &path, &[], b"").await.expect(204);
    let mut answer = Vec::new();
    let _ = hung.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    let told = ["HTTP/1.1 423", "HTTP/1.1 404"].iter().any(|status| answer.starts_with(status));
    assert!(answer.is_empty() || told, "{answer}");
    head(&anne, &path).await.expect(404);
    world.alpha.collect_doomed().await.expect("collected");
    assert_eq!(world.segments(), 0);
}

/// A stranger who knows an address ends nobody's request.
#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_takes_nobodys_turn() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let bruno = world.member("Bruno").await;
    let photo = jpeg(1, 6_000_000);
    let path = begin(&anne, &album, photo.len()).await;
    let mut hers = hang(&anne, &path, &photo, 5_000_000).await;
    for method in ["HEAD", "DELETE", "PATCH"] {
        let headers = [("content-type", BYTES), ("upload-offset", "0")];
        ask(&bruno, method, &path, &headers, b"").await.expect(404);
    }
    hers.write_all(&photo[5_000_000..]).await.expect("sent");
    let mut answer = String::new();
    hers.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert_eq!(photos(&anne, &album).await, [photo]);
}
