//! Another mail address for one's own account.

use askama::Template;

use super::View;
use super::welcome::WelcomeProblem;
use crate::words::Words;

/// Why nothing was mailed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    /// The password does not fit.
    Wrong,
    New(WelcomeProblem),
    /// The account has this address already.
    Same,
    TooMany {
        wait_seconds: u64,
    },
}

/// Posts `token`, `address` and `password` to `/-/account/address`.
#[derive(Template)]
#[template(path = "address.html")]
pub struct AddressPage<'a> {
    pub words: &'static Words,
    pub present: &'a str,
    /// As entered before.
    pub address: &'a str,
    pub problem: Option<AddressProblem>,
    pub form_token: &'a str,
}

impl View for AddressPage<'_> {
    fn title(&self) -> String {
        self.words.say("address-title")
    }
}

impl AddressPage<'_> {
    fn problem_words(&self) -> Option<String> {
        Some(match self.problem? {
            AddressProblem::Wrong => self.words.say("address-password-wrong"),
            AddressProblem::New(problem) => problem.words(self.words),
            AddressProblem::Same => self.words.say("address-same"),
            AddressProblem::TooMany { wait_seconds } => {
                let wait = self.words.wait(wait_seconds);
                self.words.say_with("sign-in-too-many", &[("wait", (&wait).into())])
            }
        })
    }

    /// The field that the problem is about.
    fn faulty(&self) -> &'static str {
        match self.problem {
            Some(AddressProblem::New(_) | AddressProblem::Same) => "address",
            Some(AddressProblem::Wrong) => "password",
            Some(AddressProblem::TooMany { .. }) | None => "",
        }
    }

    /// The field to begin with.
    fn focused(&self) -> &'static str {
        let is_typed = self.problem.is_none() && !self.address.is_empty();
        if is_typed || self.faulty() == "password" { "password" } else { "address" }
    }
}
