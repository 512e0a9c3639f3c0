//! Addresses of headings, as the places that show Markdown make them: letters, digits, `-` and `_` stay.
//!
//! That each heading of the page has one of its own, and each link one to lead to, is a rule of all documents
//! (`tests/tests/tidy/documents.rs`).

pub(super) fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|character| character.is_alphanumeric() || "-_".contains(*character)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_letters_digits_and_hyphens() {
        assert_eq!(anchor("`write.change-set`"), "writechange-set");
        assert_eq!(anchor("World `image-codec`"), "world-image-codec");
    }
}
