//! A page that says something, and where to go on.

use askama::Template;

use super::View;
use crate::words::Words;

#[derive(Template)]
#[template(path = "message.html")]
pub struct Message<'a> {
    title: String,
    paragraphs: Vec<String>,
    /// Path and words.
    way_on: Option<(&'a str, String)>,
}

impl<'a> Message<'a> {
    /// A link was mailed, if there was somebody to mail it to; the page tells nobody which. Where no mail goes out, an
    /// administrator hands it on. Whoever sees that the address is wrong goes back to the form at `form_path`.
    pub fn mailed(words: &Words, (form_path, address): (&'a str, &str), sends_mail: bool) -> Self {
        let to = [("address", address.into())];
        let (title, paragraphs) = if sends_mail {
            (words.say("mailed-title"), vec![words.say_with("mailed-text", &to), words.say("mailed-look")])
        } else {
            (words.say("mailed-by-hand-title"), vec![words.say_with("mailed-by-hand-text", &to)])
        };
        Self { title, paragraphs, way_on: Some((form_path, words.say("mailed-again"))) }
    }

    /// A mailed link that is unknown, was used, was replaced by a newer one or has ended.
    pub fn dead_link(words: &Words, way_on: Option<(&'a str, String)>) -> Self {
        let paragraphs = vec![words.say("dead-link-text")];
        Self { title: words.say("dead-link-title"), paragraphs, way_on }
    }

    /// Nobody registers here by themselves.
    pub fn not_open(words: &Words, association: &str, by_invitation: bool) -> Self {
        let values = [("association", association.into())];
        let text = if by_invitation {
            words.say_with("join-by-invitation", &values)
        } else {
            words.say_with("join-closed", &values)
        };
        Self { title: words.say("join-title"), paragraphs: vec![text], way_on: Some(("/", words.say("join-back"))) }
    }
}

impl View for Message<'_> {
    fn title(&self) -> String {
        self.title.clone()
    }
}
