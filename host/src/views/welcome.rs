//! Somebody gets an account: the first administrator, whoever registers, and whoever was invited.

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
    /// With letters that look like others, or that many servers do not take.
    AddressForeign,
    /// Below 12 characters.
    PasswordShort,
    /// Above 200 characters.
    PasswordLong,
    /// Among those that were stolen elsewhere.
    PasswordCommon,
    /// Made of the person's name or address, or the association's name.
    PasswordPersonal,
    PasswordGuessable,
}

/// How they came here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WelcomeWay<'a> {
    /// By the link of a new association.
    First,
    /// By themselves: the address is to be confirmed.
    Join { association_name: &'a str },
    /// By an invitation, which confirms the address.
    Invited { association_name: &'a str },
}

/// Posts `token`, `name`, `address` and `password` to `action_path`, which carries the set-up token.
#[derive(Template)]
#[template(path = "welcome.html")]
pub struct Welcome<'a> {
    pub words: &'static Words,
    pub way: WelcomeWay<'a>,
    pub action_path: &'a str,
    /// As entered before.
    pub name: &'a str,
    /// As entered before.
    pub address: &'a str,
    pub problems: &'a [WelcomeProblem],
    /// What is wrong, but with no field.
    pub problem: Option<String>,
    pub form_token: &'a str,
}

impl View for Welcome<'_> {
    fn title(&self) -> String {
        match self.way {
            WelcomeWay::First => self.words.say("welcome-title"),
            WelcomeWay::Join { .. } | WelcomeWay::Invited { .. } => self.words.say("join-title"),
        }
    }
}

impl WelcomeProblem {
    /// One sentence that says what to do.
    pub fn words(self, words: &Words) -> String {
        match self {
            Self::NameMissing => words.say("welcome-name-missing"),
            Self::NameLong => words.say("welcome-name-long"),
            Self::AddressWrong => words.say("welcome-address-wrong"),
            Self::AddressForeign => words.say("welcome-address-foreign"),
            Self::PasswordShort => words.say("welcome-password-short"),
            Self::PasswordLong => words.say("welcome-password-long"),
            Self::PasswordCommon => words.say("welcome-password-common"),
            Self::PasswordPersonal => words.say("welcome-password-personal"),
            Self::PasswordGuessable => words.say("welcome-password-guessable"),
        }
    }
}

impl Welcome<'_> {
    fn intro(&self) -> String {
        match self.way {
            WelcomeWay::First => self.words.say("welcome-intro"),
            WelcomeWay::Join { association_name } => {
                self.words.say_with("join-intro", &[("association", association_name.into())])
            }
            WelcomeWay::Invited { association_name } => {
                self.words.say_with("join-invited-intro", &[("association", association_name.into())])
            }
        }
    }

    fn address_hint(&self) -> String {
        match self.way {
            WelcomeWay::First => self.words.say("welcome-address-hint"),
            WelcomeWay::Join { .. } => self.words.say("join-address-hint"),
            WelcomeWay::Invited { .. } => self.words.say("join-invited-address-hint"),
        }
    }

    fn has_fixed_address(&self) -> bool {
        matches!(self.way, WelcomeWay::Invited { .. })
    }

    fn problem_words(&self) -> Option<String> {
        let of_fields = || (!self.problems.is_empty()).then(|| self.words.say("welcome-problems"));
        self.problem.clone().or_else(of_fields)
    }

    fn name_problem(&self) -> Option<String> {
        self.first(&[WelcomeProblem::NameMissing, WelcomeProblem::NameLong])
    }

    fn address_problem(&self) -> Option<String> {
        self.first(&[WelcomeProblem::AddressWrong, WelcomeProblem::AddressForeign])
    }

    fn password_problem(&self) -> Option<String> {
        self.first(&[
            WelcomeProblem::PasswordShort,
            WelcomeProblem::PasswordLong,
            WelcomeProblem::PasswordCommon,
            WelcomeProblem::PasswordPersonal,
            WelcomeProblem::PasswordGuessable,
        ])
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
