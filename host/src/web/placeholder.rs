//! What stands in the place of a picture that is still to be made, or cannot be.

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

use super::app::App;
use super::arrival::Arrival;
use super::bytes_decision::Asked;
use super::error::PageError;
use super::headers::BYTES_POLICY;
use super::standing::must_be_open;
use crate::storage::pictures::Expected;

const SOON: &str = include_str!("../../assets/picture-soon.svg");
const NEVER: &str = include_str!("../../assets/picture-never.svg");

/// For those who may see the original, and nobody else; kept by no browser.
pub async fn send(app: &App, arrival: &Arrival, object: &str, name: &str) -> Result<Response, PageError> {
    let picture = match Asked::new(arrival, object, name).expected_for(&arrival.visit).await? {
        Expected::Soon { media_type } if app.codecs.takes(&media_type) => SOON,
        Expected::Soon { .. } | Expected::Never => NEVER,
    };
    must_be_open(app, arrival, object)?;
    let mut response = picture.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_SECURITY_POLICY, BYTES_POLICY);
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    Ok(response)
}
