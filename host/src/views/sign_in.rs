//! Signing in.

use askama::Template;

use super::{PasskeyElement, Trusted, View};
use crate::words::Words;

/// Why a person was not let in. It never says which of the two was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInProblem {
    Refused,
    /// Both fit, and nothing of the account is shown to anybody for now (GDPR, article 18).
    OnHold,
    TooMany {
        wait_seconds: u64,
    },
}

/// Posts `token`, `then`, `address` and `password` to `/-/sign-in`.
#[derive(Template)]
#[template(path = "sign-in.html")]
pub struct SignIn<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    /// As entered before, when there was a problem.
    pub address: &'a str,
    /// Path to go on to, checked by the caller.
    pub then: &'a str,
    pub problem: Option<SignInProblem>,
    /// This browser was signed in, or had opened a link, and is known no more.
    pub was_known: bool,
    /// Whoever wants may register.
    pub may_join: bool,
    pub form_token: &'a str,
    /// For signing in by a passkey alone.
    pub passkey_token: String,
}

impl View for SignIn<'_> {
    fn title(&self) -> String {
        self.words.say("sign-in-title")
    }
}

impl SignIn<'_> {
    fn passkey(&self) -> Trusted {
        let label = self.words.say("sign-in-passkey");
        PasskeyElement { purpose: "sign-in", token: &self.passkey_token, then: self.then, label, hint: "" }.html()
    }

    fn problem_words(&self) -> Option<String> {
        Some(match self.problem? {
            SignInProblem::Refused => self.words.say("sign-in-refused"),
            SignInProblem::OnHold => self.words.say("sign-in-on-hold"),
            SignInProblem::TooMany { wait_seconds } => {
                let wait = self.words.wait(wait_seconds);
                self.words.say_with("sign-in-too-many", &[("wait", (&wait).into())])
            }
        })
    }
}
