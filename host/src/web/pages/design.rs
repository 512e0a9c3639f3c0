use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::views::{Design, SamplePictures};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::assets;
use crate::web::respond::host_page;

/// `GET /-/design`: the same for everybody.
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Response {
    let (landscape_path, portrait_path) = (&assets::path("sample-landscape.svg"), &assets::path("sample-portrait.svg"));
    let view = Design {
        words: arrival.words(),
        pictures: SamplePictures { landscape_path, portrait_path },
        favicon_path: &assets::path("favicon.svg"),
        wordmark_path: &assets::path("wordmark.svg"),
    };
    host_page(&app, &arrival, StatusCode::OK, &view)
}
