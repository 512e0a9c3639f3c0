use veillee_access::Refusal;

use crate::storage::quota::Budget;
use crate::storage::sql::DatabaseError;

/// Why storage did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    #[error("no such object, or the caller may not see it")]
    NotFound,
    #[error("the caller may not do this")]
    Denied,
    #[error("somebody else was faster, or a unique index already holds these values")]
    Conflict,
    /// It has another version than whoever writes took it for.
    #[error("somebody else was faster")]
    Stale,
    /// One sentence for the author of the plugin.
    #[error("{0}")]
    Invalid(String),
    /// The disk or the database may not grow.
    #[error("no room left")]
    Full,
    /// Somebody holds as much as they may. Nothing was kept; reading and deleting go on.
    #[error("no room left under the quota")]
    OverQuota(Budget),
    #[error(transparent)]
    Database(DatabaseError),
}

impl ObjectError {
    pub fn invalid(sentence: impl Into<String>) -> Self {
        Self::Invalid(sentence.into())
    }
}

impl From<DatabaseError> for ObjectError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Taken => Self::Conflict,
            DatabaseError::Full => Self::Full,
            other => Self::Database(other),
        }
    }
}

impl From<Refusal> for ObjectError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::NotFound,
            Refusal::Denied => Self::Denied,
        }
    }
}
