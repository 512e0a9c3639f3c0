//! What lies on the disk, and what is taken away.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::StreamExt;
use object_store::memory::InMemory;
use veillee_ambient::SystemRandom;

use super::failing_store::WatchedStore;
use super::{CONTENT, Stored, listed, random, read, sample, write};
use crate::{ContentKey, READ_AHEAD_BYTES, SEGMENT_BYTES, Vault};

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn the_disk_holds_opaque_names_and_no_clear_text() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::local(folder.path()).unwrap();
    let canary = b"Grand-mere a mis la tarte aux pommes au four. ";
    let clear = canary.repeat(150_000);
    for size_bytes in [canary.len(), 100_000, clear.len()] {
        write(&vault, &ContentKey::new(&SystemRandom), &clear[..size_bytes]).await.unwrap();
    }
    let files = files_below(folder.path());
    assert_eq!(files.len(), 1 + 1 + clear.len().div_ceil(SEGMENT_BYTES));
    for file in &files {
        let path = file.strip_prefix(folder.path()).unwrap().to_str().unwrap();
        let (short, name) = path.split_once('/').unwrap();
        assert!(name.len() == 32 && name.starts_with(short) && name.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let bytes = fs::read(file).unwrap();
        assert!(!bytes.windows(12).any(|window| window == &canary[..12]), "clear text in {path}");
    }
    println!("{} files searched, 0 with clear text", files.len());
}

#[tokio::test]
async fn a_vault_opened_again_reads_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("blobs");
    let key = ContentKey::new(&SystemRandom);
    let written = write(&Vault::local(&inner).unwrap(), &key, &sample(70_000)).await.unwrap();
    let again = Vault::local(&inner).unwrap();
    assert!(read(&again, &key, &written.segments, 0..70_000).await.unwrap() == sample(70_000));
}

#[tokio::test]
async fn what_a_crash_left_half_written_is_removed_and_the_rest_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::local(folder.path()).unwrap();
    let written = write(&vault, &ContentKey::new(&SystemRandom), b"kept").await.unwrap();
    fs::write(folder.path().join("ab/abcdef#1"), b"half").unwrap();
    assert_eq!(Vault::remove_unfinished(folder.path()).unwrap(), 1);
    assert_eq!(Vault::remove_unfinished(folder.path()).unwrap(), 0);
    assert_eq!(listed(&vault).await, [written.segments[0].id]);
}

#[tokio::test]
async fn the_list_passes_over_what_is_no_segment() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::local(folder.path()).unwrap();
    let written = write(&vault, &ContentKey::new(&SystemRandom), b"kept").await.unwrap();
    for stranger in ["readme", "ab/readme", "ab/00000000000000000000000000000000", "00/0000"] {
        fs::write(folder.path().join(stranger), b"?").unwrap();
    }
    let stored: Vec<_> = vault.list().map(Result::unwrap).collect().await;
    assert_eq!(stored.len(), 1);
    assert_eq!((stored[0].id, stored[0].sealed_bytes), (written.segments[0].id, 4 + 49));
    assert!(stored[0].written_ms > 1_700_000_000_000);
}

#[tokio::test]
async fn a_removed_segment_may_be_removed_again() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::local(folder.path()).unwrap();
    let written = write(&vault, &ContentKey::new(&SystemRandom), b"gone soon").await.unwrap();
    vault.remove(&written.segments[0].id).await.unwrap();
    assert_eq!(files_below(folder.path()), Vec::<PathBuf>::new());
    vault.remove(&written.segments[0].id).await.unwrap();
}

#[tokio::test]
async fn an_abandoned_writer_leaves_nothing_and_a_dropped_one_only_orphans() {
    let vault = Vault::new(Arc::new(InMemory::new()));
    let key = ContentKey::new(&SystemRandom);
    let mut abandoned = vault.writer(&key, &CONTENT, random());
    abandoned.write(&sample(2 * SEGMENT_BYTES + 1)).await.unwrap();
    abandoned.abandon().await;
    assert_eq!(listed(&vault).await, []);
    let mut dropped = vault.writer(&key, &CONTENT, random());
    dropped.write(&sample(2 * SEGMENT_BYTES + 1)).await.unwrap();
    drop(dropped);
    for orphan in listed(&vault).await {
        vault.remove(&orphan).await.unwrap();
    }
}

#[tokio::test]
async fn a_small_read_asks_the_store_once() {
    let calls = Arc::new(AtomicU64::new(0));
    let store = WatchedStore::new({
        let calls = Arc::clone(&calls);
        move |_| {
            calls.fetch_add(1, Ordering::SeqCst);
            None
        }
    });
    let stored = Stored::put(Arc::new(store), &sample(20_000)).await;
    calls.store(0, Ordering::SeqCst);
    stored.vault.read_small(&stored.key, &CONTENT, &stored.written.segments).await.unwrap();
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_reading_that_is_not_asked_for_more_fetches_little_ahead() {
    let fetched_bytes = Arc::new(AtomicU64::new(0));
    let store = WatchedStore::new({
        let fetched_bytes = Arc::clone(&fetched_bytes);
        move |call| {
            fetched_bytes.fetch_add(call.asked_bytes, Ordering::SeqCst);
            None
        }
    });
    let stored = Stored::put(Arc::new(store), &sample(3 * SEGMENT_BYTES)).await;
    fetched_bytes.store(0, Ordering::SeqCst);
    let size_bytes = stored.written.size_bytes;
    let mut reading = stored.vault.read(&stored.key, &CONTENT, &stored.written.segments, 0..size_bytes).unwrap();
    assert_eq!(fetched_bytes.load(Ordering::SeqCst), 0);
    reading.next().await.unwrap().unwrap();
    let fetched = fetched_bytes.load(Ordering::SeqCst);
    assert!(fetched > 0 && fetched < READ_AHEAD_BYTES as u64 + 1024, "{fetched} bytes fetched for one piece");
}

#[tokio::test]
async fn a_segment_that_a_crash_cut_off_is_replaced_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::local(folder.path()).unwrap();
    let key = ContentKey::new(&SystemRandom);
    let written = write(&vault, &key, b"what came from a backup").await.unwrap();
    let sealed = vault.fetch_sealed(&written.segments[0].id).await.unwrap();
    let [file] = &files_below(folder.path())[..] else { panic!("one file") };
    fs::write(file, &sealed[..7]).unwrap();
    vault.store_sealed(&written.segments[0].id, sealed).await.unwrap();
    assert_eq!(read(&vault, &key, &written.segments, 0..23).await.unwrap(), b"what came from a backup");
    assert_eq!(files_below(folder.path()).len(), 1);
}
