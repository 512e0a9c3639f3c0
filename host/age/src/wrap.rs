use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut as _, ChaCha20Poly1305, Key as CipherKey, KeyInit as _, Nonce, Tag};
use data_encoding::BASE64_NOPAD;
use ed25519_compact::x25519::{PublicKey, SecretKey};
use veillee_ambient::Random;
use zeroize::Zeroizing;

use super::header::Stanza;
use super::limits;
use super::{AgeError, FileKey, Key, bech32, derive};

const SCRYPT: &str = "scrypt";
const SCRYPT_LABEL: &[u8] = b"age-encryption.org/v1/scrypt";
const X25519: &str = "X25519";
const X25519_LABEL: &[u8] = b"age-encryption.org/v1/X25519";
const WRAPPED_BYTES: usize = 32;

/// Who a file is locked for.
pub enum Recipient {
    Passphrase(Zeroizing<String>),
    X25519([u8; 32]),
}

/// What opens a file.
pub enum Identity {
    Passphrase(Zeroizing<String>),
    X25519(Zeroizing<[u8; 32]>),
}

impl Recipient {
    /// Of `age1…`.
    pub fn parse(text: &str) -> Option<Self> {
        bech32::decode(text.trim(), "age").map(Self::X25519)
    }

    pub(super) fn wrap(&self, file_key: &FileKey, random: &dyn Random) -> Result<Stanza, AgeError> {
        match self {
            Self::Passphrase(passphrase) => {
                let salt: [u8; 16] = random.bytes();
                let log_n = limits::SCRYPT_LOG_N;
                let key = scrypt_key(passphrase, &salt, log_n)?;
                let arguments = vec![SCRYPT.to_owned(), BASE64_NOPAD.encode(&salt), log_n.to_string()];
                Ok(Stanza { arguments, body: encrypt(&key, file_key)? })
            }
            Self::X25519(recipient) => {
                let own = SecretKey::new(random.bytes());
                let share = *own.recover_public_key().map_err(|_| AgeError::Malformed)?;
                let key = agreed(&own, recipient, &share, recipient)?;
                let arguments = vec![X25519.to_owned(), BASE64_NOPAD.encode(&share)];
                Ok(Stanza { arguments, body: encrypt(&key, file_key)? })
            }
        }
    }
}

impl Identity {
    /// Of `AGE-SECRET-KEY-1…`.
    pub fn parse(text: &str) -> Option<Self> {
        bech32::decode(text.trim(), "AGE-SECRET-KEY-").map(Zeroizing::new).map(Self::X25519)
    }

    /// None when the stanza is for another kind of identity.
    fn unwrap(&self, stanza: &Stanza) -> Option<Result<FileKey, AgeError>> {
        let arguments: Vec<&str> = stanza.arguments.iter().map(String::as_str).collect();
        match (self, &arguments[..]) {
            (Self::Passphrase(passphrase), [SCRYPT, salt, log_n]) => {
                Some(by_passphrase(passphrase, salt, log_n, &stanza.body))
            }
            (Self::X25519(secret), [X25519, share]) => Some(by_agreement(secret, share, &stanza.body)),
            _ => None,
        }
    }
}

/// The first that fits.
pub(super) fn unwrap_any(stanzas: &[Stanza], identities: &[Identity]) -> Result<FileKey, AgeError> {
    let mut closest = AgeError::OtherKind;
    for identity in identities {
        for opened in stanzas.iter().filter_map(|stanza| identity.unwrap(stanza)) {
            match opened {
                Ok(key) => return Ok(key),
                Err(error) => closest = error,
            }
        }
    }
    Err(closest)
}

fn by_passphrase(passphrase: &str, salt: &str, log_n: &str, body: &[u8]) -> Result<FileKey, AgeError> {
    let salt: [u8; 16] = decode(salt)?;
    let log_n: u8 = log_n.parse().map_err(|_| AgeError::Malformed)?;
    if log_n > limits::SCRYPT_LOG_N_MAX {
        return Err(AgeError::TooMuchWork);
    }
    decrypt(&scrypt_key(passphrase, &salt, log_n)?, body)
}

fn by_agreement(secret: &[u8; 32], share: &str, body: &[u8]) -> Result<FileKey, AgeError> {
    let share: [u8; 32] = decode(share)?;
    let secret = SecretKey::new(*secret);
    let own = *secret.recover_public_key().map_err(|_| AgeError::Malformed)?;
    decrypt(&agreed(&secret, &share, &share, &own)?, body)
}

fn scrypt_key(passphrase: &str, salt: &[u8; 16], log_n: u8) -> Result<Key, AgeError> {
    let params = scrypt::Params::new(log_n, 8, 1).map_err(|_| AgeError::Malformed)?;
    let mut key = Zeroizing::new([0; 32]);
    let salt = [SCRYPT_LABEL, salt].concat();
    scrypt::scrypt(passphrase.as_bytes(), &salt, &params, key.as_mut()).map_err(|_| AgeError::Malformed)?;
    Ok(key)
}

/// X25519 (RFC 7748) with the other side's key, then HKDF over both public keys.
fn agreed(own: &SecretKey, other: &[u8; 32], share: &[u8; 32], recipient: &[u8; 32]) -> Result<Key, AgeError> {
    let secret = PublicKey::new(*other).dh(own).map_err(|_| AgeError::Malformed)?;
    derive(secret.as_ref(), &[share.as_slice(), recipient].concat(), X25519_LABEL)
}

/// Each wrapping key is used once, so its nonce may be zero.
fn encrypt(key: &Key, file_key: &FileKey) -> Result<Vec<u8>, AgeError> {
    let mut body = file_key.to_vec();
    let cipher = ChaCha20Poly1305::new(&CipherKey::from(**key));
    let tag = cipher.encrypt_inout_detached(&Nonce::from([0; 12]), &[], InOutBuf::from(&mut body[..]));
    body.extend_from_slice(&tag.map_err(|_| AgeError::Malformed)?);
    Ok(body)
}

fn decrypt(key: &Key, body: &[u8]) -> Result<FileKey, AgeError> {
    let body: [u8; WRAPPED_BYTES] = body.try_into().map_err(|_| AgeError::Malformed)?;
    let (sealed, tag) = body.split_last_chunk::<16>().ok_or(AgeError::Malformed)?;
    let mut clear: FileKey = Zeroizing::new(sealed.try_into().map_err(|_| AgeError::Malformed)?);
    let cipher = ChaCha20Poly1305::new(&CipherKey::from(**key));
    let body = InOutBuf::from(&mut clear[..]);
    let opened = cipher.decrypt_inout_detached(&Nonce::from([0; 12]), &[], body, &Tag::from(*tag));
    opened.map_err(|_| AgeError::WrongKey)?;
    Ok(clear)
}

fn decode<const N: usize>(text: &str) -> Result<[u8; N], AgeError> {
    let bytes = BASE64_NOPAD.decode(text.as_bytes()).map_err(|_| AgeError::Malformed)?;
    bytes.try_into().map_err(|_| AgeError::Malformed)
}
