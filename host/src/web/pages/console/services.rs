use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Administrator, reports};
use crate::operator::ServiceReport;
use crate::views::{ConsoleServices, ServiceHealth, ServiceRow};
use crate::web::app::App;
use crate::web::error::PageError;
use crate::web::respond::host_page;
use crate::web::standing::service_title;

/// `GET /-/console`
pub async fn show(State(app): State<Arc<App>>, Administrator(arrival): Administrator) -> Result<Response, PageError> {
    let row = |report: ServiceReport| ServiceRow {
        title: service_title(&app, &arrival, &report.service),
        health: health(&report),
        waits: report.waiting.is_some(),
        failures: report.health.failures,
        version: report.current.version,
        name: report.service,
    };
    let rows: Vec<ServiceRow> = reports(&app, &arrival).await?.into_iter().map(row).collect();
    let view = ConsoleServices { words: arrival.words(), rows: &rows };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// The operator's word for a state, as the page has it.
pub(super) fn health(report: &ServiceReport) -> ServiceHealth {
    match report.state.as_str() {
        "paused" => ServiceHealth::Paused,
        "disabled" => ServiceHealth::Disabled,
        "resting" => ServiceHealth::Resting,
        "lost" => ServiceHealth::Lost,
        _ => ServiceHealth::Open,
    }
}
