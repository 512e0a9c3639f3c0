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

impl WelcomeProblem {
    /// One sentence that says what to do.
    pub(super) fn words(self, words: &Words) -> String {
        match self {
            Self::NameMissing => words.say("welcome-name-missing"),
            Self::NameLong => words.say("welcome-name-long"),
            Self::AddressWrong => words.say("welcome-address-wrong"),
            Self::PasswordShort => words.say("welcome-password-short"),
            Self::PasswordLong => words.say("welcome-password-long"),
        }
    }
}

impl Welcome<'_> {
    fn name_problem(&self) -> Option<String> {
        self.first(&[WelcomeProblem::NameMissing, WelcomeProblem::NameLong])
    }

    fn address_problem(&self) -> Option<String> {
        self.first(&[WelcomeProblem::AddressWrong])
    }

    fn password_problem(&self) -> Option<String> {
        self.first(&[WelcomeProblem::PasswordShort, WelcomeProblem::PasswordLong])
    }

    fn first(&self, of_field: &[WelcomeProblem]) -> Option<String> {
        let problem = self.problems.iter().copied().find(|problem| of_field.contains(problem));
        problem.map(|problem| problem.words(self.words))
    }

    /// The field that waits to be filled in: the first one with a problem, or the first of all.
    fn focused(&self) -> &'static str {
        match (self.name_problem(), self.address_problem(), self.password_problem()) {
            (None, Some(_), _) => "address",
            (None, None, Some(_)) => "password",
            _ => "name",
        }
    }
}
