//! Who runs the site and what becomes of what people put on it.

use askama::Template;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::View;
use crate::words::Words;

#[derive(Template)]
#[template(path = "legal.html")]
pub struct Legal<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    /// A mail address. Empty when the association gives none, as the lines of the next two.
    pub contact: &'a str,
    pub publisher: &'a str,
    pub hosting: &'a str,
}

impl View for Legal<'_> {
    fn title(&self) -> String {
        self.words.say("legal-title")
    }
}

impl Legal<'_> {
    /// RFC 6068, 2.
    fn contact_link(&self) -> String {
        const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'@').remove(b'.').remove(b'-').remove(b'_');
        format!("mailto:{}", utf8_percent_encode(self.contact, PLAIN))
    }

    /// Titles and texts of what the association wrote.
    fn notices(&self) -> Vec<(String, &str)> {
        let all = [
            (self.words.say("legal-publisher-title"), self.publisher),
            (self.words.say("legal-hosting-title"), self.hosting),
        ];
        all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }
}
