//! Whether a password that somebody chooses would be guessed.

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Why somebody should choose another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// It is among those that were stolen and are tried first.
    Common,
    /// Little is left of it without their name, their address or the association's name.
    Personal,
    /// Words that are tried first, rows of keys, repetitions, years.
    Guessable,
}

/// Digests of common and breached passwords of 12 characters and more, in small letters: the first bytes of SHA-256, in
/// order. Source and size: decision 0034.
const COMMON: &[u8] = include_bytes!("../../assets/passwords/common.bin");
const DIGEST_BYTES: usize = 5;

/// A guesser needs more than 10^8 tries: 3 of 4 in zxcvbn.
const SCORE_LEAST: zxcvbn::Score = zxcvbn::Score::Three;
/// Shorter words of somebody's own are found in too many others.
const OWN_WORD_CHARS_MIN: usize = 3;
/// Characters that are left when somebody's own words are taken out.
const LEFT_CHARS_MIN: usize = 8;

/// What French speakers take first; zxcvbn knows English.
const FRENCH: [&str; 44] = [
    "motdepasse",
    "passe",
    "azerty",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "bonjour",
    "bonsoir",
    "bienvenue",
    "soleil",
    "jetaime",
    "amour",
    "chouchou",
    "loulou",
    "doudou",
    "coucou",
    "princesse",
    "chocolat",
    "marseille",
    "paris",
    "france",
    "famille",
    "maman",
    "papa",
    "mamie",
    "papi",
    "vacances",
    "printemps",
    "automne",
    "hiver",
    "janvier",
    "fevrier",
    "avril",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "association",
    "secret",
    "album",
    "veillee",
];

/// None for a password that does. `own`: a person's name, their address, the association's name.
pub fn weakness(password: &str, own: &[&str]) -> Option<Weakness> {
    if is_common(&password.to_lowercase()) {
        return Some(Weakness::Common);
    }
    let (small, words) = (folded(password), own_words(own));
    let left = words.iter().fold(small.clone(), |left, word| left.replace(word.as_str(), ""));
    if left.chars().filter(|character| character.is_alphanumeric()).count() < LEFT_CHARS_MIN && left != small {
        return Some(Weakness::Personal);
    }
    let known: Vec<&str> = words.iter().map(String::as_str).chain(FRENCH).collect();
    if zxcvbn::zxcvbn(password, &known).score() >= SCORE_LEAST {
        return None;
    }
    let is_personal = words.iter().any(|word| small.contains(word.as_str()));
    Some(if is_personal { Weakness::Personal } else { Weakness::Guessable })
}

/// The words in somebody's names and address, and each of these as a whole.
fn own_words(own: &[&str]) -> Vec<String> {
    let mut words = Vec::new();
    for text in own {
        let small = folded(text);
        words.extend(small.split(|character: char| !character.is_alphanumeric()).map(str::to_owned));
        words.push(small.chars().filter(|character| character.is_alphanumeric()).collect());
    }
    words.retain(|word| word.chars().count() >= OWN_WORD_CHARS_MIN);
    // The longest first: a part must not break up the whole.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}

/// Small letters without accents: a name is written with them or without.
fn folded(text: &str) -> String {
    let plain = text.nfd().filter(|character| !is_combining_mark(*character));
    plain.flat_map(char::to_lowercase).collect()
}

fn is_common(small: &str) -> bool {
    let digest = Sha256::digest(small.as_bytes());
    let wanted = digest.first_chunk::<DIGEST_BYTES>();
    let (digests, _) = COMMON.as_chunks::<DIGEST_BYTES>();
    wanted.is_some_and(|wanted| digests.binary_search(wanted).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 3] = ["Jeanne Moreau", "jeanne.moreau@exemple.fr", "Les Amis de Prévert"];

    #[test]
    fn stolen_passwords_are_common_in_any_case() {
        for common in ["password1234", "PassWord1234", "123456789012", "azertyuiop123", "passwordpassword"] {
            assert_eq!(weakness(common, &[]), Some(Weakness::Common), "{common}");
        }
        let (digests, rest) = COMMON.as_chunks::<DIGEST_BYTES>();
        assert!(rest.is_empty() && digests.is_sorted() && digests.len() > 40_000, "{}", digests.len());
    }

    #[test]
    fn what_others_know_of_somebody_is_no_secret() {
        for personal in [
            "jeannemoreau2026",
            "Moreau-Jeanne-1950",
            "lesamisdeprevert",
            "jeanne.moreau@exemple.fr",
            "amis de Prévert!!",
        ] {
            assert_eq!(weakness(personal, &OWN), Some(Weakness::Personal), "{personal}");
        }
    }

    #[test]
    fn what_is_tried_first_is_refused_whatever_its_characters() {
        for guessable in
            ["aaaaaaaaaaaa", "abcabcabcabcabc", "motdepasse2026", "P@ssw0rd2026!", "bonjourbonjour", "qwertyuiop[]12"]
        {
            let found = weakness(guessable, &OWN);
            assert!(matches!(found, Some(Weakness::Guessable | Weakness::Common)), "{guessable}: {found:?}");
        }
    }

    #[test]
    fn four_words_do_and_so_does_what_a_program_draws() {
        for good in [
            "quatre mots simples ici",
            "cinq mots encore plus simples",
            "tulipe wagon beurre lundi",
            "correct horse battery staple",
            "jeanne adore les wagons bleus du port",
            "gT5!kq0-Zb2x",
            "пароль из слов о море",
        ] {
            assert_eq!(weakness(good, &OWN), None, "{good}");
        }
    }

    #[test]
    fn no_length_and_no_sign_is_too_much() {
        for text in ["\u{0}".repeat(200), "é".repeat(200), "🦊".repeat(200), "abc1".repeat(50), String::new()] {
            let _ = weakness(&text, &[&text, "", "@"]);
        }
    }
}
