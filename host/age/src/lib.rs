//! The age file format, version 1 (age-encryption.org/v1; specification: C2SP, `age.md`), as far as a backup needs it: one
//! recipient, a passphrase or an X25519 key.
//!
//! A random file key is wrapped for the recipient in a header of text lines, which it authenticates. A key derived from it
//! seals the rest in chunks of 64 KiB, the last of which says that it is the last.

mod bech32;
mod header;
mod limits;
mod stream;
mod wrap;

use std::io::{BufRead, Write};

use hkdf::Hkdf;
use sha2::Sha256;
use veillee_ambient::Random;
use zeroize::Zeroizing;

pub use stream::{Opener, Sealer};
pub use wrap::{Identity, Recipient};

/// 128 random bits, new for each file.
type FileKey = Zeroizing<[u8; 16]>;

/// Why a file does not open.
#[derive(Debug, thiserror::Error)]
pub enum AgeError {
    #[error("it is no age file of version 1")]
    Malformed,
    #[error("its header was changed")]
    Changed,
    #[error("it is locked for another kind of key")]
    OtherKind,
    #[error("this key or passphrase does not open it")]
    WrongKey,
    #[error("it asks for more work to try a passphrase than this host does: make the backup anew with this program")]
    TooMuchWork,
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Begins a file: what is written to the answer can be read by the recipient alone. With a passphrase it takes about half a
/// second and 128 MiB; otherwise no time to speak of.
///
/// # Errors
/// Those of `out`, and [`AgeError::Malformed`] for a recipient that is no point of the curve.
pub fn seal<W: Write>(mut out: W, recipient: &Recipient, random: &dyn Random) -> Result<Sealer<W>, AgeError> {
    let file_key: FileKey = Zeroizing::new(random.bytes());
    let stanza = recipient.wrap(&file_key, random)?;
    header::write(&mut out, &stanza, &file_key)?;
    let nonce: [u8; 16] = random.bytes();
    out.write_all(&nonce)?;
    Ok(Sealer::new(out, &payload_key(&file_key, &nonce)?))
}

/// Opens a file: what is read from the answer is what was written, or an error. The cost is that of [`seal`], or what the file
/// asks for up to 1 GiB.
///
/// # Errors
/// See [`AgeError`]. What was cut or changed behind the header is an error of the reading.
pub fn open<R: BufRead>(mut input: R, identities: &[Identity]) -> Result<Opener<R>, AgeError> {
    let header = header::read(&mut input)?;
    let file_key = wrap::unwrap_any(&header.stanzas, identities)?;
    header.check(&file_key)?;
    let mut nonce = [0; 16];
    input.read_exact(&mut nonce)?;
    Ok(Opener::new(input, &payload_key(&file_key, &nonce)?))
}

type Key = Zeroizing<[u8; 32]>;

fn payload_key(file_key: &FileKey, nonce: &[u8; 16]) -> Result<Key, AgeError> {
    derive(file_key.as_ref(), nonce, b"payload")
}

/// HKDF-SHA-256 (RFC 5869).
fn derive(secret: &[u8], salt: &[u8], info: &[u8]) -> Result<Key, AgeError> {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), secret).expand(info, key.as_mut()).map_err(|_| AgeError::Malformed)?;
    Ok(key)
}

#[cfg(test)]
mod tests;
