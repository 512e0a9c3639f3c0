//! One short value sealed at once: keys, cursors, cookies, hash states.
//!
//! Layout: version (1), nonce (24), sealed bytes, tag (16). Associated data: version, length of the purpose, purpose,
//! then what the value is bound to. Each purpose has its own key, derived with BLAKE3.

use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut, Key, KeyInit, Tag, XChaCha20Poly1305, XNonce};
use veillee_ambient::Random;
use zeroize::Zeroizing;

use crate::OpenError;

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// Keeps the purposes that callers name apart from those of this crate, whatever they are called.
#[derive(Clone, Copy)]
pub(crate) enum Family {
    Vault,
    Caller,
}

impl Family {
    const fn context(self) -> &'static str {
        match self {
            Self::Vault => "veillee vault 1: a key for a purpose of the vault",
            Self::Caller => "veillee vault 1: a key for a purpose of a caller",
        }
    }
}

/// What a key seals, and for whom. All is authenticated; nothing of it is stored.
#[derive(Clone, Copy)]
pub(crate) struct Label<'a> {
    pub(crate) family: Family,
    pub(crate) purpose: &'a str,
    pub(crate) bound_to: &'a [u8],
}

impl Label<'_> {
    fn cipher(self, key: &[u8; 32]) -> XChaCha20Poly1305 {
        let mut hasher = blake3::Hasher::new_derive_key(self.family.context());
        hasher.update(key);
        hasher.update(self.purpose.as_bytes());
        let derived = Zeroizing::new(*hasher.finalize().as_bytes());
        XChaCha20Poly1305::new(&Key::from(*derived))
    }

    fn associated_data(self) -> Vec<u8> {
        let mut data = vec![VERSION];
        data.extend_from_slice(&(self.purpose.len() as u64).to_be_bytes());
        data.extend_from_slice(self.purpose.as_bytes());
        data.extend_from_slice(self.bound_to);
        data
    }
}

pub(crate) fn seal(key: &[u8; 32], label: Label<'_>, clear: &[u8], random: &dyn Random) -> Vec<u8> {
    let nonce: [u8; NONCE_BYTES] = random.bytes();
    let mut envelope = Vec::with_capacity(1 + NONCE_BYTES + clear.len() + TAG_BYTES);
    envelope.push(VERSION);
    envelope.extend_from_slice(&nonce);
    envelope.extend_from_slice(clear);
    let body = InOutBuf::from(&mut envelope[1 + NONCE_BYTES..]);
    // The cipher refuses only above 256 GiB; an empty envelope opens for nobody.
    match label.cipher(key).encrypt_inout_detached(&XNonce::from(nonce), &label.associated_data(), body) {
        Ok(tag) => envelope.extend_from_slice(&tag),
        Err(_) => envelope.clear(),
    }
    envelope
}

pub(crate) fn open(key: &[u8; 32], label: Label<'_>, envelope: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (&version, rest) = envelope.split_first().ok_or(OpenError)?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(OpenError)?;
    let (sealed, tag) = rest.split_last_chunk::<TAG_BYTES>().ok_or(OpenError)?;
    if version != VERSION {
        return Err(OpenError);
    }
    let mut clear = Zeroizing::new(sealed.to_vec());
    let body = InOutBuf::from(&mut clear[..]);
    label
        .cipher(key)
        .decrypt_inout_detached(&XNonce::from(*nonce), &label.associated_data(), body, &Tag::from(*tag))
        .map_err(|_| OpenError)?;
    Ok(clear)
}
