use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use veillee_access::Action;

use crate::storage::objects;
use crate::views::ProgressElement;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::standing::must_be_open;

/// `GET /-/progress/{object}`: how far a job about the object is, for the script of the host. Costs one decision and no
/// call of the service.
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(object): Path<String>,
) -> Result<Response, PageError> {
    let association = &arrival.site.association;
    let moment = association.moment_under(arrival.visit.generation());
    let caller = &arrival.visit.caller;
    objects::decide(&mut association.database(), &moment, caller, Action::Read, &object, None).await?;
    must_be_open(&app, &arrival, &object)?;
    let state = match app.board.of(&association.id).remove(&object) {
        None => json!({ "running": false }),
        Some(progress) => {
            let (done, total) = (progress.done, progress.total);
            let element = ProgressElement {
                object: &object,
                words: arrival.words(),
                done,
                total,
                word: &progress.word,
                reload_path: "",
            };
            json!({ "running": true, "done": done, "total": total, "line": element.line() })
        }
    };
    let mut response = state.to_string().into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
