use bytes::Bytes;
use veillee_ambient::Random;

use crate::limits::{CHUNK_BYTES, SEGMENT_BYTES};
use crate::sealed::{self, ChunkPosition, HEADER_BYTES, Place, SEALED_CHUNK_BYTES, SegmentCipher, TAG_BYTES};
use crate::tally::Tally;
use crate::{ContentKey, Segment, VaultError};

/// A segment while it is written: clear bytes lie where their sealed form will lie, and are sealed in place.
pub(crate) struct Filling {
    place: Place,
    cipher: SegmentCipher,
    bytes: Vec<u8>,
    clear_bytes: usize,
    sealed_chunks: usize,
}

impl Filling {
    pub(crate) fn new(key: &ContentKey, place: Place, random: &dyn Random) -> Result<Self, VaultError> {
        let (cipher, header) = SegmentCipher::fresh(key, place, random)?;
        Ok(Self { place, cipher, bytes: header.to_vec(), clear_bytes: 0, sealed_chunks: 0 })
    }

    pub(crate) fn is_full(&self) -> bool {
        self.clear_bytes == SEGMENT_BYTES
    }

    pub(crate) fn clear_bytes(&self) -> usize {
        self.clear_bytes
    }

    pub(crate) fn unsealed_bytes(&self) -> usize {
        self.clear_bytes - self.sealed_chunks * CHUNK_BYTES
    }

    /// Takes bytes up to the end of a chunk and returns what is left of them.
    pub(crate) fn take<'a>(&mut self, clear: &'a [u8]) -> &'a [u8] {
        let filled = self.clear_bytes % CHUNK_BYTES;
        let starts_chunk = filled == 0;
        let count = clear.len().min(CHUNK_BYTES - filled).min(SEGMENT_BYTES - self.clear_bytes);
        self.reserve(count + TAG_BYTES);
        if starts_chunk && self.clear_bytes > 0 && count > 0 {
            self.bytes.extend_from_slice(&[0; TAG_BYTES]);
        }
        let (taken, left) = clear.split_at(count);
        self.bytes.extend_from_slice(taken);
        self.clear_bytes += count;
        left
    }

    /// Room for what is short, then for a full segment at once: what is not written to takes no memory, and growing by
    /// and by would copy everything several times.
    fn reserve(&mut self, more: usize) {
        let wanted = self.bytes.len() + more + TAG_BYTES;
        if wanted > self.bytes.capacity() {
            let full = HEADER_BYTES + SEGMENT_BYTES / CHUNK_BYTES * SEALED_CHUNK_BYTES;
            let capacity = if wanted <= 2 * SEALED_CHUNK_BYTES { 2 * wanted } else { full.max(wanted) };
            self.bytes.reserve_exact(capacity - self.bytes.len());
        }
    }

    /// Counts and seals every chunk that is known not to be the last.
    pub(crate) fn seal_batch(&mut self, tally: &mut Tally) -> Result<(), VaultError> {
        while self.unsealed_bytes() > CHUNK_BYTES {
            self.seal_next(CHUNK_BYTES, false, tally)?;
        }
        Ok(())
    }

    /// Counts and seals the rest.
    pub(crate) fn close(mut self, tally: &mut Tally) -> Result<(Segment, Bytes), VaultError> {
        self.seal_batch(tally)?;
        self.bytes.extend_from_slice(&[0; TAG_BYTES]);
        self.seal_next(self.unsealed_bytes(), true, tally)?;
        let segment = Segment { id: self.place.id, clear_bytes: self.clear_bytes as u64 };
        debug_assert_eq!(self.bytes.len() as u64, sealed::sealed_bytes(segment.clear_bytes));
        Ok((segment, Bytes::from(self.bytes)))
    }

    fn seal_next(&mut self, clear_bytes: usize, last: bool, tally: &mut Tally) -> Result<(), VaultError> {
        let start = HEADER_BYTES + self.sealed_chunks * SEALED_CHUNK_BYTES;
        let chunk = &mut self.bytes[start..start + clear_bytes + TAG_BYTES];
        tally.add(&chunk[..clear_bytes]);
        let number = u32::try_from(self.sealed_chunks).map_err(|_| VaultError::Broken)?;
        self.cipher.seal(ChunkPosition { number, last }, chunk)?;
        self.sealed_chunks += 1;
        Ok(())
    }
}
