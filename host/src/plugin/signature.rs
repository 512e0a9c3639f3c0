//! Who published a package: an Ed25519 signature (RFC 8032) over the SHA-256 of the file before the signature.

use data_encoding::HEXLOWER;
use ed25519_compact::{KeyPair, PublicKey, Seed, Signature};
use sha2::{Digest as _, Sha256};
use veillee_ambient::Random;
use veillee_engine::{SIGNATURE_BYTES, append_signature, signature_of};

/// What is signed begins with this, so that a signature for another purpose is none.
const PURPOSE: &[u8] = b"veillee package\0";
const KEY_BYTES: usize = 32;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SignatureError {
    #[error("the signature does not fit the package: it was changed after signing, so get it anew")]
    Wrong,
    #[error("the package is signed already: sign the file that `veillee plugin pack` made")]
    Signed,
    #[error("this is not a signing key: give the file that `veillee plugin keygen` made")]
    Key,
}

/// The key of the package's publisher, in hexadecimal; none when it is not signed.
pub(super) fn publisher(bytes: &[u8]) -> Result<Option<String>, SignatureError> {
    let Some(signed) = signature_of(bytes) else { return Ok(None) };
    let (key, signature) = signed.content.split_at(KEY_BYTES);
    let verifying = PublicKey::from_slice(key).map_err(|_| SignatureError::Wrong)?;
    let signature = Signature::from_slice(signature).map_err(|_| SignatureError::Wrong)?;
    // Refuses keys of small order and signatures that others could have made up for the same bytes (RFC 8032, 8.4).
    verifying.verify(message(signed.package), &signature).map_err(|_| SignatureError::Wrong)?;
    Ok(Some(HEXLOWER.encode(key)))
}

/// A new key: its secret for the publisher's file, and its public half, both in hexadecimal.
pub fn new_signing_key(random: &dyn Random) -> (String, String) {
    let secret = random.bytes::<KEY_BYTES>();
    let key = KeyPair::from_seed(Seed::new(secret));
    (HEXLOWER.encode(&secret), HEXLOWER.encode(key.pk.as_ref()))
}

/// Signs a package with a secret in hexadecimal; the public half comes with it.
pub fn sign_package(secret: &str, package: &[u8]) -> Result<(Vec<u8>, String), SignatureError> {
    if signature_of(package).is_some() {
        return Err(SignatureError::Signed);
    }
    let secret = HEXLOWER.decode(secret.trim().as_bytes()).map_err(|_| SignatureError::Key)?;
    let key = KeyPair::from_seed(Seed::from_slice(&secret).map_err(|_| SignatureError::Key)?);
    let mut content = [0; SIGNATURE_BYTES];
    let (public, signature) = content.split_at_mut(KEY_BYTES);
    public.copy_from_slice(key.pk.as_ref());
    signature.copy_from_slice(key.sk.sign(message(package), None).as_ref());
    Ok((append_signature(package, &content), HEXLOWER.encode(key.pk.as_ref())))
}

fn message(package: &[u8]) -> Vec<u8> {
    [PURPOSE, Sha256::digest(package).as_slice()].concat()
}

#[cfg(test)]
mod tests {
    use veillee_ambient::SeededRandom;

    use super::*;

    #[test]
    fn a_signature_names_its_key_and_no_changed_byte_passes() {
        let (secret, public) = new_signing_key(&SeededRandom::new(7));
        let (signed, by) = sign_package(&secret, b"a package").unwrap();
        assert_eq!(by, public);
        assert_eq!(publisher(&signed), Ok(Some(public)));
        assert_eq!(publisher(b"a package"), Ok(None));
        assert_eq!(sign_package(&secret, &signed), Err(SignatureError::Signed));
        assert_eq!(sign_package("00", b"a package"), Err(SignatureError::Key));
        let head = signed.len() - SIGNATURE_BYTES;
        for at in (0..9).chain(head..signed.len()) {
            let mut changed = signed.clone();
            changed[at] ^= 1;
            assert_eq!(publisher(&changed), Err(SignatureError::Wrong), "byte {at}");
        }
    }
}
