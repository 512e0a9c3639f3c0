use askama::Template;

use super::{Trusted, rendered};
use crate::words::Words;

/// A button that makes or shows a passkey. The script writes it: without one, and where a browser knows no passkeys, there is
/// the hint alone.
#[derive(Template)]
#[template(path = "passkey-element.html")]
pub struct PasskeyElement<'a> {
    /// Of the addresses that the script speaks with: `/-/passkeys/PURPOSE/…`.
    pub purpose: &'static str,
    pub token: &'a str,
    /// Where to go on.
    pub then: &'a str,
    pub label: String,
    /// Empty: nothing stands there.
    pub hint: &'a str,
}

impl PasskeyElement<'_> {
    pub fn html(&self) -> Trusted {
        rendered(self)
    }
}

/// Why a passkey came to nothing, for whoever pressed the button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyProblem {
    /// The association is reached by an address that browsers keep no passkeys for.
    NotHere,
    /// It took longer than a ceremony lasts.
    Late,
    /// What came back does not fit.
    Refused,
    /// It is of nobody here, or not of the account that was asked for.
    Unknown,
    /// Some account has it already.
    Known,
    TooMany,
}

impl PasskeyProblem {
    pub fn words(self, words: &Words) -> String {
        match self {
            Self::NotHere => words.say("passkey-not-here"),
            Self::Late => words.say("passkey-late"),
            Self::Refused => words.say("passkey-refused"),
            Self::Unknown => words.say("passkey-unknown"),
            Self::Known => words.say("passkey-known"),
            Self::TooMany => words.say("passkey-too-many"),
        }
    }
}
