use std::sync::Arc;

use object_store::memory::InMemory;
use sha2::{Digest, Sha256};
use veillee_ambient::{SeededRandom, SystemRandom};

use super::{CONTENT, listed, random, read, sample};
use crate::{ContentKey, Progress, SEGMENT_BYTES, Vault, VaultError};

#[tokio::test]
async fn an_upload_cut_many_times_ends_as_if_it_had_not_been() {
    let vault = Vault::new(Arc::new(InMemory::new()));
    let key = ContentKey::new(&SystemRandom);
    let clear = sample(2 * SEGMENT_BYTES + 12_345);
    let cuts = SeededRandom::new(7);
    let mut progress: Option<Progress> = None;
    let mut sent = 0;
    while sent < clear.len() {
        let mut writer = match &progress {
            None => vault.writer(&key, &CONTENT, random()),
            Some(progress) => vault.resume(&key, &CONTENT, progress, random()).unwrap(),
        };
        let step = usize::try_from(cuts.below(900_000)).unwrap().min(clear.len() - sent);
        writer.write(&clear[sent..sent + step]).await.unwrap();
        sent += step;
        let reached = writer.checkpoint().await.unwrap();
        assert_eq!(reached.size_bytes(), sent as u64);
        progress = Some(reached);
    }
    let written = vault.resume(&key, &CONTENT, &progress.unwrap(), random()).unwrap().finish().await.unwrap();
    assert_eq!(written.sha_256, <[u8; 32]>::from(Sha256::digest(&clear)));
    assert_eq!((written.crc_32, written.size_bytes), (crc32fast::hash(&clear), clear.len() as u64));
    let whole = 0..clear.len() as u64;
    assert!(read(&vault, &key, &written.segments, whole).await.unwrap() == clear);
}

#[tokio::test]
async fn a_writer_goes_on_after_its_own_checkpoint() {
    let vault = Vault::new(Arc::new(InMemory::new()));
    let key = ContentKey::new(&SystemRandom);
    let mut writer = vault.writer(&key, &CONTENT, random());
    assert_eq!(writer.checkpoint().await.unwrap().segments, []);
    writer.write(b"before ").await.unwrap();
    writer.checkpoint().await.unwrap();
    writer.write(b"after").await.unwrap();
    let written = writer.finish().await.unwrap();
    assert_eq!(read(&vault, &key, &written.segments, 0..12).await.unwrap(), b"before after");
    assert_eq!(vault.read_small(&key, &CONTENT, &written.segments).await.unwrap(), b"before after"[..]);
}

#[tokio::test]
async fn what_a_checkpoint_acknowledged_survives_an_abandoned_rest() {
    let vault = Vault::new(Arc::new(InMemory::new()));
    let key = ContentKey::new(&SystemRandom);
    let mut writer = vault.writer(&key, &CONTENT, random());
    writer.write(b"acknowledged").await.unwrap();
    let progress = writer.checkpoint().await.unwrap();
    writer.write(&sample(SEGMENT_BYTES + 1)).await.unwrap();
    writer.abandon().await;
    assert_eq!(listed(&vault).await, [progress.segments[0].id]);
    assert_eq!(read(&vault, &key, &progress.segments, 0..12).await.unwrap(), b"acknowledged");
}

#[tokio::test]
async fn an_altered_or_foreign_progress_is_refused() {
    let vault = Vault::new(Arc::new(InMemory::new()));
    let key = ContentKey::new(&SystemRandom);
    let mut writer = vault.writer(&key, &CONTENT, random());
    writer.write(b"something").await.unwrap();
    let progress = writer.checkpoint().await.unwrap();
    let mut flipped = progress.clone();
    flipped.state[40] ^= 1;
    let mut shorter = progress.clone();
    shorter.segments.clear();
    let mut longer = progress.clone();
    longer.segments[0].clear_bytes += 1;
    for altered in [flipped, shorter, longer] {
        assert!(matches!(vault.resume(&key, &CONTENT, &altered, random()).err(), Some(VaultError::Damaged)));
    }
    let other_content = [9; 16];
    assert!(vault.resume(&key, &other_content, &progress, random()).is_err());
    assert!(vault.resume(&ContentKey::new(&SystemRandom), &CONTENT, &progress, random()).is_err());
    assert!(!progress.state.windows(9).any(|window| window == b"something"));
}
