//! The last custom section of a signed package: a public key and a signature over all bytes before the section. This
//! crate finds it and writes it; what it says is checked by the host.

use crate::pack::append;
use crate::sections::SIGNATURE;

/// A key of 32 bytes and a signature of 64 (Ed25519, RFC 8032).
pub const SIGNATURE_BYTES: usize = 96;

/// A package in two: what was signed, and the section's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signed<'a> {
    pub package: &'a [u8],
    pub content: &'a [u8; SIGNATURE_BYTES],
}

/// The signature at the very end of a file, written as [`append_signature`] writes it and in no other way.
pub fn signature_of(bytes: &[u8]) -> Option<Signed<'_>> {
    let (rest, content) = bytes.split_last_chunk::<SIGNATURE_BYTES>()?;
    let head = head();
    Some(Signed { package: rest.strip_suffix(head.as_slice())?, content })
}

/// Appends a signature to a package that has none.
pub fn append_signature(package: &[u8], content: &[u8; SIGNATURE_BYTES]) -> Vec<u8> {
    let mut signed = package.to_vec();
    append(&mut signed, SIGNATURE, content);
    signed
}

/// What stands before the content: the section's id, its size, its name.
fn head() -> Vec<u8> {
    let mut section = Vec::new();
    append(&mut section, SIGNATURE, &[0; SIGNATURE_BYTES]);
    section.truncate(section.len() - SIGNATURE_BYTES);
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_appended_is_found_again_and_nothing_else_is() {
        let content = [7; SIGNATURE_BYTES];
        let signed = append_signature(b"package", &content);
        assert_eq!(signature_of(&signed), Some(Signed { package: b"package", content: &content }));
        assert_eq!(signature_of(b"package"), None);
        assert_eq!(signature_of(&signed[..signed.len() - 1]), None);
        assert_eq!(signature_of(&[signed.as_slice(), b"x"].concat()), None);
    }
}
