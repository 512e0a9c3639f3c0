//! Ids: opaque and unguessable.

use data_encoding::BASE32_NOPAD;
use veillee_ambient::Random;

const NUMBER_BYTES: usize = 2;
const RANDOM_BYTES: usize = 16;
const OBJECT_ID_CHARS: usize = 29;

/// A new object's id: the number of its collection, so that an id finds its table without a look-up, and 128 random
/// bits, so that nobody guesses it. 29 characters of lower-case base32 (RFC 4648, 6).
pub fn new_object_id(collection_number: u16, random: &dyn Random) -> String {
    let mut bytes = [0; NUMBER_BYTES + RANDOM_BYTES];
    random.fill(&mut bytes);
    bytes[..NUMBER_BYTES].copy_from_slice(&collection_number.to_be_bytes());
    encode(&bytes)
}

/// The number of the collection an id belongs to; none, when it is no id.
pub fn collection_number(id: &str) -> Option<u16> {
    if id.len() != OBJECT_ID_CHARS || id.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let bytes = BASE32_NOPAD.decode(id.to_ascii_uppercase().as_bytes()).ok()?;
    Some(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]))
}

/// An id of anything but an object: a share, an account, a guest.
pub fn new_id(random: &dyn Random) -> String {
    encode(&random.bytes::<RANDOM_BYTES>())
}

/// A secret that stands in a link or a cookie: 256 random bits.
pub fn new_token(random: &dyn Random) -> String {
    encode(&random.bytes::<32>())
}

/// What the database keeps of a token.
pub fn token_digest(token: &str) -> Vec<u8> {
    blake3::derive_key("veillee 2026 token digest", token.as_bytes()).to_vec()
}

fn encode(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use veillee_ambient::SeededRandom;

    use super::*;

    #[test]
    fn an_id_tells_its_collection_and_nothing_else_is_an_id() {
        let random = SeededRandom::new(1);
        let id = new_object_id(513, &random);
        assert_eq!(id.len(), OBJECT_ID_CHARS);
        assert_eq!(collection_number(&id), Some(513));
        for wrong in ["", "abc", &id[1..], &id.to_uppercase(), &format!("{id}a"), "é", "-----------------------------"]
        {
            assert_eq!(collection_number(wrong), None, "{wrong}");
        }
    }
}
