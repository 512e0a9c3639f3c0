use std::sync::Arc;

use bytes::Bytes;
use veillee_ambient::Random;

use crate::filling::Filling;
use crate::limits::CHUNK_BYTES;
use crate::sealed::Place;
use crate::tally::Tally;
use crate::{ContentId, ContentKey, Segment, SegmentId, VaultError};

/// A segment that is sealed and not stored yet.
pub(crate) type Sealed = (Segment, Bytes);

/// A content while it is written: what seals and counts. It moves to a blocking thread and back.
pub(crate) struct Draft {
    key: ContentKey,
    content: ContentId,
    random: Arc<dyn Random>,
    /// Segments begun so far.
    segments: usize,
    filling: Option<Filling>,
    pub(crate) tally: Tally,
}

impl Draft {
    /// Goes on behind this many segments, which `tally` has counted.
    pub(crate) fn new(
        key: &ContentKey,
        content: &ContentId,
        random: Arc<dyn Random>,
        segments: usize,
        tally: Tally,
    ) -> Self {
        Self { key: key.clone(), content: *content, random, segments, filling: None, tally }
    }

    /// Clear bytes of the running segment.
    pub(crate) fn clear_bytes(&self) -> usize {
        self.filling.as_ref().map_or(0, Filling::clear_bytes)
    }

    /// Whether sealing `more_bytes` and the rest takes no longer than a hop to another thread.
    pub(crate) fn is_quick(&self, more_bytes: usize) -> bool {
        self.filling.as_ref().map_or(0, Filling::unsealed_bytes) + more_bytes <= CHUNK_BYTES
    }

    /// Takes bytes and seals the chunks that are known not to be the last; returns the segments that became full.
    pub(crate) fn take(&mut self, clear: &[u8]) -> Result<Vec<Sealed>, VaultError> {
        let mut full = Vec::new();
        let mut left = clear;
        while !left.is_empty() {
            let filling = match &mut self.filling {
                Some(filling) => filling,
                none => none.insert(begin(&self.key, self.content, self.random.as_ref(), &mut self.segments)?),
            };
            left = filling.take(left);
            if filling.is_full() {
                full.extend(self.close()?);
            }
        }
        if let Some(filling) = &mut self.filling {
            filling.seal_batch(&mut self.tally)?;
        }
        Ok(full)
    }

    /// Ends the running segment.
    pub(crate) fn close(&mut self) -> Result<Option<Sealed>, VaultError> {
        self.filling.take().map(|filling| filling.close(&mut self.tally)).transpose()
    }
}

fn begin(
    key: &ContentKey,
    content: ContentId,
    random: &dyn Random,
    segments: &mut usize,
) -> Result<Filling, VaultError> {
    let number = u32::try_from(*segments).map_err(|_| VaultError::Broken)?;
    *segments += 1;
    let place = Place { content, number, id: SegmentId::from_bytes(random.bytes()) };
    Filling::new(key, place, random)
}
