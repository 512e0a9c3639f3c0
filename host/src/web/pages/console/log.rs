use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{Administrator, is_alone, report};
use crate::limits;
use crate::plugin::LogLine;
use crate::views::{ConsoleLog, LogRow};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::host_page;
use crate::web::standing::service_title;

/// `GET /-/console/services/<service>/log`
pub async fn show(
    State(app): State<Arc<App>>,
    Administrator(arrival): Administrator,
    Path(service): Path<String>,
) -> Result<Response, PageError> {
    report(&app, &arrival, &service).await?;
    let view = ConsoleLog {
        words: arrival.words(),
        name: &service,
        service_title: &service_title(&app, &arrival, &service),
        rows: is_alone(&app).then(|| rows(&app, &arrival, &service)),
        most: limits::LOG_LINES_KEPT,
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

fn rows(app: &App, arrival: &Arrival, service: &str) -> Vec<LogRow> {
    let row = |LogLine { at_ms, level, message }: LogLine| LogRow { at_ms, level, message };
    let enabled = app.plugins.service(&arrival.site.association.id, service);
    enabled.map(|enabled| enabled.log.lines().into_iter().map(row).collect()).unwrap_or_default()
}
