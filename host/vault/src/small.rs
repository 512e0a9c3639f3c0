//! Short values that leave the host as text and come back: cursors, cookies.

use data_encoding::BASE64URL_NOPAD;
use veillee_ambient::Random;

use crate::OpenError;
use crate::envelope::{self, Family, Label};
use crate::limits::SMALL_SEALED_CHARACTERS;

fn label(purpose: &str) -> Label<'_> {
    Label { family: Family::Caller, purpose, bound_to: &[] }
}

pub(crate) fn seal(key: &[u8; 32], purpose: &str, clear: &[u8], random: &dyn Random) -> String {
    BASE64URL_NOPAD.encode(&envelope::seal(key, label(purpose), clear, random))
}

pub(crate) fn open(key: &[u8; 32], purpose: &str, sealed: &str) -> Result<Vec<u8>, OpenError> {
    if sealed.len() > SMALL_SEALED_CHARACTERS {
        return Err(OpenError);
    }
    let envelope = BASE64URL_NOPAD.decode(sealed.as_bytes()).map_err(|_| OpenError)?;
    envelope::open(key, label(purpose), &envelope).map(|clear| clear.to_vec())
}
