use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, ObjectStoreExt};
use veillee_ambient::Random;

use crate::read::{self, Reading};
use crate::store::Store;
use crate::{ContentId, ContentKey, Progress, Segment, SegmentId, StoredSegment, VaultError, Writer, folder};

/// The store of sealed segments of one association. A clone is one more handle on the same store.
#[derive(Clone)]
pub struct Vault {
    store: Store,
}

impl Vault {
    /// A vault in a folder of this machine, which is made if it is missing (its parent must exist).
    ///
    /// A stored segment is synced, and so are the folders it lies in, before a writer says so. Blocks on the disk.
    pub fn local(folder: &Path) -> Result<Self, VaultError> {
        folder::prepare(folder)?;
        let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { store: Store::local(Arc::new(objects), folder) })
    }

    /// A vault in any store whose `put` is atomic and durable when it answers.
    pub fn new(store: Arc<dyn ObjectStore>) -> Self {
        Self { store: Store::new(store) }
    }

    /// Removes what a crash left half-written in a folder and returns how many files that were.
    ///
    /// For the start of the host, before the first writer: it would take the ground from under a running one. Blocks on
    /// the disk, about a second for a million segments.
    pub fn remove_unfinished(folder: &Path) -> Result<u64, VaultError> {
        Ok(folder::remove_unfinished(folder)?)
    }

    /// Begins a content. `key` must be new: made for this content and this writer.
    pub fn writer(&self, key: &ContentKey, content: &ContentId, random: Arc<dyn Random>) -> Writer {
        Writer::new(self.store.clone(), key, content, random)
    }

    /// Goes on where [`Writer::checkpoint`] stopped, in this process or a later one.
    ///
    /// # Errors
    /// `Damaged` if the progress belongs to another content or key, or was altered.
    pub fn resume(
        &self,
        key: &ContentKey,
        content: &ContentId,
        progress: &Progress,
        random: Arc<dyn Random>,
    ) -> Result<Writer, VaultError> {
        Writer::resume(self.store.clone(), key, content, progress, random)
    }

    /// Reads the clear bytes of `range` (half open, in bytes of the content).
    ///
    /// The stream holds pieces of at most [`CHUNK_BYTES`](crate::CHUNK_BYTES) and fetches at most
    /// [`READ_AHEAD_BYTES`](crate::READ_AHEAD_BYTES) ahead. Every piece is authenticated before it is given; after an
    /// error the stream ends. Nothing is fetched before the first poll.
    ///
    /// # Errors
    /// `OutOfRange` if the range ends behind the content.
    pub fn read(
        &self,
        key: &ContentKey,
        content: &ContentId,
        segments: &[Segment],
        range: std::ops::Range<u64>,
    ) -> Result<Reading, VaultError> {
        read::stream(&self.store, key, content, segments, range)
    }

    /// Reads a whole content of at most [`SMALL_CONTENT_BYTES`](crate::SMALL_CONTENT_BYTES): one call of the store and
    /// one opening in place for each segment, and a content that was written at once has one.
    pub async fn read_small(
        &self,
        key: &ContentKey,
        content: &ContentId,
        segments: &[Segment],
    ) -> Result<Bytes, VaultError> {
        read::small(&self.store, key, content, segments).await
    }

    /// The sealed bytes of a segment, as they lie in the store: for a copy, or for [`open_segment`](crate::open_segment).
    pub async fn fetch_sealed(&self, segment: &SegmentId) -> Result<Bytes, VaultError> {
        Ok(self.store.objects.get(&segment.path()).await?.bytes().await?)
    }

    pub async fn has(&self, segment: &SegmentId) -> Result<bool, VaultError> {
        match self.store.objects.head(&segment.path()).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Stores sealed bytes that came from another store, durably, under the id they were sealed for.
    pub async fn store_sealed(&self, segment: &SegmentId, sealed: Bytes) -> Result<(), VaultError> {
        self.store.put(*segment, sealed).await
    }

    /// Removes a segment. One that is not there counts as removed, so that a sweep may repeat itself.
    ///
    /// The removal is not synced: what a crash brings back is an orphan for the next sweep.
    pub async fn remove(&self, segment: &SegmentId) -> Result<(), VaultError> {
        match self.store.objects.delete(&segment.path()).await {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            removed => Ok(removed?),
        }
    }

    /// All segments in the store, in no order, for the sweep of orphans. Whatever is not a segment is passed over.
    pub fn list(&self) -> BoxStream<'static, Result<StoredSegment, VaultError>> {
        let listed = self.store.objects.list(None).map_err(VaultError::from);
        let known = listed.try_filter_map(|object| async move {
            Ok(SegmentId::from_path(&object.location).map(|id| StoredSegment {
                id,
                written_ms: object.last_modified.timestamp_millis(),
                sealed_bytes: object.size,
            }))
        });
        known.boxed()
    }
}
