//! Who runs the site and what becomes of what people put on it.

use askama::Template;

use super::View;
use crate::words::Words;

#[derive(Template)]
#[template(path = "legal.html")]
pub struct Legal<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
}

impl View for Legal<'_> {
    fn title(&self) -> String {
        self.words.say("legal-title")
    }
}
