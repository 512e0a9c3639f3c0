//! Few bytes come back sealed instead of being stored, and open like all others.

use bytes::Bytes;
use veillee_ambient::SystemRandom;

use super::{CONTENT, Stored, listed, random, sample};
use crate::{CHUNK_BYTES, ContentKey, INLINE_BYTES, SEGMENT_BYTES, Vault, VaultError, open_segment};

#[tokio::test]
async fn a_small_content_touches_no_store_and_a_larger_one_does() {
    for (size_bytes, inline) in [(0, false), (1, true), (INLINE_BYTES, true), (INLINE_BYTES + 1, false)] {
        let vault = Vault::new(std::sync::Arc::new(object_store::memory::InMemory::new()));
        let key = ContentKey::new(&SystemRandom);
        let mut writer = vault.writer(&key, &CONTENT, random());
        writer.write(&sample(size_bytes)).await.unwrap();
        let written = writer.finish_inline().await.unwrap();
        assert_eq!(written.inline.is_some(), inline, "{size_bytes}");
        assert_eq!(written.size_bytes, size_bytes as u64);
        assert_eq!(listed(&vault).await.is_empty(), inline || size_bytes == 0, "{size_bytes}");
        if let Some(sealed) = written.inline {
            let opened = open_segment(&key, &CONTENT, 0, written.segments[0], sealed).unwrap();
            assert!(opened == sample(size_bytes));
        }
    }
}

#[tokio::test]
async fn a_writer_that_has_acknowledged_a_segment_keeps_to_the_store() {
    let vault = Vault::new(std::sync::Arc::new(object_store::memory::InMemory::new()));
    let mut writer = vault.writer(&ContentKey::new(&SystemRandom), &CONTENT, random());
    writer.write(b"first").await.unwrap();
    writer.checkpoint().await.unwrap();
    writer.write(b"second").await.unwrap();
    let written = writer.finish_inline().await.unwrap();
    assert!(written.inline.is_none());
    assert_eq!(listed(&vault).await.len(), 2);
}

#[tokio::test]
async fn a_whole_segment_opens_at_its_own_place_only_and_any_flipped_byte_is_noticed() {
    for size_bytes in [1, CHUNK_BYTES, CHUNK_BYTES + 1, SEGMENT_BYTES] {
        let stored = Stored::in_memory(&sample(size_bytes)).await;
        let segment = stored.segment(0);
        let sealed = stored.vault.fetch_sealed(&segment.id).await.unwrap();
        let open = |number, bytes: Bytes| open_segment(&stored.key, &CONTENT, number, segment, bytes);
        assert!(open(0, sealed.clone()).unwrap() == sample(size_bytes));
        assert!(matches!(open(1, sealed.clone()), Err(VaultError::Damaged)));
        for cut in [0, 1, 36, sealed.len() - 1] {
            assert!(matches!(open(0, sealed.slice(..cut)), Err(VaultError::Damaged)), "{size_bytes} cut at {cut}");
        }
        for place in [0, 1, 20, sealed.len() / 2, sealed.len() - 1] {
            let mut flipped = sealed.to_vec();
            flipped[place] ^= 1;
            assert!(matches!(open(0, flipped.into()), Err(VaultError::Damaged)), "{size_bytes} flipped at {place}");
        }
        let other = Vault::new(std::sync::Arc::new(object_store::memory::InMemory::new()));
        other.store_sealed(&segment.id, sealed.clone()).await.unwrap();
        assert!(other.fetch_sealed(&segment.id).await.unwrap() == sealed);
    }
}
