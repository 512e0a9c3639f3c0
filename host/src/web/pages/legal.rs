use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::storage::settings::Setting;
use crate::views::Legal;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::respond::host_page;

/// `GET /-/legal`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Response {
    let settings = &arrival.site.settings;
    let view = Legal {
        words: arrival.words(),
        association_name: &arrival.site.name,
        contact: settings.value(Setting::Contact),
        publisher: settings.value(Setting::Publisher),
        hosting: settings.value(Setting::Hosting),
    };
    host_page(&app, &arrival, StatusCode::OK, &view)
}
