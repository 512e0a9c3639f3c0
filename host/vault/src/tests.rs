//! Parts that the tests share: bytes, vaults, and a look at what lies in the store.

mod checkpoints;
mod damage;
mod failing_store;
mod inline;
mod key_files;
mod keys;
mod local;
mod places;
mod round_trip;
mod storage;

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use object_store::memory::InMemory;
use object_store::{ObjectStore, ObjectStoreExt};
use veillee_ambient::{Random, SeededRandom, SystemRandom};

use crate::{ContentId, ContentKey, Segment, SegmentId, Vault, VaultError, Written};

const CONTENT: ContentId = *b"a content's id..";

/// Bytes that differ at every place, so that no two chunks are equal.
fn sample(size_bytes: usize) -> Vec<u8> {
    let mut bytes = vec![0; size_bytes];
    SeededRandom::new(size_bytes as u64).fill(&mut bytes);
    bytes
}

fn random() -> Arc<dyn Random> {
    Arc::new(SystemRandom)
}

/// A vault with one content, and everything needed to read or attack it.
struct Stored {
    store: Arc<dyn ObjectStore>,
    vault: Vault,
    key: ContentKey,
    written: Written,
}

impl Stored {
    async fn in_memory(clear: &[u8]) -> Self {
        Self::put(Arc::new(InMemory::new()), clear).await
    }

    async fn put(store: Arc<dyn ObjectStore>, clear: &[u8]) -> Self {
        let vault = Vault::new(Arc::clone(&store));
        let key = ContentKey::new(&SystemRandom);
        let written = write(&vault, &key, clear).await.unwrap();
        Self { store, vault, key, written }
    }

    fn segment(&self, number: usize) -> Segment {
        self.written.segments[number]
    }

    async fn sealed(&self, id: SegmentId) -> Vec<u8> {
        self.store.get(&id.path()).await.unwrap().bytes().await.unwrap().to_vec()
    }

    async fn replace(&self, id: SegmentId, sealed: Vec<u8>) {
        self.store.put(&id.path(), sealed.into()).await.unwrap();
    }

    async fn read_all(&self) -> Result<Vec<u8>, VaultError> {
        self.read_list(&self.written.segments).await
    }

    async fn read_list(&self, segments: &[Segment]) -> Result<Vec<u8>, VaultError> {
        let size_bytes = segments.iter().map(|segment| segment.clear_bytes).sum();
        read(&self.vault, &self.key, segments, 0..size_bytes).await
    }

    async fn assert_damaged(&self, what: &str) {
        let streamed = self.read_all().await;
        assert!(matches!(streamed, Err(VaultError::Damaged)), "{what}: a stream gave {streamed:?}");
        if self.written.size_bytes <= crate::SMALL_CONTENT_BYTES {
            let small = self.vault.read_small(&self.key, &CONTENT, &self.written.segments).await;
            assert!(matches!(small, Err(VaultError::Damaged)), "{what}: a small read gave {small:?}");
        }
    }
}

async fn write(vault: &Vault, key: &ContentKey, clear: &[u8]) -> Result<Written, VaultError> {
    let mut writer = vault.writer(key, &CONTENT, random());
    // Pieces that end at no edge.
    for piece in clear.chunks(100_003) {
        if let Err(error) = writer.write(piece).await {
            writer.abandon().await;
            return Err(error);
        }
    }
    writer.finish().await
}

async fn read(vault: &Vault, key: &ContentKey, segments: &[Segment], range: Range<u64>) -> Result<Vec<u8>, VaultError> {
    let mut reading = vault.read(key, &CONTENT, segments, range)?;
    let mut clear = Vec::new();
    while let Some(piece) = reading.next().await {
        let piece: Bytes = piece?;
        assert!(!piece.is_empty() && piece.len() <= crate::CHUNK_BYTES);
        clear.extend_from_slice(&piece);
    }
    Ok(clear)
}

async fn listed(vault: &Vault) -> Vec<SegmentId> {
    vault.list().map_ok(|stored| stored.id).try_collect().await.unwrap()
}
