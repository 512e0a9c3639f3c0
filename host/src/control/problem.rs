use std::fmt::Display;

use serde::{Deserialize, Serialize};

use crate::boot::BootError;
use crate::identity::PasswordError;
use crate::storage::sql::DatabaseError;

/// Why a command was not done: one sentence for the person at the terminal.
#[derive(Debug, thiserror::Error, Serialize, Deserialize)]
#[error("{sentence}")]
pub struct Problem {
    pub kind: Kind,
    pub sentence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// What the person gave cannot be: they change it and try again. The program exits with 2.
    Mistake,
    /// It may succeed another time, or something is broken. The program exits with 1.
    Failure,
}

impl Problem {
    pub fn mistake(sentence: impl Display) -> Self {
        Self { kind: Kind::Mistake, sentence: sentence.to_string() }
    }

    pub fn failure(sentence: impl Display) -> Self {
        Self { kind: Kind::Failure, sentence: sentence.to_string() }
    }
}

impl From<DatabaseError> for Problem {
    fn from(error: DatabaseError) -> Self {
        Self::failure(error)
    }
}

impl From<BootError> for Problem {
    fn from(error: BootError) -> Self {
        match error {
            BootError::KeyInside(_) | BootError::WrongKey | BootError::KeyMissing(_) => Self::mistake(error),
            other => Self::failure(other),
        }
    }
}

impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::TooShort | PasswordError::TooLong => Self::mistake(error),
            other => Self::failure(other),
        }
    }
}
