use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;

use crate::observe::Exposition;

/// What the operator's own listener answers: numbers for Prometheus at `/metrics`, nothing else. It asks nobody who they
/// are: it is to be bound to an address that only the operator reaches.
pub fn metrics_router(exposition: Exposition) -> Router {
    let show =
        move || std::future::ready(([(CONTENT_TYPE, Exposition::MEDIA_TYPE)], exposition.text()).into_response());
    Router::new().route("/metrics", get(show))
}
