use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::views::Home;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::respond::{host_page, service_links};

/// `GET /`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Response {
    let view = Home {
        words: arrival.words(),
        association_name: &arrival.site.name,
        services: &service_links(&app, &arrival, None),
        signed_in: arrival.visit.account.is_some(),
    };
    host_page(&app, &arrival, StatusCode::OK, &view)
}
