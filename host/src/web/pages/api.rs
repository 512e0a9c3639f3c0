use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::sharing::origin;
use crate::views::{ApiGuide, ProblemRow};
use crate::web::api::{Kind, first_collection};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::host_page;

/// `GET /-/api`: for people who write programs; for everybody, like the description that it leads to.
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival, headers: HeaderMap) -> Result<Response, PageError> {
    let words = arrival.words();
    let row = |kind: Kind| ProblemRow { name: kind.name(), status: kind.status().as_u16(), title: kind.title(words) };
    let path = first_collection(&app, &arrival);
    let view = ApiGuide { words, origin: &origin(&headers), path: path.as_deref(), problems: &Kind::ALL.map(row) };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}
