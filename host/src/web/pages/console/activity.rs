use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::Administrator;
use crate::limits;
use crate::views::{ActivityRow, ConsoleActivity};
use crate::web::activity::{Reader, row};
use crate::web::app::App;
use crate::web::error::PageError;
use crate::web::respond::host_page;

#[derive(Deserialize)]
pub struct Where {
    /// Only what is older than the entry of this number.
    before: Option<i64>,
}

/// `GET /-/console/activity?before=N`
pub async fn show(
    State(app): State<Arc<App>>,
    Administrator(arrival): Administrator,
    Query(place): Query<Where>,
) -> Result<Response, PageError> {
    // One more than is shown: so it is known that there are more, and nothing is counted.
    let mut entries = arrival.site.association.activity(place.before, limits::ACTIVITY_PAGE + 1).await?;
    let is_cut = entries.len() > limits::ACTIVITY_PAGE;
    entries.truncate(limits::ACTIVITY_PAGE);
    let older = entries.last().filter(|_| is_cut).map(|last| format!("/-/console/activity?before={}", last.number));
    let rows: Vec<ActivityRow> =
        entries.iter().map(|entry| row(&app, &arrival, Reader::Administrator, entry)).collect();
    let (words, is_newest) = (arrival.words(), place.before.is_none());
    let view = ConsoleActivity { words, rows: &rows, is_newest, older_path: older.as_deref() };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}
