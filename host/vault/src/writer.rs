use std::sync::Arc;

use bytes::Bytes;
use object_store::ObjectStoreExt as _;
use tokio::task::{JoinHandle, spawn_blocking};
use veillee_ambient::Random;

use crate::filling::Filling;
use crate::limits::{CHUNK_BYTES, INLINE_BYTES};
use crate::sealed::Place;
use crate::store::Store;
use crate::tally::Tally;
use crate::{ContentId, ContentKey, Progress, Segment, SegmentId, VaultError};

/// A content that is whole and durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub segments: Vec<Segment>,
    pub size_bytes: u64,
    pub sha_256: [u8; 32],
    /// CRC-32 of ISO 3309, as a ZIP archive wants it.
    pub crc_32: u32,
    /// The sealed bytes of the only segment, when it was not stored: the caller keeps them beside the list.
    pub inline: Option<Bytes>,
}

/// Writes one content. Nothing of it counts before [`finish`](Self::finish) or [`checkpoint`](Self::checkpoint) says so.
///
/// Holds at most two segments in memory, about 8.5 MiB: one is stored while the next is filled. Bytes are sealed and
/// counted off the async threads when there are more than 64 KiB of them. Dropped without an end, or after a future of
/// it was dropped half-way, it leaves segments that no list names: the sweep of orphans removes them.
pub struct Writer {
    store: Store,
    key: ContentKey,
    content: ContentId,
    random: Arc<dyn Random>,
    segments: Vec<Segment>,
    /// Segments at the front that a checkpoint has given out: no longer this writer's to remove.
    acknowledged: usize,
    storing: Option<JoinHandle<Result<(), VaultError>>>,
    /// Away while a step runs; stays away after a failure, which makes the writer broken.
    draft: Option<Draft>,
}

/// What moves to a blocking thread and back.
struct Draft {
    filling: Option<Filling>,
    tally: Tally,
}

impl Writer {
    pub(crate) fn new(store: Store, key: &ContentKey, content: &ContentId, random: Arc<dyn Random>) -> Self {
        let draft = Some(Draft { filling: None, tally: Tally::default() });
        let (key, content) = (key.clone(), *content);
        Self { store, key, content, random, segments: Vec::new(), acknowledged: 0, storing: None, draft }
    }

    pub(crate) fn resume(
        store: Store,
        key: &ContentKey,
        content: &ContentId,
        progress: &Progress,
        random: Arc<dyn Random>,
    ) -> Result<Self, VaultError> {
        let tally = progress.open(key, content)?;
        let mut writer = Self::new(store, key, content, random);
        writer.segments.clone_from(&progress.segments);
        writer.acknowledged = progress.segments.len();
        writer.draft = Some(Draft { filling: None, tally });
        Ok(writer)
    }

    /// Takes bytes; waits when the store is slower than they come.
    ///
    /// After an error the writer is broken: what is left is [`abandon`](Self::abandon).
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        let mut left = bytes;
        while !left.is_empty() {
            let mut draft = self.draft.take().ok_or(VaultError::Broken)?;
            let filling = match &mut draft.filling {
                Some(filling) => filling,
                none => none.insert(self.begin_segment()?),
            };
            left = filling.take(left);
            if filling.is_full() {
                draft = self.store_segment(draft).await?;
            } else if filling.has_batch() {
                draft = seal_batch(draft).await?;
            }
            self.draft = Some(draft);
        }
        Ok(())
    }

    /// Makes everything written so far durable and says how to go on from there.
    ///
    /// Ends the running segment, so a checkpoint after every few bytes makes many small segments: call it when the
    /// sender stops, not while it sends.
    pub async fn checkpoint(&mut self) -> Result<Progress, VaultError> {
        let tally = self.settle().await?;
        self.acknowledged = self.segments.len();
        Ok(Progress::seal(&self.key, &self.content, &self.segments, &tally, self.random.as_ref()))
    }

    /// Makes the content whole and durable. After an error nothing of it counts; its segments since the last checkpoint
    /// are removed as far as the store allows.
    pub async fn finish(mut self) -> Result<Written, VaultError> {
        match self.settle().await {
            Ok(tally) => Ok(written(self.segments, &tally, None)),
            Err(error) => {
                self.abandon().await;
                Err(error)
            }
        }
    }

    /// As [`finish`](Self::finish), but a content of at most [`INLINE_BYTES`](crate::INLINE_BYTES) of which nothing was
    /// stored yet touches no store: its one segment comes back sealed, and is durable when the caller has made it so.
    pub async fn finish_inline(mut self) -> Result<Written, VaultError> {
        let filled = self.draft.as_ref().and_then(|draft| draft.filling.as_ref()).map_or(0, Filling::clear_bytes);
        if filled == 0 || filled > INLINE_BYTES || !self.segments.is_empty() {
            return self.finish().await;
        }
        let (draft, sealed) = close(self.draft.take().ok_or(VaultError::Broken)?).await?;
        let (segment, bytes) = sealed.ok_or(VaultError::Broken)?;
        Ok(written(vec![segment], &draft.tally, Some(bytes)))
    }

    /// Removes what was stored since the last checkpoint. What cannot be removed now is left to the sweep of orphans.
    pub async fn abandon(mut self) {
        if let Some(storing) = self.storing.take() {
            let _ = storing.await;
        }
        for segment in &self.segments[self.acknowledged..] {
            let _ = self.store.objects.delete(&segment.id.path()).await;
        }
    }

    fn begin_segment(&self) -> Result<Filling, VaultError> {
        let number = u32::try_from(self.segments.len()).map_err(|_| VaultError::Broken)?;
        let id = SegmentId::from_bytes(self.random.bytes());
        let place = Place { content: self.content, number, id };
        Ok(Filling::new(&self.key, place, self.random.as_ref()))
    }

    /// Stores what is left and waits until the store has all.
    async fn settle(&mut self) -> Result<Tally, VaultError> {
        let mut draft = self.draft.take().ok_or(VaultError::Broken)?;
        if draft.filling.is_some() {
            draft = self.store_segment(draft).await?;
        }
        self.await_store().await?;
        let tally = draft.tally.clone();
        self.draft = Some(draft);
        Ok(tally)
    }

    /// Seals the rest of the segment and hands it to the store, after the one before has arrived there.
    async fn store_segment(&mut self, draft: Draft) -> Result<Draft, VaultError> {
        let (draft, sealed) = close(draft).await?;
        self.await_store().await?;
        if let Some((segment, bytes)) = sealed {
            self.segments.push(segment);
            let store = self.store.clone();
            self.storing = Some(tokio::spawn(async move { store.put(segment.id, bytes).await }));
        }
        Ok(draft)
    }

    async fn await_store(&mut self) -> Result<(), VaultError> {
        match self.storing.as_mut() {
            None => Ok(()),
            Some(storing) => {
                let stored = storing.await;
                self.storing = None;
                stored?
            }
        }
    }
}

fn written(segments: Vec<Segment>, tally: &Tally, inline: Option<Bytes>) -> Written {
    let (size_bytes, sha_256, crc_32) = (tally.size_bytes(), tally.sha_256(), tally.crc_32());
    Written { segments, size_bytes, sha_256, crc_32, inline }
}

async fn seal_batch(mut draft: Draft) -> Result<Draft, VaultError> {
    spawn_blocking(move || {
        if let Some(filling) = &mut draft.filling {
            filling.seal_batch(&mut draft.tally)?;
        }
        Ok(draft)
    })
    .await?
}

type Closed = (Draft, Option<(Segment, Bytes)>);

async fn close(draft: Draft) -> Result<Closed, VaultError> {
    // A hop to another thread costs more than sealing one chunk.
    let small = draft.filling.as_ref().is_none_or(|filling| filling.unsealed_bytes() <= CHUNK_BYTES);
    if small { close_now(draft) } else { spawn_blocking(move || close_now(draft)).await? }
}

fn close_now(mut draft: Draft) -> Result<Closed, VaultError> {
    let sealed = draft.filling.take().map(|filling| filling.close(&mut draft.tally)).transpose()?;
    Ok((draft, sealed))
}
