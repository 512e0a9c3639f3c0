//! Showing a second factor, while signing in and before what is dangerous.

use askama::Template;

use super::{PasskeyElement, Trusted, View};
use crate::words::Words;

/// Why a second factor was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorProblem {
    /// The code of the application, or no code at all.
    Wrong,
    WrongRecovery,
    TooMany {
        wait_seconds: u64,
    },
}

/// What an account can show, and what did not fit just now.
#[derive(Clone, Debug)]
pub struct FactorForms {
    pub has_totp: bool,
    pub has_recovery: bool,
    /// For showing a passkey; none, when the account has none.
    pub passkey_token: Option<String>,
    pub problem: Option<FactorProblem>,
}

impl FactorForms {
    fn problem_words(&self, words: &Words) -> Option<String> {
        Some(match self.problem? {
            FactorProblem::Wrong => words.say("factor-wrong"),
            // Said at its own field, which is further down.
            FactorProblem::WrongRecovery => return None,
            FactorProblem::TooMany { wait_seconds } => {
                let wait = words.wait(wait_seconds);
                words.say_with("sign-in-too-many", &[("wait", (&wait).into())])
            }
        })
    }

    fn is_code_wrong(&self) -> bool {
        self.problem.is_some_and(|problem| problem != FactorProblem::WrongRecovery)
    }

    fn is_recovery_wrong(&self) -> bool {
        self.problem == Some(FactorProblem::WrongRecovery)
    }

    fn passkey(&self, words: &Words, purpose: &'static str, then: &str) -> Option<Trusted> {
        let token = self.passkey_token.as_deref()?;
        let hint = if self.has_totp { String::new() } else { words.say("passkey-needs-script") };
        Some(PasskeyElement { purpose, token, then, label: words.say("factor-passkey"), hint: &hint }.html())
    }
}

/// The second step of signing in. Posts `token`, `then`, and `code` or `recovery`, to `/-/sign-in/factor`.
#[derive(Template)]
#[template(path = "sign-in-factor.html")]
pub struct SignInFactor<'a> {
    pub words: &'static Words,
    /// Path to go on to, checked by the caller.
    pub then: &'a str,
    pub forms: FactorForms,
    pub form_token: &'a str,
}

impl View for SignInFactor<'_> {
    fn title(&self) -> String {
        self.words.say("factor-title")
    }
}

impl SignInFactor<'_> {
    fn problem_words(&self) -> Option<String> {
        self.forms.problem_words(self.words)
    }

    fn passkey(&self) -> Option<Trusted> {
        self.forms.passkey(self.words, "factor", self.then)
    }
}

/// What is asked for before something dangerous.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofAsk {
    Password,
    Factor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofProblem {
    WrongPassword,
    WrongCode,
    WrongRecovery,
    TooMany { wait_seconds: u64 },
}

/// Proving once more who one is. Posts `token`, `then`, `factor`, and `password`, `code` or `recovery`, to `/-/confirm`.
#[derive(Template)]
#[template(path = "proof.html")]
pub struct ProofPage<'a> {
    pub words: &'static Words,
    /// Tells a password manager whose password it is.
    pub address: &'a str,
    /// Path to go on to, checked by the caller.
    pub then: &'a str,
    /// The second factor is wanted too.
    pub with_factor: bool,
    pub ask: ProofAsk,
    pub forms: FactorForms,
    pub problem: Option<ProofProblem>,
    pub form_token: &'a str,
}

impl View for ProofPage<'_> {
    fn title(&self) -> String {
        self.words.say("proof-title")
    }
}

impl ProofPage<'_> {
    fn problem_words(&self) -> Option<String> {
        Some(match self.problem? {
            ProofProblem::WrongPassword => self.words.say("proof-wrong"),
            ProofProblem::WrongCode => self.words.say("factor-wrong"),
            // Said at its own field, which is further down.
            ProofProblem::WrongRecovery => return None,
            ProofProblem::TooMany { wait_seconds } => {
                let wait = self.words.wait(wait_seconds);
                self.words.say_with("sign-in-too-many", &[("wait", (&wait).into())])
            }
        })
    }

    fn passkey(&self) -> Option<Trusted> {
        self.forms.passkey(self.words, "confirm", self.then)
    }
}
