use sha2::digest::common::hazmat::{SerializableState, SerializedState};
use sha2::{Digest, Sha256};

/// Size and checksums of what has been written so far.
#[derive(Clone, Default)]
pub(crate) struct Tally {
    size_bytes: u64,
    sha_256: Sha256,
    crc_32: crc32fast::Hasher,
}

impl Tally {
    pub(crate) fn add(&mut self, clear: &[u8]) {
        self.size_bytes += clear.len() as u64;
        self.sha_256.update(clear);
        self.crc_32.update(clear);
    }

    pub(crate) fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    pub(crate) fn sha_256(&self) -> [u8; 32] {
        self.sha_256.clone().finalize().into()
    }

    pub(crate) fn crc_32(&self) -> u32 {
        self.crc_32.clone().finalize()
    }

    /// The state of the hash holds up to 63 clear bytes: seal it before storing.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size_bytes.to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.crc_32().to_be_bytes());
        bytes.extend_from_slice(&self.sha_256.serialize());
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (size_bytes, bytes) = bytes.split_first_chunk::<8>()?;
        let (crc_32, bytes) = bytes.split_first_chunk::<4>()?;
        let state = SerializedState::<Sha256>::try_from(bytes).ok()?;
        let size_bytes = u64::from_be_bytes(*size_bytes);
        Some(Self {
            size_bytes,
            sha_256: Sha256::deserialize(&state).ok()?,
            crc_32: crc32fast::Hasher::new_with_initial_len(u32::from_be_bytes(*crc_32), size_bytes),
        })
    }
}
