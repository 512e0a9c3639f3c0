//! What a request says in its headers. A header that stands twice, or holds anything but what it must, is refused.

use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, HeaderValue, StatusCode};

use super::answer::{RESUMABLE, Refusal};

pub(super) const VERSION: &str = "1.0.0";

const BYTES_TYPE: &str = "application/offset+octet-stream";

/// 412 for any version but ours, and for none ("Core Protocol, Tus-Resumable").
pub(super) fn check_version(headers: &HeaderMap) -> Result<(), Refusal> {
    let given = headers.get(RESUMABLE).map(HeaderValue::as_bytes);
    if given == Some(VERSION.as_bytes()) { Ok(()) } else { Err(Refusal::Version) }
}

/// The value of a header that stands at most once.
pub(super) fn text<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let readable = value.to_str().ok().filter(|_| values.next().is_none());
    readable.map(Some).ok_or_else(|| Refusal::bad(&format!("{name} must stand once, in plain characters")))
}

/// A number of bytes: digits alone. One beyond all numbers is the highest of all, and too large wherever it is compared.
pub(super) fn bytes(headers: &HeaderMap, name: &str) -> Result<Option<u64>, Refusal> {
    let Some(text) = text(headers, name)? else { return Ok(None) };
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::bad(&format!("{name} must be a number of bytes")));
    }
    Ok(Some(text.parse().unwrap_or(u64::MAX)))
}

pub(super) fn content_length(headers: &HeaderMap) -> Result<Option<u64>, Refusal> {
    bytes(headers, CONTENT_LENGTH.as_str())
}

/// Whether the body is bytes of an upload; 415 when it says to be something else.
pub(super) fn brings_bytes(headers: &HeaderMap) -> Result<bool, Refusal> {
    match text(headers, "content-type")? {
        None => Ok(false),
        Some(kind) if kind.eq_ignore_ascii_case(BYTES_TYPE) => Ok(true),
        Some(_) => Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, format!("Content-Type must be {BYTES_TYPE}"))),
    }
}

/// `Upload-Defer-Length`, whose only value is 1 ("Creation, Headers").
pub(super) fn defers_length(headers: &HeaderMap) -> Result<bool, Refusal> {
    match text(headers, "upload-defer-length")? {
        None => Ok(false),
        Some("1") => Ok(true),
        Some(_) => Err(Refusal::bad("Upload-Defer-Length must be 1")),
    }
}
