//! One share: a link with its address and its code to scan, or a person or a group; and what of it may be changed while the address
//! stays.

use askama::Template;
use jiff::civil::Date;
use veillee_access::Role;

use super::qr::qr_code;
use super::sharing::{SharingProblem, role_choices};
use super::sharing_rows::RowKind;
use super::{Choice, Trusted, View};
use crate::words::Words;

/// What guards a link beyond its secret.
#[derive(Clone, Debug)]
pub struct LinkLocks {
    pub has_password: bool,
    /// As entered: a new one.
    pub password: String,
    pub password_problem: Option<SharingProblem>,
    /// As entered; empty: as many as one likes.
    pub downloads: String,
    pub downloads_problem: Option<SharingProblem>,
    /// How many were taken.
    pub taken: u64,
}

/// Posts `token`, `role`, `ends` (a day, or nothing) and `label` to `action_path`, for a link also `password`, `unlock` and
/// `downloads`; and `token` and `share` to `stop_path`.
#[derive(Template)]
#[template(path = "link.html")]
pub struct LinkPage<'a> {
    pub words: &'static Words,
    pub object_title: &'a str,
    /// Whole address; `None` when it cannot be shown again.
    pub url: Option<&'a str>,
    /// The page of sharing.
    pub back_path: &'a str,
    pub action_path: &'a str,
    pub stop_path: &'a str,
    pub share_id: &'a str,
    pub kind: RowKind,
    /// `None` for what is no link for everybody who has it.
    pub locks: Option<&'a LinkLocks>,
    /// As entered before, when there was a problem.
    pub label: &'a str,
    pub role: Role,
    pub offered_roles: &'a [Role],
    /// `2027-03-01`; empty: without end. As entered before, when there was a problem.
    pub ends: &'a str,
    pub ends_is_wrong: bool,
    pub form_token: &'a str,
    pub stop_form_token: &'a str,
}

impl View for LinkPage<'_> {
    fn title(&self) -> String {
        match self.label {
            "" => self.words.say("sharing-link"),
            label => label.to_owned(),
        }
    }
}

impl LinkPage<'_> {
    fn code(&self, url: &str) -> Option<Trusted> {
        qr_code(url, &self.words.say("link-code"))
    }

    /// A control for days shows nothing of what is no day: then what was typed stands in one for words.
    fn ends_control(&self) -> &'static str {
        let is_day = self.ends.parse::<Date>().is_ok_and(|day| day.to_string() == self.ends);
        if is_day || self.ends.is_empty() { "date" } else { "text" }
    }

    fn role_choices(&self) -> Vec<Choice> {
        role_choices(self.words, self.offered_roles, self.role)
    }

    fn is_named(&self) -> bool {
        self.kind != RowKind::Group
    }

    fn change_title(&self) -> String {
        if self.kind == RowKind::Link { self.words.say("link-change") } else { self.words.say("person-change") }
    }

    fn label_words(&self) -> String {
        if self.kind == RowKind::Link { self.words.say("sharing-new-label") } else { self.words.say("person-name") }
    }

    fn password_problem(&self, locks: &LinkLocks) -> Option<String> {
        Some(locks.password_problem?.words(self.words))
    }

    fn downloads_problem(&self, locks: &LinkLocks) -> Option<String> {
        Some(locks.downloads_problem?.words(self.words))
    }
}

/// A sheet to pin up: what it is, the code, the address in letters.
#[derive(Template)]
#[template(path = "poster.html")]
pub struct Poster<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    pub object_title: &'a str,
    pub url: &'a str,
    pub role: Role,
    /// The page of the link.
    pub back_path: &'a str,
}

impl View for Poster<'_> {
    fn title(&self) -> String {
        self.object_title.to_owned()
    }
}

impl Poster<'_> {
    fn code(&self) -> Option<Trusted> {
        qr_code(self.url, &self.words.say("link-code"))
    }

    fn invitation(&self) -> String {
        match self.role {
            Role::Viewer => self.words.say("poster-look"),
            Role::Depositor => self.words.say("poster-add"),
            Role::Contributor | Role::Editor | Role::Owner => self.words.say("poster-look-and-add"),
        }
    }
}
