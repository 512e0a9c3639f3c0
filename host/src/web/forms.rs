//! Plain forms: `application/x-www-form-urlencoded`, bounded.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, header::CONTENT_TYPE};
use percent_encoding::percent_decode_str;

use super::error::PageError;
use crate::limits;

pub type Pairs = Vec<(String, String)>;

/// What a form's body is.
#[derive(Debug, PartialEq, Eq)]
pub enum FormKind {
    UrlEncoded,
    Multipart(String),
}

/// By its header; anything but the two kinds of forms is refused.
pub fn form_kind(headers: &HeaderMap) -> Result<FormKind, PageError> {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/x-www-form-urlencoded" | "" => Ok(FormKind::UrlEncoded),
        "multipart/form-data" => {
            multer::parse_boundary(text).map(FormKind::Multipart).map_err(|_| PageError::BadRequest)
        }
        _ => Err(PageError::BadRequest),
    }
}

pub async fn read_form(body: Body) -> Result<Pairs, PageError> {
    let bytes = to_bytes(body, limits::FORM_BYTES_MAX).await.map_err(|_| PageError::TooLarge)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| PageError::BadRequest)?;
    parse_pairs(text, limits::FORM_FIELDS_MAX, limits::FORM_BYTES_MAX)
}

/// Pairs of a query or a form (WHATWG URL, 5.1). Malformed percent codes stay as they are; what is not UTF-8 is refused.
pub fn parse_pairs(text: &str, pairs_max: usize, chars_max: usize) -> Result<Pairs, PageError> {
    let mut pairs = Vec::new();
    for piece in text.split('&').filter(|piece| !piece.is_empty()) {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let pair = (decode(name)?, decode(value)?);
        if pairs.len() == pairs_max || pair.0.len().max(pair.1.len()) > chars_max {
            return Err(PageError::TooLarge);
        }
        pairs.push(pair);
    }
    Ok(pairs)
}

fn decode(text: &str) -> Result<String, PageError> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| PageError::BadRequest)?;
    whole_text(decoded.into_owned())
}

/// No keyboard writes NUL, and PostgreSQL keeps no text that holds it.
pub fn whole_text(text: String) -> Result<String, PageError> {
    if text.contains('\0') { Err(PageError::BadRequest) } else { Ok(text) }
}

/// The value of a field; empty when it was not sent.
pub fn field<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.as_str())
}
