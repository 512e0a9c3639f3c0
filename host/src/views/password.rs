//! Another password for one's own account.

use askama::Template;

use super::View;
use super::welcome::WelcomeProblem;
use crate::words::Words;

/// Why the password stayed as it was. What was typed is never shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// The present one does not fit.
    Wrong,
    /// The new one does not do.
    New(WelcomeProblem),
    /// It was written differently the second time.
    Differs,
    TooMany {
        wait_seconds: u64,
    },
}

/// Posts `token`, `present`, `new` and `again` to `/-/account/password`.
#[derive(Template)]
#[template(path = "password.html")]
pub struct PasswordPage<'a> {
    pub words: &'static Words,
    /// Tells a password manager whose password it is.
    pub address: &'a str,
    pub problem: Option<PasswordProblem>,
    pub form_token: &'a str,
}

impl View for PasswordPage<'_> {
    fn title(&self) -> String {
        self.words.say("password-title")
    }
}

impl PasswordPage<'_> {
    fn problem_words(&self) -> Option<String> {
        Some(match self.problem? {
            PasswordProblem::Wrong => self.words.say("password-wrong"),
            PasswordProblem::New(problem) => problem.words(self.words),
            PasswordProblem::Differs => self.words.say("password-differs"),
            PasswordProblem::TooMany { wait_seconds } => {
                let wait = self.words.wait(wait_seconds);
                self.words.say_with("sign-in-too-many", &[("wait", (&wait).into())])
            }
        })
    }

    /// Written behind the name of the field that the problem is about, and of the one to begin with.
    fn state_of(&self, field: &str) -> &'static str {
        let faulty = match self.problem {
            Some(PasswordProblem::Wrong) => "present",
            Some(PasswordProblem::New(_)) => "new",
            Some(PasswordProblem::Differs) => "again",
            Some(PasswordProblem::TooMany { .. }) | None => "",
        };
        if field == faulty {
            " autofocus aria-invalid=\"true\""
        } else if faulty.is_empty() && field == "present" {
            " autofocus"
        } else {
            ""
        }
    }
}
