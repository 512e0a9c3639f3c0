use std::sync::Arc;

use object_store::local::LocalFileSystem;
use sha2::{Digest, Sha256};

use super::{CONTENT, Stored, read, sample};
use crate::{CHUNK_BYTES, SEGMENT_BYTES, SMALL_CONTENT_BYTES, VaultError};

const MIB: usize = 1024 * 1024;

#[tokio::test]
async fn what_is_written_is_read_at_every_size_around_an_edge() {
    let folder = tempfile::tempdir().unwrap();
    let mut tried = 0;
    let edges = [CHUNK_BYTES, 2 * CHUNK_BYTES, 8 * CHUNK_BYTES, SEGMENT_BYTES, 8 * MIB];
    let around = edges.iter().flat_map(|edge| [edge - 1, *edge, edge + 1]);
    for size_bytes in [0, 1, 20 * MIB].into_iter().chain(around) {
        let clear = sample(size_bytes);
        let store = Arc::new(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
        let stored = Stored::put(store, &clear).await;
        assert!(stored.read_all().await.unwrap() == clear, "{size_bytes} bytes came back changed");
        let written = &stored.written;
        assert_eq!(written.size_bytes, size_bytes as u64);
        assert_eq!(written.segments.len(), size_bytes.div_ceil(SEGMENT_BYTES));
        assert_eq!(written.sha_256, <[u8; 32]>::from(Sha256::digest(&clear)));
        assert_eq!(written.crc_32, crc32fast::hash(&clear));
        let small = stored.vault.read_small(&stored.key, &CONTENT, &written.segments).await;
        match small {
            Ok(small) => assert!(small == clear && clear.len() as u64 <= SMALL_CONTENT_BYTES),
            Err(VaultError::TooBig { size_bytes }) => assert!(size_bytes > SMALL_CONTENT_BYTES),
            Err(error) => panic!("{error}"),
        }
        tried += 1;
    }
    println!("{tried} sizes");
}

#[tokio::test]
async fn a_range_between_any_two_edges_is_the_slice_of_the_original() {
    let clear = sample(SEGMENT_BYTES + 3 * CHUNK_BYTES + 5);
    let stored = Stored::in_memory(&clear).await;
    let corners = [0, CHUNK_BYTES, 8 * CHUNK_BYTES, 9 * CHUNK_BYTES, SEGMENT_BYTES, SEGMENT_BYTES + 3 * CHUNK_BYTES];
    let mut edges: Vec<usize> =
        corners.iter().flat_map(|corner| [corner.saturating_sub(1), *corner, corner + 1]).collect();
    edges.extend([clear.len() - 1, clear.len()]);
    let mut tried = 0;
    for &start in &edges {
        for &end in edges.iter().filter(|end| **end >= start) {
            let range = start as u64..end as u64;
            let got = read(&stored.vault, &stored.key, &stored.written.segments, range).await.unwrap();
            assert!(got == clear[start..end], "{start}..{end} differs");
            tried += 1;
        }
    }
    println!("{tried} ranges");
}

#[tokio::test]
#[expect(clippy::reversed_empty_ranges, reason = "a range that runs backwards is what is refused")]
async fn a_range_behind_the_end_is_refused() {
    let stored = Stored::in_memory(&sample(10)).await;
    for range in [0..11, 11..11, 5..4, 0..u64::MAX] {
        let got = read(&stored.vault, &stored.key, &stored.written.segments, range).await;
        assert!(matches!(got, Err(VaultError::OutOfRange { size_bytes: 10, .. })), "{got:?}");
    }
}
