//! The password is forgotten.

use askama::Template;

use super::View;
use crate::words::Words;

/// Posts `token` and `address` to `/-/forgot`.
#[derive(Template)]
#[template(path = "forgot.html")]
pub struct Forgot<'a> {
    pub words: &'static Words,
    /// As entered before.
    pub address: &'a str,
    pub problem: Option<String>,
    pub form_token: &'a str,
}

impl View for Forgot<'_> {
    fn title(&self) -> String {
        self.words.say("forgot-title")
    }
}
