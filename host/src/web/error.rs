use std::fmt::Display;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use veillee_vault::VaultError;

use super::standing::Break;
use crate::identity::PasswordError;
use crate::storage::objects::ObjectError;
use crate::storage::outbox::PostError;
use crate::storage::quota::Budget;
use crate::storage::sql::DatabaseError;

/// What becomes a page for the person. Handlers return it; the outermost layer renders it in the person's language.
#[derive(Clone, Debug)]
pub enum PageError {
    NotFound,
    /// A link that was good until its date came.
    Ended,
    /// A link whose downloads are all taken.
    Spent,
    Denied,
    Conflict,
    /// A sentence for the person, already in their language.
    Invalid(String),
    /// The form is old or was not ours: nothing was done.
    FormExpired,
    BadRequest,
    /// The person must prove who they are first; a page asks for it, and leads back to the path.
    ProofWanted {
        then: String,
        with_factor: bool,
    },
    TooLarge,
    /// Seconds until another try may succeed.
    Busy(u32),
    Full,
    /// Seconds until what is still being made may be there.
    NotYet(u64),
    /// Whose room is full.
    OverQuota(Budget),
    Unavailable,
    /// The service takes a break: who closed it, why, until when.
    Closed(Break),
    /// The service failed; logged already.
    ServiceFailed,
    /// Logged by the layer that renders it, once, with the reference that the page shows.
    Internal(String),
}

impl PageError {
    pub fn internal(detail: impl Display) -> Self {
        Self::Internal(detail.to_string())
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Ended | Self::Spent => StatusCode::GONE,
            Self::Denied => StatusCode::FORBIDDEN,
            Self::ProofWanted { .. } => StatusCode::SEE_OTHER,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::FormExpired | Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Full | Self::OverQuota(_) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Unavailable | Self::NotYet(_) | Self::Closed(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::ServiceFailed => StatusCode::BAD_GATEWAY,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<ObjectError> for PageError {
    fn from(error: ObjectError) -> Self {
        match error {
            ObjectError::NotFound => Self::NotFound,
            ObjectError::Denied => Self::Denied,
            ObjectError::Conflict | ObjectError::Stale => Self::Conflict,
            ObjectError::Invalid(sentence) => Self::Invalid(sentence),
            ObjectError::Full => Self::Full,
            ObjectError::OverQuota(budget) => Self::OverQuota(budget),
            ObjectError::Database(error) => error.into(),
        }
    }
}

impl From<DatabaseError> for PageError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Taken => Self::Conflict,
            DatabaseError::Full => Self::Full,
            DatabaseError::Away(detail) => {
                tracing::error!(detail, "the database is away");
                Self::Unavailable
            }
            DatabaseError::Internal(_) => Self::internal(error),
        }
    }
}

impl From<PostError> for PageError {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Database(error) => error.into(),
            PostError::Full => Self::Busy(600),
            PostError::Address | PostError::Content => Self::internal(error),
        }
    }
}

impl From<VaultError> for PageError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Full => Self::Full,
            other => Self::internal(other),
        }
    }
}

impl From<PasswordError> for PageError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy(5),
            other => Self::internal(other),
        }
    }
}
