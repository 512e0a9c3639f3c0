use std::path::Path;

use veillee_ambient::Random;
use zeroize::Zeroizing;

use crate::envelope::{self, Family, Label};
use crate::{KeyFileError, OpenError, WrappingKey, key_file, small};

const WRAP_WRAPPING_KEY: &str = "wrap wrapping key";

/// The key at the top of the chain, 256 random bits, wiped from memory when dropped. It has no `Debug` on purpose.
///
/// It lies in a file outside of the data folder, so that neither the data folder nor a backup of it opens by itself.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// Reads the key from its file, or makes both when there is no file.
    ///
    /// The file is one line of 64 hexadecimal digits with mode 0600. It appears whole and synced, with its folder, or
    /// not at all; of two processes that make it at the same time, both get the same key. A host that already has data
    /// calls [`load`](Self::load) instead: a fresh key would open none of it. Blocks on the disk.
    pub fn load_or_create(path: &Path, random: &dyn Random) -> Result<Self, KeyFileError> {
        match key_file::load(path) {
            Err(KeyFileError::Absent { .. }) => key_file::create(path, random).map(Self),
            loaded => loaded.map(Self),
        }
    }

    /// Reads the key from its file; refuses a file that its group or others may read or write. Blocks on the disk.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        key_file::load(path).map(Self)
    }

    /// A key from elsewhere, for example from a passphrase when an association moves.
    pub fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// The key as it stands in its file, one line with its end: for a backup that is sealed as a whole.
    pub fn to_line(&self) -> Zeroizing<String> {
        key_file::line(&self.0)
    }

    /// The key of such a line; none for any other.
    pub fn from_line(line: &[u8]) -> Option<Self> {
        key_file::parse(line).map(Self)
    }

    /// Makes the file of a key that came from elsewhere; refuses to replace one. Blocks on the disk.
    pub fn store(&self, path: &Path, random: &dyn Random) -> Result<(), KeyFileError> {
        key_file::publish(path, &self.0, random).map_err(|source| KeyFileError::Io { path: path.to_owned(), source })
    }

    /// Whether two are the same key. Not in constant time: both are ours.
    pub fn is(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }

    /// Seals the key of an association (73 bytes) so that it unwraps only for the same `bound_to`.
    pub fn wrap(&self, key: &WrappingKey, bound_to: &[u8], random: &dyn Random) -> Vec<u8> {
        envelope::seal(
            &self.0,
            Label { family: Family::Vault, purpose: WRAP_WRAPPING_KEY, bound_to },
            key.as_bytes(),
            random,
        )
    }

    pub fn unwrap(&self, wrapped: &[u8], bound_to: &[u8]) -> Result<WrappingKey, OpenError> {
        let clear =
            envelope::open(&self.0, Label { family: Family::Vault, purpose: WRAP_WRAPPING_KEY, bound_to }, wrapped)?;
        WrappingKey::from_slice(&clear).ok_or(OpenError)
    }

    /// As [`WrappingKey::seal_small`], for values that belong to no association.
    pub fn seal_small(&self, purpose: &str, clear: &[u8], random: &dyn Random) -> String {
        small::seal(&self.0, purpose, clear, random)
    }

    /// As [`WrappingKey::open_small`].
    pub fn open_small(&self, purpose: &str, sealed: &str) -> Result<Vec<u8>, OpenError> {
        small::open(&self.0, purpose, sealed)
    }
}
