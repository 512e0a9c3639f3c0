use veillee_ambient::Random;

use crate::limits;

/// Crockford's base 32: no letter is taken for a digit on paper, because both read the same.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const CODE_LETTERS: usize = 12;
const GROUP_LETTERS: usize = 4;

/// A set of codes as they are shown: three groups of four, 60 random bits.
pub fn new_recovery_codes(random: &dyn Random) -> Vec<String> {
    (0..limits::RECOVERY_CODES).map(|_| new_code(random)).collect()
}

fn new_code(random: &dyn Random) -> String {
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte % 32)]);
    let letters: Vec<char> = random.bytes::<CODE_LETTERS>().iter().map(letter).collect();
    letters.chunks(GROUP_LETTERS).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A recovery code as it is kept and compared, whatever capitals and signs it was typed with. None for what cannot be one.
pub fn recovery_code(typed: &str) -> Option<String> {
    let letters = typed.chars().take(limits::CODE_CHARS_MAX).filter(|c| !c.is_whitespace() && *c != '-' && *c != '–');
    let code: String = letters.map(read).collect::<Option<_>>()?;
    (code.len() == CODE_LETTERS).then_some(code)
}

fn read(letter: char) -> Option<char> {
    let letter = match letter.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    u8::try_from(letter).ok().filter(|byte| LETTERS.contains(byte)).map(char::from)
}

#[cfg(test)]
mod tests {
    use veillee_ambient::SeededRandom;

    use super::*;

    #[test]
    fn a_set_has_ten_codes_of_three_groups_and_none_twice() {
        let codes = new_recovery_codes(&SeededRandom::new(1));
        let unlike: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!((codes.len(), unlike.len()), (10, 10));
        for code in &codes {
            assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [4, 4, 4]);
            assert_eq!(recovery_code(code), Some(code.replace('-', "")));
        }
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        for typed in ["0a1b-2c3d-4e5f", " OA1B 2C3D–4E5F ", "oaIb2c3d4e5f", "0alb-2c3d-4e5f"] {
            assert_eq!(recovery_code(typed).as_deref(), Some("0a1b2c3d4e5f"), "{typed}");
        }
        for wrong in ["", "0a1b-2c3d-4e5", "0a1b-2c3d-4e5ff", "0a1b-2c3d-4e5u", "0a1b-2c3d-4e5é"] {
            assert_eq!(recovery_code(wrong), None, "{wrong}");
        }
    }
}
