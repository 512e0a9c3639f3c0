//! Which characters of a plugin's text reach the page, and how they are written.

/// Leaves out what is invisible and deceives: controls, characters that turn the reading direction around for what
/// follows them (UAX #9, 2.1 to 2.5), and code points that are no characters. A form feed is a space.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter_map(kept).collect()
}

fn kept(character: char) -> Option<char> {
    match character {
        '\n' | '\t' => Some(character),
        '\u{C}' => Some(' '),
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FDD0}'..='\u{FDEF}' => None,
        other => (u32::from(other) & 0xFFFE != 0xFFFE).then_some(other),
    }
}

/// Writes clean text so that no character of it is read as markup, in text and in a quoted attribute alike.
pub(crate) fn escape_into(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}
