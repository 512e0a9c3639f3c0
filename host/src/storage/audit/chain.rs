use sha2::{Digest as _, Sha256};
use veillee_ambient::Millis;

/// Bytes of a hash, and of the salt of words.
pub(super) const HASH_BYTES: usize = 32;
pub(super) const SALT_BYTES: usize = 16;

const LINK: &[u8] = b"veillee audit 1: an entry";
const WORDS: &[u8] = b"veillee audit 1: words beside an entry";

/// What the chain holds of an entry: ids and no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// Counts up by one, from 1.
    pub number: i64,
    pub at_ms: Millis,
    pub happening: String,
    pub doer: String,
    pub person: String,
    pub about: String,
    pub device: String,
    /// Of the words beside it; empty without words. It tells nothing once they and their salt are forgotten.
    pub words_digest: Vec<u8>,
}

impl Written {
    /// SHA-256 over the hash before and every value, each behind its length, so that no two entries read the same.
    pub fn hash(&self, previous: &[u8]) -> [u8; HASH_BYTES] {
        let mut hasher = Sha256::new();
        let (number, at_ms) = (self.number.to_le_bytes(), self.at_ms.to_le_bytes());
        let texts = [&self.happening, &self.doer, &self.person, &self.about, &self.device].map(String::as_bytes);
        let fixed: [&[u8]; 4] = [LINK, previous, &number, &at_ms];
        for value in fixed.into_iter().chain(texts).chain([self.words_digest.as_slice()]) {
            hasher.update((value.len() as u64).to_le_bytes());
            hasher.update(value);
        }
        hasher.finalize().into()
    }
}

/// Binds words to their entry without telling them.
pub(super) fn words_digest(salt: &[u8], words: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for value in [WORDS, salt, words.as_bytes()] {
        hasher.update((value.len() as u64).to_le_bytes());
        hasher.update(value);
    }
    hasher.finalize().to_vec()
}

/// The facts that the seal of the head is made of.
pub(super) fn head_facts(number: i64, hash: &[u8]) -> Vec<u8> {
    [&number.to_le_bytes(), hash].concat()
}

/// Tells the seal from every other mark of the association's key.
pub(super) const HEAD_SEAL: &str = "veillee audit 1: head";

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn every_value_and_its_place_are_in_the_hash() {
        let written = Written {
            number: 7,
            at_ms: 5,
            happening: "signed-in".into(),
            doer: "ab".into(),
            person: String::new(),
            about: "c".into(),
            device: "Firefox/Linux".into(),
            words_digest: vec![],
        };
        let changed = [
            Written { number: 8, ..written.clone() },
            Written { at_ms: 6, ..written.clone() },
            Written { happening: "signed-out".into(), ..written.clone() },
            Written { doer: "a".into(), person: "b".into(), ..written.clone() },
            Written { person: "c".into(), about: String::new(), ..written.clone() },
            Written { device: "Firefox/".into(), ..written.clone() },
            Written { words_digest: vec![0], ..written.clone() },
        ];
        let hash = written.hash(&[1; 32]);
        assert_ne!(hash, written.hash(&[2; 32]));
        for other in changed {
            assert_ne!(hash, other.hash(&[1; 32]), "{other:?}");
        }
    }
}
