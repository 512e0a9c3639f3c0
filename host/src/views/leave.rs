//! Shows where a link to another site leads before the person goes there.

use askama::Template;

use super::View;
use crate::words::Words;

/// The page is the host's, so that the other site learns nothing of where the link stood.
#[derive(Template)]
#[template(path = "leave.html")]
pub struct Leave<'a> {
    pub words: &'static Words,
    /// Whole address. Only `http://` and `https://` become a link.
    pub url: &'a str,
    /// The host name of `url`, as the caller's parser read it.
    pub host: &'a str,
}

impl View for Leave<'_> {
    fn title(&self) -> String {
        self.words.say("leave-title")
    }
}

impl Leave<'_> {
    /// A link with any other scheme could run a script or open a program.
    fn leads_out(&self) -> bool {
        let scheme = self.url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        !self.host.is_empty() && matches!(scheme.as_deref(), Some("http" | "https"))
    }
}
