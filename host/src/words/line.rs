//! One line of plain text from somebody who is not trusted.

/// Whether a character stays on its line and in its order: no control character, no line separator, none that turns the
/// direction of what follows (Unicode Standard Annex 9).
pub fn is_plain(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The plain characters of a text, at most so many.
pub fn plain_line(text: &str, chars_max: usize) -> String {
    text.chars().filter(|character| is_plain(*character)).take(chars_max).collect()
}
