//! The sealed form of a segment.
//!
//! ```text
//! segment = version (1) , salt (32, random) , chunk { chunk }
//! chunk   = sealed bytes (65536; 1 to 65536 in the last) , tag (16)
//! key (32) , nonce prefix (7) = BLAKE3 in its mode for deriving keys, over
//!           content key (32) , salt , content id (16) , number of the segment (4, big-endian) , segment id (16)
//! nonce of a chunk = nonce prefix , number of the chunk (4, big-endian) , 1 for the last chunk else 0
//! ```
//!
//! Each chunk is sealed with AES-256-GCM (NIST SP 800-38D) without associated data. Each segment has a key of its own, so
//! that no two segments share a nonce, whatever their prefixes are; the chunk number keeps nonces apart within a segment.
//! The framing is STREAM's, `BE32` of the crate `aead-stream`, opened at any chunk; the last flag detects a cut at a
//! chunk. A segment that is swapped, moved, replayed or from elsewhere is opened with another key, and does not open.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use veillee_ambient::Random;
use zeroize::Zeroizing;

use crate::limits::CHUNK_BYTES;
use crate::{ContentId, ContentKey, SegmentId, VaultError};

const VERSION: u8 = 2;
const CONTEXT: &str = "veillee vault 2: key and nonce prefix of a segment";
const SALT_BYTES: usize = 32;
const KEY_BYTES: usize = 32;
const PREFIX_BYTES: usize = 7;
pub(crate) const HEADER_BYTES: usize = 1 + SALT_BYTES;
pub(crate) const TAG_BYTES: usize = 16;
pub(crate) const SEALED_CHUNK_BYTES: usize = CHUNK_BYTES + TAG_BYTES;

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
    key: LessSafeKey,
    prefix: [u8; PREFIX_BYTES],
}

impl SegmentCipher {
    /// A cipher for a segment that does not exist yet, and its header.
    pub(crate) fn fresh(key: &ContentKey, place: Place, random: &dyn Random) -> Result<(Self, Header), VaultError> {
        let mut header = [VERSION; HEADER_BYTES];
        let salt: [u8; SALT_BYTES] = random.bytes();
        header[1..].copy_from_slice(&salt);
        Ok((Self::of_header(key, place, &header)?, header))
    }

    pub(crate) fn of_header(key: &ContentKey, place: Place, header: &Header) -> Result<Self, VaultError> {
        let Some(([VERSION], salt)) = header.split_first_chunk::<1>() else { return Err(VaultError::Damaged) };
        let mut derived = Zeroizing::new([0; KEY_BYTES + PREFIX_BYTES]);
        blake3::Hasher::new_derive_key(CONTEXT)
            .update(key.as_bytes())
            .update(salt)
            .update(&place.content)
            .update(&place.number.to_be_bytes())
            .update(place.id.as_bytes())
            .finalize_xof()
            .fill(derived.as_mut());
        let (key, prefix) = derived.split_first_chunk::<KEY_BYTES>().ok_or(VaultError::Damaged)?;
        let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| VaultError::Damaged)?;
        Ok(Self { key: LessSafeKey::new(key), prefix: prefix.try_into().map_err(|_| VaultError::Damaged)? })
    }

    fn nonce(&self, position: ChunkPosition) -> Nonce {
        let mut nonce = [0; 12];
        nonce[..7].copy_from_slice(&self.prefix);
        nonce[7..11].copy_from_slice(&position.number.to_be_bytes());
        nonce[11] = u8::from(position.last);
        Nonce::assume_unique_for_key(nonce)
    }

    /// Seals in place: `chunk` is the clear bytes followed by room for the tag.
    pub(crate) fn seal(&self, position: ChunkPosition, chunk: &mut [u8]) -> Result<(), VaultError> {
        let (body, tag) = chunk.split_last_chunk_mut::<TAG_BYTES>().ok_or(VaultError::Damaged)?;
        let made = self.key.seal_in_place_separate_tag(self.nonce(position), Aad::empty(), body);
        tag.copy_from_slice(made.map_err(|_| VaultError::Damaged)?.as_ref());
        Ok(())
    }

    /// Opens in place: what is left before the tag is clear. Of a chunk that does not authenticate nothing is told.
    pub(crate) fn open(&self, position: ChunkPosition, chunk: &mut [u8]) -> Result<(), VaultError> {
        self.key.open_in_place(self.nonce(position), Aad::empty(), chunk).map_err(|_| VaultError::Damaged)?;
        Ok(())
    }
}

/// Bytes in the store of a segment of `clear_bytes` clear ones.
pub(crate) fn sealed_bytes(clear_bytes: u64) -> u64 {
    HEADER_BYTES as u64 + clear_bytes + clear_bytes.div_ceil(CHUNK_BYTES as u64) * TAG_BYTES as u64
}
