use std::ops::Range;

use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use super::bytes_range::{Part, not_modified, part, quoted};
use super::error::PageError;
use super::headers::BYTES_POLICY;

/// Room for all headers of a response with bytes, those of every response included.
const HEADERS: usize = 20;

/// The head of a response with bytes that the caller may see: nobody else may keep it, and it can do nothing.
pub struct BytesHead<'a> {
    pub media_type: &'a str,
    pub validator: &'a str,
    pub size_bytes: u64,
    /// Of a download; none for what is shown in the page.
    pub file_name: Option<&'a String>,
}

impl BytesHead<'_> {
    /// Writes status and headers for what is asked, and says which bytes are to follow; none after 304 and 416.
    pub fn write(&self, response: &mut Response, asked: &HeaderMap) -> Result<Option<Range<u64>>, PageError> {
        response.headers_mut().reserve(HEADERS);
        self.describe(response.headers_mut())?;
        if not_modified(asked, self.validator) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Ok(None);
        }
        let size_bytes = self.size_bytes;
        let range = match part(asked, self.validator, size_bytes) {
            Part::Whole => 0..size_bytes,
            Part::Range(range) => {
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                let place = format!("bytes {}-{}/{size_bytes}", range.start, range.end - 1);
                set(response.headers_mut(), CONTENT_RANGE, &place)?;
                range
            }
            Part::Unsatisfiable => {
                *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
                set(response.headers_mut(), CONTENT_RANGE, &format!("bytes */{size_bytes}"))?;
                return Ok(None);
            }
        };
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
        Ok(Some(range))
    }

    fn describe(&self, headers: &mut HeaderMap) -> Result<(), PageError> {
        set(headers, CONTENT_TYPE, self.media_type)?;
        set(headers, ETAG, &quoted(self.validator))?;
        headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        // What a browser keeps must be asked for again each time: a share taken back blocks the next look.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        headers.insert(CONTENT_SECURITY_POLICY, BYTES_POLICY);
        set(headers, CONTENT_DISPOSITION, &disposition(self.file_name))
    }
}

/// RFC 6266 with the encoding of RFC 8187: the name cannot leave its quotes or its line.
fn disposition(file_name: Option<&String>) -> String {
    let Some(file_name) = file_name else { return "inline".to_owned() };
    let encoded = percent_encoding::utf8_percent_encode(file_name, percent_encoding::NON_ALPHANUMERIC);
    format!("attachment; filename*=UTF-8''{encoded}")
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) -> Result<(), PageError> {
    headers.insert(name, HeaderValue::from_str(value).map_err(PageError::internal)?);
    Ok(())
}
