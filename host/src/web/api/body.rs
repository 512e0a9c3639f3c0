use axum::body::{Body, to_bytes};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::limits;
use crate::web::error::PageError;

/// A body of JSON, bounded in size; what it may hold is the type's to say, so that nothing nests deeper than that.
pub async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Problem> {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Problem::MediaType("the body is `application/json`".to_owned()));
    }
    let bytes = to_bytes(body, limits::API_BODY_BYTES_MAX).await.map_err(|_| PageError::TooLarge)?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let reason: String = error.to_string().chars().take(200).collect();
        Problem::Malformed(format!("the body cannot be read: {reason}"))
    })
}
