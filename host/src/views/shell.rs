//! The house around every page: header, services, account, language.

use askama::Template;

use super::{Notice, Trusted, as_parameter, rendered};
use crate::words::{Locale, Words};

/// A service in the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceLink {
    pub title: String,
    /// One sentence of the service about itself.
    pub description: String,
    /// `/album/`
    pub path: String,
    /// The page being shown belongs to it.
    pub current: bool,
    /// It takes a break.
    pub paused: bool,
}

/// Above this number the services are folded into a menu.
const SERVICES_IN_A_ROW: usize = 3;

/// A whole page. It holds no token and no form: a plugin's page stands in the same document, and must find nothing
/// there that changes state. Signing out is on the account's page.
#[derive(Template)]
#[template(path = "shell.html")]
pub struct Shell<'a> {
    pub words: &'static Words,
    pub title: String,
    pub association_name: &'a str,
    pub services: &'a [ServiceLink],
    /// Display name of who is signed in.
    pub account: Option<&'a str>,
    /// For whoever has none: not on a page that asks strangers for something.
    pub offers_sign_in: bool,
    /// Has no account, and is somebody all the same: is led to what is kept about them.
    pub is_guest: bool,
    /// Path and query of this page, to come back to after signing in or changing the language.
    pub path: &'a str,
    pub notice: Option<Notice>,
    /// Of this answer's `Content-Security-Policy`.
    pub nonce: &'a str,
    pub stylesheet_path: &'a str,
    /// Of the module in the page's language.
    pub script_path: &'a str,
    /// Of the worker that shows a page of the association where nobody answers.
    pub worker_path: &'a str,
    /// Of that page.
    pub offline_path: &'a str,
    /// Tells a person's drafts from those of another one at the same browser; empty for a visitor. No secret.
    pub reader: &'a str,
    pub favicon_path: &'a str,
    /// The program's own, at the end of every page.
    pub wordmark_path: &'a str,
    /// The association's own colours, after the style sheet.
    pub theme_path: Option<&'a str>,
    /// The association's own mark, in place of the program's.
    pub mark_path: Option<&'a str>,
    pub main: Trusted,
}

impl Shell<'_> {
    pub fn html(&self) -> String {
        rendered(self).into_string()
    }

    fn mark(&self) -> &str {
        self.mark_path.unwrap_or(self.favicon_path)
    }

    fn then(&self) -> String {
        as_parameter(self.path)
    }

    /// Signing in from a page that is only for getting in leads to the first page.
    fn sign_in_then(&self) -> String {
        let gate = ["/-/sign-in", "/-/welcome"].iter().any(|gate| self.path.starts_with(gate));
        if gate { "/".to_owned() } else { self.then() }
    }

    /// More services than fit into one row of a phone lie in a menu.
    fn has_menu(&self) -> bool {
        self.services.len() > SERVICES_IN_A_ROW
    }

    fn current_service(&self) -> Option<&str> {
        self.services.iter().find(|service| service.current).map(|service| service.title.as_str())
    }

    fn full_title(&self) -> String {
        if self.title == self.association_name || self.title.is_empty() {
            return self.association_name.to_owned();
        }
        format!("{} – {}", self.title, self.association_name)
    }

    /// The languages that this page is not in, each in its own words.
    fn other_languages(&self) -> impl Iterator<Item = (Locale, String)> {
        let spoken = self.words.locale();
        Locale::ALL.into_iter().filter(move |locale| *locale != spoken).map(|locale| (locale, own_invitation(locale)))
    }
}

fn own_invitation(locale: Locale) -> String {
    Words::of(locale).say("shell-language")
}
