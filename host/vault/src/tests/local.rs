//! A folder of this machine: written past the cache or through it, read without a store between.

use std::fs;
use std::path::{Path, PathBuf};

use veillee_ambient::SystemRandom;

use super::{read, sample, write};
use crate::limits::PAST_CACHE_BYTES;
use crate::sealed::HEADER_BYTES;
use crate::{ContentKey, SEGMENT_BYTES, Segment, Vault, VaultError};

fn file_of(folder: &Path, segment: Segment) -> PathBuf {
    folder.join(segment.id.path().as_ref())
}

#[tokio::test]
async fn what_passes_the_cache_is_read_back_at_every_size_around_an_edge() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::local(folder.path()).unwrap();
    let edges = [PAST_CACHE_BYTES, PAST_CACHE_BYTES + 4096, SEGMENT_BYTES, 2 * SEGMENT_BYTES + PAST_CACHE_BYTES];
    for size_bytes in edges.into_iter().flat_map(|edge| [edge - 300, edge - 1, edge, edge + 1, edge + 300]) {
        let (key, clear) = (ContentKey::new(&SystemRandom), sample(size_bytes));
        let written = write(&vault, &key, &clear).await.unwrap();
        let whole = 0..size_bytes as u64;
        assert!(read(&vault, &key, &written.segments, whole).await.unwrap() == clear, "{size_bytes}");
        let tail = size_bytes as u64 - 70_001..size_bytes as u64 - 1;
        let got = read(&vault, &key, &written.segments, tail).await.unwrap();
        assert!(got == clear[size_bytes - 70_001..size_bytes - 1], "the end of {size_bytes}");
    }
}

#[tokio::test]
async fn a_file_that_is_cut_grown_changed_or_gone_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::local(folder.path()).unwrap();
    let (key, clear) = (ContentKey::new(&SystemRandom), sample(200_000));
    let written = write(&vault, &key, &clear).await.unwrap();
    let file = file_of(folder.path(), written.segments[0]);
    let sealed = fs::read(&file).unwrap();
    let mut changed = sealed.clone();
    changed[HEADER_BYTES + 150_000] ^= 1;
    for bytes in [&sealed[..0], &sealed[..HEADER_BYTES], &sealed[..sealed.len() - 1], &sealed.repeat(2), &changed] {
        fs::write(&file, bytes).unwrap();
        let got = read(&vault, &key, &written.segments, 0..200_000).await;
        assert!(matches!(got, Err(VaultError::Damaged)), "{} bytes gave {got:?}", bytes.len());
    }
    fs::write(&file, &sealed).unwrap();
    assert!(read(&vault, &key, &written.segments, 0..200_000).await.unwrap() == clear);
    fs::remove_file(&file).unwrap();
    assert!(matches!(read(&vault, &key, &written.segments, 0..1).await, Err(VaultError::Missing)));
}
