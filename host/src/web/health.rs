use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tokio::time::timeout;

use super::app::App;
use super::{headers, layers};
use crate::limits;
use crate::storage::sql::DatabaseError;

/// `GET /-/health`, under any name: for probes, which know the address and no name of an association. The host's own
/// database is asked, and that of the association whose name the probe gave.
pub async fn show(State(app): State<Arc<App>>, request: Request) -> Response {
    let host = layers::host(request.headers(), request.uri()).unwrap_or_default();
    let patience = Duration::from_millis(limits::HEALTH_MS);
    let mut response = match timeout(patience, ask(&app, host)).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n").into_response(),
        Ok(Err(error)) => {
            tracing::error!(%error, "a database does not answer");
            away()
        }
        Err(_) => {
            tracing::error!(wait_ms = limits::HEALTH_MS, "a database does not answer in time");
            away()
        }
    };
    headers::complete(response.headers_mut(), || "none");
    response
}

async fn ask(app: &App, host: &str) -> Result<(), DatabaseError> {
    app.hosts.answers().await?;
    match app.site(host) {
        Some(site) => site.association.answers().await,
        None => Ok(()),
    }
}

fn away() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "a database does not answer\n").into_response()
}
