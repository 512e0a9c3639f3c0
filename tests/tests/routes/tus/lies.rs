//! Numbers that lie, overflow or are none; bodies that hold more than they say.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use veillee_tests::world::{Backend, jpeg};

use super::{BYTES, ask, begin, for_album, metadata, offset, patch, photos, scene};

/// Core, Headers: "The Upload-Offset request and response header indicates a byte offset within a resource. The value MUST
/// be a non-negative integer." The same of Upload-Length.
#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_digits_and_nothing_else() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let path = begin(&anne, &album, 1_000).await;
    let target = for_album(&anne, &album, "attach").await;
    for wrong in ["-1", "+1", "1.0", "0x10", "1e3", " ", "", "1 000", "NaN", "1,2"] {
        let headers = [("content-type", BYTES), ("upload-offset", wrong)];
        ask(&anne, "PATCH", &path, &headers, b"bytes").await.expect(400);
        let headers = [("upload-length", wrong), ("upload-metadata", target.as_str())];
        ask(&anne, "POST", "/-/uploads", &headers, b"").await.expect(400);
    }
    ask(&anne, "PATCH", &path, &[("content-type", BYTES)], b"bytes").await.expect(400);
    assert_eq!((offset(&anne, &path).await, world.segments()), (0, 0));
}

/// No number overflows: the highest of all is only too large, or another offset.
#[tokio::test(flavor = "multi_thread")]
async fn a_huge_number_is_too_large_and_nothing_worse() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let path = begin(&anne, &album, 1_000).await;
    let target = for_album(&anne, &album, "attach").await;
    let digits = "9".repeat(400);
    for huge in ["9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616", &digits]
    {
        let headers = [("content-type", BYTES), ("upload-offset", huge)];
        ask(&anne, "PATCH", &path, &headers, b"bytes").await.expect(409);
        let headers = [("upload-length", huge), ("upload-metadata", target.as_str())];
        ask(&anne, "POST", "/-/uploads", &headers, b"").await.expect(413);
    }
    assert_eq!((offset(&anne, &path).await, world.segments()), (0, 0));
}

/// A request that says to bring more than is missing is refused before its first byte; one that does so without saying
/// counts for nothing.
#[tokio::test(flavor = "multi_thread")]
async fn more_than_the_length_is_never_taken() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 9_000_000);
    let path = begin(&anne, &album, photo.len()).await;
    patch(&anne, &path, 0, &[photo.as_slice(), b"x"].concat()).await.expect(413);
    assert_eq!((offset(&anne, &path).await, world.segments()), (0, 0));

    let (target, length) = (for_album(&anne, &album, "attach").await, photo.len().to_string());
    let headers = [("upload-length", length.as_str()), ("upload-metadata", &target), ("content-type", BYTES)];
    ask(&anne, "POST", "/-/uploads", &headers, &[photo.as_slice(), b"x"].concat()).await.expect(413);

    // Without a length of its own (RFC 9112, 7.1).
    let head = anne.head(
        "PATCH",
        &path,
        &[
            ("tus-resumable", "1.0.0"),
            ("content-type", BYTES),
            ("upload-offset", "0"),
            ("transfer-encoding", "chunked"),
        ],
    );
    let mut request = head.into_bytes();
    for piece in [photo.as_slice(), b"x"] {
        request.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        request.extend_from_slice(piece);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"0\r\n\r\n");
    let answer = anne.send_raw(&request).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    world.alpha.collect_doomed().await.expect("collected");
    assert_eq!((offset(&anne, &path).await, world.segments()), (0, 0));
    assert!(photos(&anne, &album).await.is_empty());
}

/// A body without a length of its own is as good as any other.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_in_chunks_is_taken() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 300_000);
    let path = begin(&anne, &album, photo.len()).await;
    let head = anne.head(
        "PATCH",
        &path,
        &[
            ("tus-resumable", "1.0.0"),
            ("content-type", BYTES),
            ("upload-offset", "0"),
            ("transfer-encoding", "chunked"),
        ],
    );
    let mut stream = TcpStream::connect(anne.address()).await.expect("the host listens");
    stream.write_all(head.as_bytes()).await.expect("sent");
    for piece in photo.chunks(70_001) {
        stream.write_all(format!("{:X}\r\n", piece.len()).as_bytes()).await.expect("sent");
        stream.write_all(piece).await.expect("sent");
        stream.write_all(b"\r\n").await.expect("sent");
    }
    stream.write_all(b"0\r\n\r\n").await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert_eq!(photos(&anne, &album).await, [photo]);
}

/// What a file says to be is not believed: its first bytes are, and a no comes with them, not after a gigabyte.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_photo_is_refused_by_name_with_its_first_bytes() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let mut words = b"these are words, whatever the name says. ".repeat(10);
    words.resize(5_000_000, b' ');
    for first in [words.len(), 1_000, 20] {
        let path = begin(&anne, &album, words.len()).await;
        let mut answer = patch(&anne, &path, 0, &words[..first]).await;
        if first == 20 {
            // Too little to tell: the whole is looked at in the end.
            answer.expect(204);
            answer = patch(&anne, &path, first, &words[first..]).await;
        }
        let answer = answer.expect(422);
        assert!(answer.text().contains("mer.jpg"), "{}", answer.text());
        super::head(&anne, &path).await.expect(404);
    }
    let path = begin(&anne, &album, 3).await;
    patch(&anne, &path, 0, b"abc").await.expect(422);
    world.alpha.collect_doomed().await.expect("collected");
    assert_eq!(world.segments(), 0);
    assert!(photos(&anne, &album).await.is_empty());
}

/// Targets that are none.
#[tokio::test(flavor = "multi_thread")]
async fn a_target_must_be_one() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let into = album.trim_start_matches("/album/");
    let other = anne.album("Autre").await;
    for (wrong, status) in [
        (vec![], 400),
        (vec![("target", "x")], 400),
        (vec![("target", "")], 400),
        (vec![("service", "album")], 400),
        (vec![("service", "nothing"), ("collection", "photo"), ("into", into)], 404),
        (vec![("service", "hello"), ("collection", "photo"), ("into", into)], 404),
        (vec![("service", "album"), ("collection", "nothing"), ("into", into)], 404),
        (vec![("service", "album"), ("collection", "photo"), ("into", "nothing")], 404),
        (vec![("service", "album"), ("collection", "photo"), ("into", into), ("blob", "other")], 404),
        (vec![("service", "album"), ("collection", "photo"), ("into", into), ("then", "other")], 400),
        (vec![("service", "album"), ("collection", "album"), ("into", &other[7..])], 404),
        (vec![("service", "album"), ("collection", "photo")], 403),
    ] {
        super::create(&anne, &metadata(&wrong), 10).await.expect(status);
    }
}
