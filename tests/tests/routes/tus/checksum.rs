//! tus 1.0.0, Checksum, and the digest of the whole file (RFC 9530).

use data_encoding::BASE64;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use veillee_tests::on_either;
use veillee_tests::world::{Backend, jpeg};

use super::{BYTES, ask, begin, for_album, head, offset, patch, patch_with, photos, scene};

on_either!(bytes_that_do_not_match_do_not_count);

fn sha1(bytes: &[u8]) -> String {
    format!("sha1 {}", BASE64.encode(&Sha1::digest(bytes)))
}

fn sha256(bytes: &[u8]) -> String {
    format!("sha256 {}", BASE64.encode(&Sha256::digest(bytes)))
}

/// Checksum: "If the checksums do not match the Server MUST respond with a 460 Checksum Mismatch status. In both cases the
/// Server MUST discard the chunk. Its offset MUST NOT be updated."
async fn bytes_that_do_not_match_do_not_count(backend: Backend) {
    let Some((world, anne, album)) = scene(backend).await else { return };
    let photo = jpeg(1, 9_000_000);
    let path = begin(&anne, &album, photo.len()).await;
    let (first, rest) = photo.split_at(4_200_000);
    patch_with(&anne, &path, 0, first, &[("upload-checksum", &sha1(rest))]).await.expect(460);
    assert_eq!((offset(&anne, &path).await, world.segments()), (0, 0), "not a byte of it is kept");
    patch_with(&anne, &path, 0, first, &[("upload-checksum", &sha1(first))]).await.expect(204);
    let kept = world.segments();
    patch_with(&anne, &path, first.len(), rest, &[("upload-checksum", &sha256(first))]).await.expect(460);
    assert_eq!((offset(&anne, &path).await, world.segments()), (first.len(), kept));
    patch_with(&anne, &path, first.len(), rest, &[("upload-checksum", &sha256(rest))]).await.expect(204);
    assert_eq!(photos(&anne, &album).await, [photo]);
}

/// Checksum: "The Server MUST respond with 400 Bad Request if the checksum algorithm is not supported by the server."
#[tokio::test(flavor = "multi_thread")]
async fn a_sum_that_is_none_is_refused() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let path = begin(&anne, &album, 100).await;
    let short = sha1(b"x").replace('=', "");
    for wrong in
        ["md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha1", "sha1 ", "sha1 AAAA", "SHA1 2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "", &short]
    {
        patch_with(&anne, &path, 0, b"x", &[("upload-checksum", wrong)]).await.expect(400);
    }
    assert_eq!(offset(&anne, &path).await, 0);
}

/// Checksum, with Creation With Upload: a sum of the first bytes that does not hold leaves nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_creation_whose_bytes_do_not_match_leaves_nothing() {
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 6_000_000);
    for part in [5_000, 6_000_000] {
        let part = &photo[..part.min(photo.len())];
        let target = for_album(&anne, &album, "attach").await;
        let length = photo.len().to_string();
        let headers = [
            ("upload-length", length.as_str()),
            ("upload-metadata", &target),
            ("content-type", BYTES),
            ("upload-checksum", &sha1(b"other")),
        ];
        ask(&anne, "POST", "/-/uploads", &headers, part).await.expect(460);
    }
    world.alpha.collect_doomed().await.expect("collected");
    assert_eq!(world.segments(), 0);
    assert!(photos(&anne, &album).await.is_empty());
}

/// RFC 9530, 3: the digest of the whole file, whatever pieces it came in, when it is done and whenever asked.
#[tokio::test(flavor = "multi_thread")]
async fn the_digest_of_the_whole_file_shows_that_it_is_intact() {
    let (_world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, 200_000);
    let path = begin(&anne, &album, photo.len()).await;
    let half = patch(&anne, &path, 0, &photo[..100_001]).await.expect(204);
    assert_eq!(half.header("repr-digest"), "", "nothing is said of a part");
    let done = patch(&anne, &path, 100_001, &photo[100_001..]).await.expect(204);
    let wanted = format!("sha-256=:{}:", BASE64.encode(&Sha256::digest(&photo)));
    assert_eq!(done.header("repr-digest"), wanted);
    assert_eq!(head(&anne, &path).await.expect(200).header("repr-digest"), wanted);
}
