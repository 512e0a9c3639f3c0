//! What answers plain HTTP beside HTTPS: it leads there, and shows authorities their proofs.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;

use super::app::{App, host_name};
use super::error::PageError;
use super::{headers, health, layers};
use crate::tls::acme::Challenges;

#[derive(Clone)]
struct Door {
    app: Arc<App>,
    challenges: Challenges,
    https_port: u16,
}

/// Reading is led to HTTPS on `https_port`, under names that answer here only; what was sent in the clear is not taken.
pub fn plain_router(app: Arc<App>, challenges: Challenges, https_port: u16) -> Router {
    let door = Door { app: app.clone(), challenges, https_port };
    Router::new()
        .route("/.well-known/acme-challenge/{token}", get(prove))
        .fallback(lead)
        .with_state(door)
        .route("/-/health", get(health::show))
        .with_state(app)
}

async fn prove(State(door): State<Door>, Path(token): Path<String>) -> Response {
    let mut response = match door.challenges.answer(&token) {
        Some(answer) => ([(CONTENT_TYPE, "application/octet-stream")], answer).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    };
    headers::complete(response.headers_mut(), || "none");
    response
}

async fn lead(State(door): State<Door>, request: Request) -> Response {
    let host = layers::host(request.headers(), request.uri()).filter(|host| door.app.site(host).is_some());
    let mut response = match host.and_then(host_name) {
        None => return layers::refuse(&PageError::NotFound, "none"),
        Some(_) if !matches!(*request.method(), Method::GET | Method::HEAD) => return layers::refuse_clear(),
        Some(name) => {
            let path = request.uri().path_and_query().map_or("/", |both| both.as_str());
            Redirect::permanent(&format!("https://{}{path}", authority(&name, door.https_port))).into_response()
        }
    };
    headers::complete(response.headers_mut(), || "none");
    response
}

fn authority(name: &str, port: u16) -> String {
    let name = if name.contains(':') { format!("[{name}]") } else { name.to_owned() };
    if port == 443 { name } else { format!("{name}:{port}") }
}
