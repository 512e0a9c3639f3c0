//! How programs speak with the host, on one page.

use askama::Template;

use super::View;
use crate::words::Words;

/// A kind of problem that programs meet.
#[derive(Clone, Debug)]
pub struct ProblemRow {
    /// Its anchor, which its `type` points to.
    pub name: &'static str,
    pub status: u16,
    pub title: String,
}

/// `path` is that of a collection, for the examples; none when no service is open.
#[derive(Template)]
#[template(path = "api-guide.html")]
pub struct ApiGuide<'a> {
    pub words: &'static Words,
    pub origin: &'a str,
    pub path: Option<&'a str>,
    pub problems: &'a [ProblemRow],
}

impl View for ApiGuide<'_> {
    fn title(&self) -> String {
        self.words.say("api-title")
    }
}
