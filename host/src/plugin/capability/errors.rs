use veillee_engine::types::Error;

use crate::storage::objects::ObjectError;
use crate::storage::sql::DatabaseError;

/// What a guest may learn of an error of storage. What is internal is logged here, once, and arrives without a detail.
pub(super) fn to_guest(error: ObjectError) -> Error {
    match error {
        ObjectError::NotFound => Error::NotFound,
        ObjectError::Denied => Error::Denied,
        ObjectError::Conflict | ObjectError::Stale => Error::Conflict,
        ObjectError::Invalid(sentence) => Error::Invalid(sentence.chars().take(300).collect()),
        ObjectError::Full | ObjectError::OverQuota(_) => Error::QuotaExceeded,
        ObjectError::Database(DatabaseError::Away(detail)) => {
            tracing::error!(detail, "the database is away during a capability call");
            Error::Unavailable("the database does not answer".to_owned())
        }
        ObjectError::Database(detail) => {
            tracing::error!(%detail, "a capability call failed");
            Error::Other("internal error, see the host's log".to_owned())
        }
    }
}
