use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use serde::Deserialize;

use crate::views::Leave;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::host_page;

#[derive(Deserialize)]
pub struct Target {
    to: String,
}

/// `GET /-/leave?to=…`: where a link of a plugin's page leads outside, shown before anybody goes.
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Query(target): Query<Target>,
) -> Result<Response, PageError> {
    let uri: Uri = target.to.parse().map_err(|_| PageError::BadRequest)?;
    let http = matches!(uri.scheme_str(), Some("http" | "https"));
    let host = uri.host().filter(|_| http).ok_or(PageError::BadRequest)?;
    let view = Leave { words: arrival.words(), url: &target.to, host };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}
