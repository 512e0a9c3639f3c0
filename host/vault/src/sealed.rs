//! The sealed form of a segment.
//!
//! ```text
//! segment = version (1) , nonce prefix (19, random) , chunk { chunk }
//! chunk   = sealed bytes (65536; 1 to 65536 in the last) , tag (16)
//! nonce of a chunk = nonce prefix , number of the chunk (4, big-endian) , 1 for the last chunk else 0
//! associated data  = version , content id (16) , number of the segment (4, big-endian) , segment id (16)
//! ```
//!
//! This is STREAM with the `BE32` framing of the crate `aead-stream`, opened at any chunk. The prefix keeps nonces apart
//! between segments of one content (2^-152 for two to meet), the chunk number within a segment. The last flag detects a
//! cut at a chunk; the associated data detects a segment that is swapped, moved, replayed or from elsewhere.

use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut, Key, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use veillee_ambient::Random;

use crate::limits::CHUNK_BYTES;
use crate::{ContentId, ContentKey, SegmentId, VaultError};

const VERSION: u8 = 1;
const PREFIX_BYTES: usize = 19;
pub(crate) const HEADER_BYTES: usize = 1 + PREFIX_BYTES;
pub(crate) const TAG_BYTES: usize = 16;
pub(crate) const SEALED_CHUNK_BYTES: usize = CHUNK_BYTES + TAG_BYTES;
const ASSOCIATED_BYTES: usize = 1 + 16 + 4 + 16;

pub(crate) type Header = [u8; HEADER_BYTES];

/// Which segment of which content: what a segment is bound to.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) content: ContentId,
    pub(crate) number: u32,
    pub(crate) id: SegmentId,
}

/// Where a chunk stands in its segment.
#[derive(Clone, Copy)]
pub(crate) struct ChunkPosition {
    pub(crate) number: u32,
    pub(crate) last: bool,
}

/// Seals and opens the chunks of one segment.
pub(crate) struct SegmentCipher {
    cipher: XChaCha20Poly1305,
    prefix: [u8; PREFIX_BYTES],
    associated: [u8; ASSOCIATED_BYTES],
}

impl SegmentCipher {
    /// A cipher for a segment that does not exist yet, and its header.
    pub(crate) fn fresh(key: &ContentKey, place: Place, random: &dyn Random) -> (Self, Header) {
        let mut header = [VERSION; HEADER_BYTES];
        let prefix: [u8; PREFIX_BYTES] = random.bytes();
        header[1..].copy_from_slice(&prefix);
        (Self::with_prefix(key, place, prefix), header)
    }

    pub(crate) fn of_header(key: &ContentKey, place: Place, header: &Header) -> Result<Self, VaultError> {
        match header.split_first_chunk::<1>() {
            Some(([VERSION], prefix)) => {
                let prefix = prefix.try_into().map_err(|_| VaultError::Damaged)?;
                Ok(Self::with_prefix(key, place, prefix))
            }
            _ => Err(VaultError::Damaged),
        }
    }

    fn with_prefix(key: &ContentKey, place: Place, prefix: [u8; PREFIX_BYTES]) -> Self {
        let mut associated = [VERSION; ASSOCIATED_BYTES];
        associated[1..17].copy_from_slice(&place.content);
        associated[17..21].copy_from_slice(&place.number.to_be_bytes());
        associated[21..].copy_from_slice(place.id.as_bytes());
        Self { cipher: XChaCha20Poly1305::new(&Key::from(*key.as_bytes())), prefix, associated }
    }

    fn nonce(&self, position: ChunkPosition) -> XNonce {
        let mut nonce = [0; 24];
        nonce[..19].copy_from_slice(&self.prefix);
        nonce[19..23].copy_from_slice(&position.number.to_be_bytes());
        nonce[23] = u8::from(position.last);
        XNonce::from(nonce)
    }

    /// Seals in place: `chunk` is the clear bytes followed by room for the tag.
    pub(crate) fn seal(&self, position: ChunkPosition, chunk: &mut [u8]) -> Result<(), VaultError> {
        let (body, tag) = chunk.split_last_chunk_mut::<TAG_BYTES>().ok_or(VaultError::Damaged)?;
        let made = self
            .cipher
            .encrypt_inout_detached(&self.nonce(position), &self.associated, InOutBuf::from(body))
            .map_err(|_| VaultError::Damaged)?;
        *tag = made.into();
        Ok(())
    }

    /// Opens in place: what is left before the tag is clear. A chunk that does not authenticate stays sealed.
    pub(crate) fn open(&self, position: ChunkPosition, chunk: &mut [u8]) -> Result<(), VaultError> {
        let (body, tag) = chunk.split_last_chunk_mut::<TAG_BYTES>().ok_or(VaultError::Damaged)?;
        self.cipher
            .decrypt_inout_detached(&self.nonce(position), &self.associated, InOutBuf::from(body), &Tag::from(*tag))
            .map_err(|_| VaultError::Damaged)
    }
}

/// Bytes in the store of a segment of `clear_bytes` clear ones.
pub(crate) fn sealed_bytes(clear_bytes: u64) -> u64 {
    HEADER_BYTES as u64 + clear_bytes + clear_bytes.div_ceil(CHUNK_BYTES as u64) * TAG_BYTES as u64
}
