use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::limits::{BATCH_BYTES, CHUNK_BYTES, SEGMENT_BYTES};
use crate::sealed::{HEADER_BYTES, Header, Place, SEALED_CHUNK_BYTES, sealed_bytes};
use crate::{ContentId, Segment, VaultError};

/// Chunks of one segment that are fetched and opened in one step.
#[derive(Clone)]
pub(crate) struct Batch {
    pub(crate) place: Place,
    pub(crate) segment: Segment,
    /// Of the segment; shared by its batches, so that only the first ones fetch it.
    pub(crate) header: Arc<OnceLock<Header>>,
    /// Clear bytes wanted, counted within the segment.
    pub(crate) wanted: Range<usize>,
}

impl Batch {
    pub(crate) fn first_chunk(&self) -> usize {
        self.wanted.start / CHUNK_BYTES
    }

    pub(crate) fn chunk_count(&self) -> usize {
        self.segment_bytes().div_ceil(CHUNK_BYTES)
    }

    /// Where the chunks lie in the store.
    pub(crate) fn sealed_range(&self) -> Range<u64> {
        let start = HEADER_BYTES + self.first_chunk() * SEALED_CHUNK_BYTES;
        let end = HEADER_BYTES + self.wanted.end.div_ceil(CHUNK_BYTES) * SEALED_CHUNK_BYTES;
        start as u64..(end as u64).min(sealed_bytes(self.segment.clear_bytes))
    }

    #[expect(clippy::cast_possible_truncation, reason = "a plan holds no segment above SEGMENT_BYTES")]
    fn segment_bytes(&self) -> usize {
        self.segment.clear_bytes as usize
    }
}

/// The batches of a range, one after the other.
pub(crate) struct Plan {
    content: ContentId,
    segments: Arc<[Segment]>,
    number: usize,
    header: Arc<OnceLock<Header>>,
    /// What is still wanted, counted from the start of the segment `number`.
    wanted: Range<u64>,
}

impl Plan {
    pub(crate) fn new(content: &ContentId, segments: &[Segment], range: Range<u64>) -> Result<Self, VaultError> {
        let size_bytes = size_bytes(segments)?;
        if range.start > range.end || range.end > size_bytes {
            return Err(VaultError::OutOfRange { start: range.start, end: range.end, size_bytes });
        }
        Ok(Self { content: *content, segments: segments.into(), number: 0, header: Arc::default(), wanted: range })
    }
}

/// The clear size of a content.
pub(crate) fn size_bytes(segments: &[Segment]) -> Result<u64, VaultError> {
    let possible = 1..=SEGMENT_BYTES as u64;
    if segments.iter().any(|segment| !possible.contains(&segment.clear_bytes)) {
        return Err(VaultError::Damaged);
    }
    Ok(segments.iter().map(|segment| segment.clear_bytes).sum())
}

impl Iterator for Plan {
    type Item = Batch;

    #[expect(clippy::cast_possible_truncation, reason = "offsets within a segment are at most SEGMENT_BYTES")]
    fn next(&mut self) -> Option<Batch> {
        if self.wanted.is_empty() {
            return None;
        }
        let mut segment = *self.segments.get(self.number)?;
        while self.wanted.start >= segment.clear_bytes {
            self.wanted = self.wanted.start - segment.clear_bytes..self.wanted.end - segment.clear_bytes;
            self.number += 1;
            self.header = Arc::default();
            segment = *self.segments.get(self.number)?;
        }
        let start = self.wanted.start as usize;
        let batch_end = (start / CHUNK_BYTES * CHUNK_BYTES + BATCH_BYTES) as u64;
        let end = batch_end.min(segment.clear_bytes).min(self.wanted.end);
        self.wanted.start = end;
        let place = Place { content: self.content, number: u32::try_from(self.number).ok()?, id: segment.id };
        Some(Batch { place, segment, header: Arc::clone(&self.header), wanted: start..end as usize })
    }
}
