use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{administrator, is_alone, report, title};
use crate::limits;
use crate::plugin::LogLine;
use crate::views::{ConsoleLog, LogRow};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::host_page;

/// `GET /-/console/services/<service>/log`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(service): Path<String>,
) -> Result<Response, PageError> {
    if let Some(elsewhere) = administrator(&arrival)? {
        return Ok(elsewhere);
    }
    report(&app, &arrival, &service).await?;
    let view = ConsoleLog {
        words: arrival.words(),
        name: &service,
        service_title: &title(&app, &arrival, &service),
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
