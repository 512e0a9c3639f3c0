use veillee_ambient::Random;
use zeroize::Zeroizing;

use crate::envelope::{self, Family, Label};
use crate::{ContentKey, OpenError, small};

const WRAP_CONTENT_KEY: &str = "wrap content key";

/// The key of one association, 256 random bits, wiped from memory when dropped. It has no `Debug` on purpose.
///
/// It is stored wrapped by the [`MasterKey`](crate::MasterKey) and wraps the content keys of the association.
#[derive(Clone)]
pub struct WrappingKey(Zeroizing<[u8; 32]>);

impl WrappingKey {
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill(bytes.as_mut());
        Self(bytes)
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals a content key (73 bytes) so that it unwraps only with the same `bound_to`, for example the content's id.
    pub fn wrap(&self, key: &ContentKey, bound_to: &[u8], random: &dyn Random) -> Vec<u8> {
        envelope::seal(
            &self.0,
            Label { family: Family::Vault, purpose: WRAP_CONTENT_KEY, bound_to },
            key.as_bytes(),
            random,
        )
    }

    pub fn unwrap(&self, wrapped: &[u8], bound_to: &[u8]) -> Result<ContentKey, OpenError> {
        let clear =
            envelope::open(&self.0, Label { family: Family::Vault, purpose: WRAP_CONTENT_KEY, bound_to }, wrapped)?;
        ContentKey::from_slice(&clear).ok_or(OpenError)
    }

    /// Seals a short value (a cursor, a cookie) as base64url text of `(clear + 41) * 4 / 3` characters.
    ///
    /// It opens only with the same `purpose`; each purpose has its own key. What the value must be bound to (caller,
    /// query, end date) goes into `clear` and is compared after opening.
    pub fn seal_small(&self, purpose: &str, clear: &[u8], random: &dyn Random) -> String {
        small::seal(&self.0, purpose, clear, random)
    }

    /// Seals a value that stays where the host keeps it, as 41 bytes more than it has. It opens only with the same `purpose`
    /// and `bound_to`, for example the id of its row.
    pub fn seal_value(&self, purpose: &str, bound_to: &[u8], clear: &[u8], random: &dyn Random) -> Vec<u8> {
        envelope::seal(&self.0, Label { family: Family::Caller, purpose, bound_to }, clear, random)
    }

    /// The value, or an error for bytes that were not sealed by this key for this purpose and what it is bound to.
    pub fn open_value(&self, purpose: &str, bound_to: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        envelope::open(&self.0, Label { family: Family::Caller, purpose, bound_to }, sealed)
    }

    /// A keyed digest of facts that are not secret by themselves: the same facts give the same mark, and nobody without
    /// this key can make one, or find the facts by trying. Each purpose has its own key.
    pub fn mark(&self, purpose: &str, facts: &[u8]) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new_derive_key("veillee vault 1: a key for marks");
        hasher.update(self.0.as_ref());
        hasher.update(purpose.as_bytes());
        let key = Zeroizing::new(*hasher.finalize().as_bytes());
        let digest = blake3::keyed_hash(&key, facts);
        digest.as_bytes().first_chunk().copied().unwrap_or_default()
    }

    /// The value, or an error for text that is longer than 16 KiB or was not sealed by this key for this purpose.
    pub fn open_small(&self, purpose: &str, sealed: &str) -> Result<Vec<u8>, OpenError> {
        small::open(&self.0, purpose, sealed)
    }
}
