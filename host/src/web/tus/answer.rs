//! Answers to programs: headers of tus, and one plain sentence when something is refused.

use axum::body::Body;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use data_encoding::BASE64;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use tokio::task::JoinError;

use super::request::VERSION;
use crate::storage::objects::ObjectError;
use crate::storage::sql::DatabaseError;
use crate::storage::uploads::UploadError;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::headers::BYTES_POLICY;
use crate::web::respond::{self, PrintsForm};

/// Stands in every answer.
pub const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");

pub(super) fn bare(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(RESUMABLE, HeaderValue::from_static(VERSION));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, BYTES_POLICY);
    response
}

/// A good answer, or one that says how far the upload is.
pub(super) struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, String)>,
    /// The browser must get the cookie that its uploads are bound to.
    binds_browser: bool,
}

impl Answer {
    pub(super) fn new(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), binds_browser: false }
    }

    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((HeaderName::from_static(name), value.to_owned()));
        self
    }

    pub(super) fn offset(self, offset_bytes: u64) -> Self {
        self.header("upload-offset", &offset_bytes.to_string())
    }

    /// When the upload ends if nobody goes on with it, in the format of RFC 9110, 5.6.7.
    pub(super) fn expires(self, expires_ms: i64) -> Self {
        let moment = Timestamp::from_millisecond(expires_ms).ok();
        let text = moment.and_then(|moment| DateTimePrinter::new().timestamp_to_rfc9110_string(&moment).ok());
        match text {
            Some(text) => self.header("upload-expires", &text),
            None => self,
        }
    }

    /// The digest of the whole file (RFC 9530): equal to the sender's own, the file is intact.
    pub(super) fn digest(self, sha_256: &[u8]) -> Self {
        let text = format!("sha-256=:{}:", BASE64.encode(sha_256));
        self.header("repr-digest", &text)
    }

    /// The object that has the bytes.
    pub(super) fn object(self, object: &str) -> Self {
        self.header("veillee-object", object)
    }

    pub(super) fn cookie(mut self, cookie: String) -> Self {
        self.headers.push((SET_COOKIE, cookie));
        self
    }

    pub(super) fn bind_browser(mut self) -> Self {
        self.binds_browser = true;
        self
    }

    fn into_response(self) -> Response {
        let mut response = bare(self.status);
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().append(name, value);
            }
        }
        if self.binds_browser {
            response.extensions_mut().insert(PrintsForm);
        }
        response
    }
}

/// Why a request was refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A status with a sentence: for whoever wrote the client, or for the person in their language.
    Said(StatusCode, String),
    /// As on pages.
    Page(PageError),
    Gone,
    TooMany,
    /// 412, with the versions that are spoken.
    Version,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self::Said(status, sentence.into())
    }

    pub(super) fn bad(sentence: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, sentence)
    }

    pub(super) fn too_large(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, sentence)
    }

    /// 423 (RFC 4918, 11.3): clients of tus ask again.
    pub(super) fn locked() -> Self {
        Self::new(StatusCode::LOCKED, "another request is at this upload")
    }

    /// 460 ("Checksum, Upload-Checksum").
    pub(super) fn mismatch() -> Self {
        let status = StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST);
        Self::new(status, "the bytes do not match their checksum: none of them is kept")
    }

    /// Whether the sender may still be there, sending.
    pub(super) fn is_worth_hearing(&self) -> bool {
        !matches!(self, Self::Said(StatusCode::LOCKED | StatusCode::REQUEST_TIMEOUT, _))
    }

    fn respond(self, arrival: &Arrival) -> Response {
        let words = arrival.words();
        let (status, sentence) = match self {
            Self::Said(status, sentence) => (status, sentence),
            Self::Gone => (StatusCode::GONE, words.say("upload-gone")),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, words.say("upload-too-many-open")),
            Self::Version => (StatusCode::PRECONDITION_FAILED, format!("this host speaks tus {VERSION}")),
            Self::Page(error) => (error.status(), said(&error, arrival)),
        };
        let mut response = bare(status);
        *response.body_mut() = Body::from(sentence + "\n");
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        match status {
            StatusCode::PRECONDITION_FAILED => drop(headers.insert("tus-version", HeaderValue::from_static(VERSION))),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("30"));
            }
            _ => {}
        }
        response
    }
}

/// What is internal is logged here, once.
fn said(error: &PageError, arrival: &Arrival) -> String {
    let words = arrival.words();
    match error {
        PageError::NotFound => words.say("upload-gone"),
        PageError::Denied => words.say("upload-denied"),
        PageError::Full => words.say("upload-full"),
        PageError::OverQuota(budget) => respond::full(arrival, budget),
        PageError::Invalid(sentence) => sentence.clone(),
        PageError::Internal(detail) => {
            let (reference, association) = (&arrival.reference, &arrival.site.association.id);
            tracing::error!(reference, association, detail, "an upload failed");
            format!("the host failed, reference {reference}")
        }
        other => other.status().canonical_reason().unwrap_or_default().to_owned(),
    }
}

pub(super) fn join(arrival: &Arrival, joined: Result<Result<Answer, Refusal>, JoinError>) -> Response {
    match joined {
        Ok(Ok(answer)) => answer.into_response(),
        Ok(Err(refusal)) => refusal.respond(arrival),
        Err(error) => Refusal::Page(PageError::internal(error)).respond(arrival),
    }
}

/// An upload's error where a page is answered.
pub fn page_error(error: UploadError) -> PageError {
    match error {
        UploadError::NotFound | UploadError::Gone => PageError::NotFound,
        UploadError::Changed => PageError::Conflict,
        UploadError::TooMany | UploadError::TooManyPieces => PageError::Busy(30),
        UploadError::OverQuota(budget) => PageError::OverQuota(budget),
        UploadError::Vault(error) => error.into(),
        UploadError::Database(error) => error.into(),
    }
}

impl From<UploadError> for Refusal {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Gone => Self::Gone,
            UploadError::TooMany => Self::TooMany,
            UploadError::TooManyPieces => Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
            other => Self::Page(page_error(other)),
        }
    }
}

impl From<PageError> for Refusal {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<ObjectError> for Refusal {
    fn from(error: ObjectError) -> Self {
        Self::Page(error.into())
    }
}

impl From<DatabaseError> for Refusal {
    fn from(error: DatabaseError) -> Self {
        Self::Page(error.into())
    }
}
