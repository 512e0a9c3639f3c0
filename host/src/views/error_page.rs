//! What a person reads when something did not work.

use askama::Template;

use super::{View, as_parameter};
use crate::words::Words;

/// The answers that have a page of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    BadRequest,
    Denied,
    /// Unknown, unseen or revoked: one page for all, which tells nothing.
    NotFound,
    Conflict,
    /// A share that ended by itself.
    Ended,
    /// A link whose downloads are all taken.
    Spent,
    TooLarge,
    Invalid,
    TooMany,
    Failed,
    Paused,
    /// What is asked for is there, and cannot be reached for now.
    Away,
    Full,
}

impl ErrorKind {
    pub const ALL: [Self; 13] = [
        Self::BadRequest,
        Self::Denied,
        Self::NotFound,
        Self::Conflict,
        Self::Ended,
        Self::Spent,
        Self::TooLarge,
        Self::Invalid,
        Self::TooMany,
        Self::Failed,
        Self::Paused,
        Self::Away,
        Self::Full,
    ];

    /// The status of the answer (RFC 9110; 507: RFC 4918).
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Denied => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Ended | Self::Spent => 410,
            Self::TooLarge => 413,
            Self::Invalid => 422,
            Self::TooMany => 429,
            Self::Failed => 500,
            Self::Paused | Self::Away => 503,
            Self::Full => 507,
        }
    }

    /// The page for a status, of 503 the one of a paused service; every other one of the 400s is a bad request, every other number a failure.
    pub fn from_status(status: u16) -> Self {
        let other = if (400..500).contains(&status) { Self::BadRequest } else { Self::Failed };
        Self::ALL.into_iter().find(|kind| kind.status() == status).unwrap_or(other)
    }
}

/// Kind words, what to do now, and a way back.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage<'a> {
    pub words: &'static Words,
    pub kind: ErrorKind,
    /// Finds the line in the operator's log.
    pub reference: Option<&'a str>,
    pub retry_seconds: Option<u64>,
    /// Who closed a service, why and until when.
    pub lines: &'a [String],
    /// Where the visitor wanted to go, to offer signing in; `None` for who is signed in already.
    pub sign_in_then: Option<&'a str>,
}

impl View for ErrorPage<'_> {
    fn title(&self) -> String {
        let words = self.words;
        match self.kind {
            ErrorKind::BadRequest => words.say("error-400-title"),
            ErrorKind::Denied => words.say("error-403-title"),
            ErrorKind::NotFound => words.say("error-404-title"),
            ErrorKind::Conflict => words.say("error-409-title"),
            ErrorKind::Ended => words.say("error-410-title"),
            ErrorKind::Spent => words.say("error-410-spent-title"),
            ErrorKind::TooLarge => words.say("error-413-title"),
            ErrorKind::Invalid => words.say("error-422-title"),
            ErrorKind::TooMany => words.say("error-429-title"),
            ErrorKind::Failed => words.say("error-500-title"),
            ErrorKind::Paused => words.say("error-503-title"),
            ErrorKind::Away => words.say("error-away-title"),
            ErrorKind::Full => words.say("error-507-title"),
        }
    }
}

impl ErrorPage<'_> {
    fn text(&self) -> String {
        let words = self.words;
        match self.kind {
            ErrorKind::BadRequest => words.say("error-400-text"),
            ErrorKind::Denied => words.say("error-403-text"),
            ErrorKind::NotFound => words.say("error-404-text"),
            ErrorKind::Conflict => words.say("error-409-text"),
            ErrorKind::Ended => words.say("error-410-text"),
            ErrorKind::Spent => words.say("error-410-spent-text"),
            ErrorKind::TooLarge => words.say("error-413-text"),
            ErrorKind::Invalid => words.say("error-422-text"),
            ErrorKind::TooMany => words.say("error-429-text"),
            ErrorKind::Failed => words.say("error-500-text"),
            ErrorKind::Paused => words.say("error-503-text"),
            ErrorKind::Away => words.say("error-away-text"),
            ErrorKind::Full => words.say("error-507-text"),
        }
    }

    fn retry_words(&self) -> Option<String> {
        let wait = self.words.wait(self.retry_seconds?);
        Some(self.words.say_with("error-retry", &[("wait", (&wait).into())]))
    }

    /// Only where another caller may fare better.
    fn sign_in_parameter(&self) -> Option<String> {
        let may_help = matches!(self.kind, ErrorKind::Denied | ErrorKind::NotFound);
        self.sign_in_then.filter(|_| may_help).map(as_parameter)
    }
}
