//! Another password for one's own account, in place of one that is known or forgotten.

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

/// By which right somebody chooses another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordWay<'a> {
    /// They know the present one.
    Known,
    /// Somebody else was in the account: they know the present one, and their other devices are signed out already.
    Alarm,
    /// A link was mailed to them, which leads to this path.
    Mailed { action_path: &'a str },
}

/// Posts `token`, `new` and `again`, with `present` and `end-tokens` where they are asked for, to `/-/account/password` or the path of the link.
#[derive(Template)]
#[template(path = "password.html")]
pub struct PasswordPage<'a> {
    pub words: &'static Words,
    pub way: PasswordWay<'a>,
    /// Tells a password manager whose password it is.
    pub address: &'a str,
    pub problem: Option<PasswordProblem>,
    /// How many tokens and app passwords let programs in; asked about where the present password is known.
    pub tokens: u64,
    /// Whether the box that ends them is ticked.
    pub ends_tokens: bool,
    pub form_token: &'a str,
}

impl View for PasswordPage<'_> {
    fn title(&self) -> String {
        match self.way {
            PasswordWay::Known | PasswordWay::Alarm => self.words.say("password-title"),
            PasswordWay::Mailed { .. } => self.words.say("reset-title"),
        }
    }
}

impl PasswordPage<'_> {
    fn action_path(&self) -> &str {
        match self.way {
            PasswordWay::Known => "/-/account/password",
            PasswordWay::Alarm => "/-/account/password?because=alarm",
            PasswordWay::Mailed { action_path } => action_path,
        }
    }

    fn asks_present(&self) -> bool {
        !matches!(self.way, PasswordWay::Mailed { .. })
    }

    fn asks_tokens(&self) -> bool {
        self.asks_present() && self.tokens > 0
    }

    fn intro(&self) -> String {
        match self.way {
            PasswordWay::Known => self.words.say("password-intro"),
            PasswordWay::Alarm => self.words.say("password-alarm-intro"),
            PasswordWay::Mailed { .. } => self.words.say("reset-intro"),
        }
    }

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

    /// Written behind the name of the field that the problem is about, and of the one to begin with: the first, since what was
    /// typed is never shown again, and the problem stands right above it.
    fn state_of(&self, field: &str) -> &'static str {
        let faulty = match self.problem {
            Some(PasswordProblem::Wrong) => "present",
            Some(PasswordProblem::New(_)) => "new",
            Some(PasswordProblem::Differs) => "again",
            Some(PasswordProblem::TooMany { .. }) | None => "",
        };
        let first = if self.asks_present() { "present" } else { "new" };
        match (field == first, field == faulty) {
            (true, true) => " autofocus aria-invalid=\"true\"",
            (true, false) => " autofocus",
            (false, true) => " aria-invalid=\"true\"",
            (false, false) => "",
        }
    }
}
