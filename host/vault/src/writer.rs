use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;

use bytes::Bytes;
use object_store::ObjectStoreExt as _;
use tokio::task::{JoinHandle, spawn_blocking};
use veillee_ambient::Random;

use crate::draft::{Draft, Sealed};
use crate::limits::{BATCH_BYTES, INLINE_BYTES};
use crate::store::Store;
use crate::tally::Tally;
use crate::{ContentId, ContentKey, Progress, Segment, VaultError};

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
/// Three things go on at the same time: bytes come in, those before them are sealed and counted on a blocking thread,
/// and the segment before those is stored. Holds at most two segments and two batches in memory, about 9 MiB, and at its
/// end the last three segments if the store is slow. Dropped
/// without an end, or after a future of it was dropped half-way, it leaves segments that no list names: the sweep of
/// orphans removes them.
pub struct Writer {
    store: Store,
    key: ContentKey,
    content: ContentId,
    random: Arc<dyn Random>,
    segments: Vec<Segment>,
    /// Segments at the front that a checkpoint has given out: no longer this writer's to remove.
    acknowledged: usize,
    /// What came and is not handed to the draft yet.
    pending: Vec<u8>,
    sealing: Sealing,
    /// What the store has not answered yet, in the order of the segments.
    storing: VecDeque<JoinHandle<Result<(), VaultError>>>,
}

/// Who has the draft.
enum Sealing {
    Rests(Box<Draft>),
    Runs(JoinHandle<Result<Step, VaultError>>),
    /// Nobody: a step failed or was dropped.
    Broken,
}

/// What a blocking thread gives back.
struct Step {
    draft: Box<Draft>,
    full: Vec<Sealed>,
    /// Emptied, for the bytes that come next.
    pending: Vec<u8>,
}

impl Writer {
    pub(crate) fn new(store: Store, key: &ContentKey, content: &ContentId, random: Arc<dyn Random>) -> Self {
        Self::behind(store, key, content, (Vec::new(), Tally::default()), random)
    }

    pub(crate) fn resume(
        store: Store,
        key: &ContentKey,
        content: &ContentId,
        progress: &Progress,
        random: Arc<dyn Random>,
    ) -> Result<Self, VaultError> {
        let tally = progress.open(key, content)?;
        Ok(Self::behind(store, key, content, (progress.segments.clone(), tally), random))
    }

    fn behind(
        store: Store,
        key: &ContentKey,
        content: &ContentId,
        (segments, tally): (Vec<Segment>, Tally),
        random: Arc<dyn Random>,
    ) -> Self {
        let draft = Draft::new(key, content, random.clone(), segments.len(), tally);
        Self {
            store,
            key: key.clone(),
            content: *content,
            random,
            acknowledged: segments.len(),
            segments,
            pending: Vec::new(),
            sealing: Sealing::Rests(Box::new(draft)),
            storing: VecDeque::new(),
        }
    }

    /// Takes bytes; waits when sealing or the store is slower than they come.
    ///
    /// After an error the writer is broken: what is left is [`abandon`](Self::abandon).
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        if matches!(self.sealing, Sealing::Broken) {
            return Err(VaultError::Broken);
        }
        let mut left = bytes;
        while !left.is_empty() {
            let (now, later) = left.split_at(left.len().min(BATCH_BYTES - self.pending.len()));
            self.pending.extend_from_slice(now);
            left = later;
            if self.pending.len() == BATCH_BYTES {
                self.hand_over().await?;
            }
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
        let Sealing::Rests(draft) = &mut self.sealing else { return self.finish().await };
        let clear_bytes = draft.clear_bytes() + self.pending.len();
        if clear_bytes == 0 || clear_bytes > INLINE_BYTES || !self.segments.is_empty() {
            return self.finish().await;
        }
        draft.take(&self.pending)?;
        let (segment, bytes) = draft.close()?.ok_or(VaultError::Broken)?;
        Ok(written(vec![segment], &draft.tally, Some(bytes)))
    }

    /// Removes what was stored since the last checkpoint. What cannot be removed now is left to the sweep of orphans.
    pub async fn abandon(mut self) {
        for storing in mem::take(&mut self.storing) {
            let _ = storing.await;
        }
        for segment in &self.segments[self.acknowledged..] {
            let _ = self.store.objects.delete(&segment.id.path()).await;
        }
    }

    /// Has what came sealed while more comes, after the bytes before it.
    async fn hand_over(&mut self) -> Result<(), VaultError> {
        let (mut draft, spare) = self.rest().await?;
        let mut pending = mem::replace(&mut self.pending, spare);
        self.sealing = Sealing::Runs(spawn_blocking(move || {
            let full = draft.take(&pending)?;
            pending.clear();
            Ok(Step { draft, full, pending })
        }));
        Ok(())
    }

    /// Waits until nothing is being sealed, and hands full segments to the store. Also gives an emptied buffer back.
    async fn rest(&mut self) -> Result<(Box<Draft>, Vec<u8>), VaultError> {
        match mem::replace(&mut self.sealing, Sealing::Broken) {
            Sealing::Rests(draft) => Ok((draft, Vec::new())),
            Sealing::Runs(step) => {
                let Step { draft, full, pending } = step.await??;
                for sealed in full {
                    self.await_store(0).await?;
                    self.store_segment(sealed);
                }
                Ok((draft, pending))
            }
            Sealing::Broken => Err(VaultError::Broken),
        }
    }

    /// Seals and stores what is left and waits until the store has all.
    async fn settle(&mut self) -> Result<Tally, VaultError> {
        let (mut draft, _) = self.rest().await?;
        let pending = mem::take(&mut self.pending);
        let is_quick = draft.is_quick(pending.len());
        let seal = move || {
            let mut full = draft.take(&pending)?;
            full.extend(draft.close()?);
            Ok::<_, VaultError>((draft, full))
        };
        let (draft, full) = if is_quick { seal()? } else { spawn_blocking(seal).await?? };
        for sealed in full {
            // Nothing fills meanwhile: there is room for one more beside the one before.
            self.await_store(1).await?;
            self.store_segment(sealed);
        }
        self.await_store(0).await?;
        let tally = draft.tally.clone();
        self.sealing = Sealing::Rests(draft);
        Ok(tally)
    }

    fn store_segment(&mut self, (segment, bytes): Sealed) {
        self.segments.push(segment);
        let store = self.store.clone();
        self.storing.push_back(tokio::spawn(async move { store.put(segment.id, bytes).await }));
    }

    /// Waits until the store has all but the last few segments.
    async fn await_store(&mut self, but: usize) -> Result<(), VaultError> {
        while self.storing.len() > but {
            let Some(storing) = self.storing.front_mut() else { break };
            let stored = storing.await;
            self.storing.pop_front();
            stored??;
        }
        Ok(())
    }
}

fn written(segments: Vec<Segment>, tally: &Tally, inline: Option<Bytes>) -> Written {
    let (size_bytes, sha_256, crc_32) = (tally.size_bytes(), tally.sha_256(), tally.crc_32());
    Written { segments, size_bytes, sha_256, crc_32, inline }
}
