use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::account::sign_in_first;
use crate::views::{Activity, ActivityRow};
use crate::web::activity::{Reader, row};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::host_page;

/// `GET /-/account/activity`: what happened to one's own account lately.
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    let Some(account) = &arrival.visit.account else { return Ok(sign_in_first("/-/account/activity")) };
    let entries = arrival.site.association.own_activity(&account.id).await?;
    let rows: Vec<ActivityRow> =
        entries.iter().map(|entry| row(&app, &arrival, Reader::Own(&account.id), entry)).collect();
    Ok(host_page(&app, &arrival, StatusCode::OK, &Activity { words: arrival.words(), rows: &rows }))
}
