//! The first administrator of an association chooses how to come in.

use askama::Template;

use super::View;
use crate::words::Words;

/// What does not fit in the form; shown next to its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WelcomeProblem {
    NameMissing,
    /// Above 100 characters.
    NameLong,
    AddressWrong,
    /// Below 12 characters.
    PasswordShort,
    /// Above 200 characters.
    PasswordLong,
}

/// Posts `token`, `name`, `address` and `password` to `action_path`, which carries the set-up token.
#[derive(Template)]
#[template(path = "welcome.html")]
pub struct Welcome<'a> {
    pub words: &'static Words,
    pub action_path: &'a str,
    /// As entered before.
    pub name: &'a str,
    /// As entered before.
    pub address: &'a str,
    pub problems: &'a [WelcomeProblem],
    pub form_token: &'a str,
}

impl View for Welcome<'_> {
    fn title(&self) -> String {
        self.words.say("welcome-title")
    }
}

impl Welcome<'_> {
    fn name_problem(&self) -> Option<String> {
        self.first(|problem| match problem {
            WelcomeProblem::NameMissing => Some(self.words.say("welcome-name-missing")),
            WelcomeProblem::NameLong => Some(self.words.say("welcome-name-long")),
            _ => None,
        })
    }

    fn address_problem(&self) -> Option<String> {
        self.first(|problem| match problem {
            WelcomeProblem::AddressWrong => Some(self.words.say("welcome-address-wrong")),
            _ => None,
        })
    }

    fn password_problem(&self) -> Option<String> {
        self.first(|problem| match problem {
            WelcomeProblem::PasswordShort => Some(self.words.say("welcome-password-short")),
            WelcomeProblem::PasswordLong => Some(self.words.say("welcome-password-long")),
            _ => None,
        })
    }

    fn first(&self, words: impl Fn(WelcomeProblem) -> Option<String>) -> Option<String> {
        self.problems.iter().copied().find_map(words)
    }
}
