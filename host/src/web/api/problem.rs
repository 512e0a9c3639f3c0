//! Errors for programs (RFC 9457), in the language they ask for.

use axum::body::Body;
use axum::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::storage::objects::ObjectError;
use crate::storage::sql::DatabaseError;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::headers::BYTES_POLICY;
use crate::web::respond;
use crate::words::Words;

/// What becomes a problem for a program. Handlers return it; the outermost layer writes it.
#[derive(Clone, Debug)]
pub enum Problem {
    /// No token, or one that is unknown, ended or revoked.
    NoToken,
    /// The token is good, and not for this.
    OutOfReach,
    Method,
    /// What came is not what it should be, in a developer's words.
    Malformed(String),
    /// The body is of a type that is not taken here.
    MediaType(String),
    /// `If-Match` names a version that the object no longer has.
    Stale,
    /// A change without `If-Match`.
    NeedsVersion,
    /// One value does not fit: which, and why.
    Unfit(Unfit),
    /// As on pages.
    Page(PageError),
}

/// A value that does not fit, or not now.
#[derive(Clone, Debug)]
pub struct Unfit {
    pub kind: Kind,
    /// Where it stands in what was sent; empty: what was asked for as a whole.
    pub field: String,
    pub sentence: String,
    /// When another try may succeed.
    pub retry_seconds: Option<u64>,
}

/// What a program can react to; `name` stands in its `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Malformed,
    NoToken,
    Denied,
    NotFound,
    Method,
    Conflict,
    Gone,
    Stale,
    TooLarge,
    MediaType,
    Invalid,
    NeedsVersion,
    TooMany,
    Failed,
    Away,
    Closed,
    Full,
}

impl Kind {
    pub const ALL: [Self; 17] = [
        Self::Malformed,
        Self::NoToken,
        Self::Denied,
        Self::NotFound,
        Self::Method,
        Self::Conflict,
        Self::Gone,
        Self::Stale,
        Self::TooLarge,
        Self::MediaType,
        Self::Invalid,
        Self::NeedsVersion,
        Self::TooMany,
        Self::Failed,
        Self::Away,
        Self::Closed,
        Self::Full,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::NoToken => "no-token",
            Self::Denied => "denied",
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::Conflict => "conflict",
            Self::Gone => "gone",
            Self::Stale => "stale",
            Self::TooLarge => "too-large",
            Self::MediaType => "media-type",
            Self::Invalid => "invalid",
            Self::NeedsVersion => "needs-version",
            Self::TooMany => "too-many",
            Self::Failed => "failed",
            Self::Away => "away",
            Self::Closed => "closed",
            Self::Full => "full",
        }
    }

    pub fn status(self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::NoToken => StatusCode::UNAUTHORIZED,
            Self::Denied => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Gone => StatusCode::GONE,
            Self::Stale => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NeedsVersion => StatusCode::PRECONDITION_REQUIRED,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Away | Self::Closed => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
        }
    }

    pub fn title(self, words: &Words) -> String {
        match self {
            Self::Malformed => words.say("api-problem-malformed"),
            Self::NoToken => words.say("api-problem-no-token"),
            Self::Denied => words.say("api-problem-denied"),
            Self::NotFound => words.say("api-problem-not-found"),
            Self::Method => words.say("api-problem-method"),
            Self::Conflict => words.say("api-problem-conflict"),
            Self::Gone => words.say("api-problem-gone"),
            Self::Stale => words.say("api-problem-stale"),
            Self::TooLarge => words.say("api-problem-too-large"),
            Self::MediaType => words.say("api-problem-media-type"),
            Self::Invalid => words.say("api-problem-invalid"),
            Self::NeedsVersion => words.say("api-problem-needs-version"),
            Self::TooMany => words.say("api-problem-too-many"),
            Self::Failed => words.say("api-problem-failed"),
            Self::Away => words.say("api-problem-away"),
            Self::Closed => words.say("api-problem-closed"),
            Self::Full => words.say("api-problem-full"),
        }
    }
}

impl Problem {
    pub fn kind(&self) -> Kind {
        match self {
            Self::NoToken => Kind::NoToken,
            Self::OutOfReach => Kind::Denied,
            Self::Method => Kind::Method,
            Self::Malformed(_) => Kind::Malformed,
            Self::MediaType(_) => Kind::MediaType,
            Self::Stale => Kind::Stale,
            Self::NeedsVersion => Kind::NeedsVersion,
            Self::Unfit(unfit) => unfit.kind,
            Self::Page(error) => kind_of(error),
        }
    }

    /// One sentence about this case, where there is more to say than its title.
    fn detail(&self, arrival: &Arrival) -> Option<String> {
        match self {
            Self::OutOfReach => Some(arrival.words().say("api-problem-out-of-reach")),
            Self::Malformed(detail) | Self::MediaType(detail) | Self::Page(PageError::Invalid(detail)) => {
                Some(detail.clone())
            }
            Self::Unfit(unfit) => Some(unfit.sentence.clone()),
            Self::Page(PageError::OverQuota(budget)) => Some(respond::full(arrival, budget)),
            Self::Page(PageError::Closed(closed)) => {
                Some(closed.lines(arrival.words()).join(" ")).filter(|lines| !lines.is_empty())
            }
            _ => None,
        }
    }
}

fn kind_of(error: &PageError) -> Kind {
    match error {
        PageError::NotFound => Kind::NotFound,
        PageError::Ended | PageError::Spent => Kind::Gone,
        PageError::Denied | PageError::ProofWanted { .. } => Kind::Denied,
        PageError::Conflict => Kind::Conflict,
        PageError::Invalid(_) => Kind::Invalid,
        PageError::FormExpired | PageError::BadRequest => Kind::Malformed,
        PageError::TooLarge => Kind::TooLarge,
        PageError::Busy(_) => Kind::TooMany,
        PageError::Full | PageError::OverQuota(_) => Kind::Full,
        PageError::NotYet(_) | PageError::Unavailable => Kind::Away,
        PageError::Closed(_) => Kind::Closed,
        PageError::ServiceFailed | PageError::Internal(_) => Kind::Failed,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind().status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The response of a door for programs: what a handler or an extractor refused becomes a problem. What is internal is logged
/// here, once, with the reference that the problem names.
pub fn completed(arrival: &Arrival, mut response: Response, refused: Option<PageError>) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>().or(refused.map(Problem::Page)) else {
        return response;
    };
    let kind = problem.kind();
    let (status, words) = (kind.status(), arrival.words());
    let mut told = json!({
        "type": format!("/-/api#{}", kind.name()),
        "title": kind.title(words),
        "status": status.as_u16(),
        "reference": arrival.reference,
    });
    if let Some(detail) = problem.detail(arrival) {
        told["detail"] = detail.into();
    }
    let mut retry_seconds = None;
    match &problem {
        Problem::Page(error) => {
            respond::log_internal(arrival, error);
            retry_seconds = respond::retry_seconds(arrival, error);
        }
        Problem::Unfit(unfit) => {
            retry_seconds = unfit.retry_seconds;
            if !unfit.field.is_empty() {
                told["field"] = unfit.field.as_str().into();
            }
        }
        _ => {}
    }
    *response.status_mut() = status;
    *response.body_mut() = Body::from(told.to_string());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.remove(axum::http::header::CONTENT_LENGTH);
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(arrival.locale.name()));
    headers.insert(axum::http::header::CONTENT_SECURITY_POLICY, BYTES_POLICY);
    if let Some(seconds) = retry_seconds {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if kind == Kind::NoToken {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"veillee\""));
    }
    response
}

impl From<PageError> for Problem {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<ObjectError> for Problem {
    fn from(error: ObjectError) -> Self {
        match error {
            ObjectError::Stale => Self::Stale,
            error => Self::Page(error.into()),
        }
    }
}

impl From<DatabaseError> for Problem {
    fn from(error: DatabaseError) -> Self {
        Self::Page(error.into())
    }
}
