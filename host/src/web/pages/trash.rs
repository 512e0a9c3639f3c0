//! What was removed: shown, taken back, or ended before its time.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use tracing::Instrument as _;

use super::account::sign_in_first;
use crate::limits;
use crate::storage::objects::Trashed;
use crate::views::{Trash, TrashDelete, TrashObject, TrashRow, TrashState};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::{day, host_page, see_other};
use crate::web::standing::open_service;
use crate::web::{form_token, notice};

pub const RESTORE: &str = "trash-restore";
const DELETE: &str = "trash-delete";

/// `GET /-/trash`: what this caller may take back, in all services. A guest has one too; who is nobody yet signs in first.
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    if arrival.visit.session.is_none() {
        return Ok(sign_in_first("/-/trash"));
    }
    let found = arrival.site.association.trashed(&arrival.visit.caller).await?;
    let rows: Vec<TrashRow> = found.iter().map(|object| row(&app, &arrival, object)).collect();
    let view = Trash { words: arrival.words(), rows: &rows, is_cut: rows.len() == limits::TRASH_LISTED_MAX };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `GET /-/trash/<object>`: where an undo leads.
pub async fn show_object(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(object): Path<String>,
) -> Result<Response, PageError> {
    let (_, found) = arrival.site.association.trashed_object(&arrival.visit.caller, &object).await?;
    let view = TrashObject { words: arrival.words(), row: &row(&app, &arrival, &found) };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `GET /-/trash/<object>/delete`: asks once more.
pub async fn ask_delete(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(object): Path<String>,
) -> Result<Response, PageError> {
    let (_, found) = arrival.site.association.trashed_object(&arrival.visit.caller, &object).await?;
    let view = TrashDelete {
        words: arrival.words(),
        row: &row(&app, &arrival, &found),
        form_token: &form_token::make(&arrival, DELETE, &object),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `POST /-/trash/<object>/delete`: gone for good, with its keys. A closed service keeps nobody from it.
pub async fn delete(arrival: Arrival, Path(object): Path<String>, body: Body) -> Result<Response, PageError> {
    form_token::read(&arrival, DELETE, &object, body).await?;
    let (permit, _) = arrival.site.association.trashed_object(&arrival.visit.caller, &object).await?;
    let association = arrival.site.association.clone();
    // In a task of its own: a line that is cut does not cut it.
    let work = async move { association.purge_now(&permit).await };
    tokio::spawn(work.in_current_span()).await.map_err(PageError::internal)??;
    let mut response = see_other("/-/trash");
    notice::leave_good(&arrival, &mut response, arrival.words().say("trash-told-deleted"), None);
    Ok(response)
}

/// What the people of this association call an object of this collection; the service's name when its package is lost.
pub fn kind(app: &App, arrival: &Arrival, service: &str, collection: &str) -> String {
    let standing = app.plugins.standing(&arrival.site.association.id, service);
    let Some(enabled) = standing.and_then(|standing| standing.enabled) else { return service.to_owned() };
    let manifest = &enabled.plugin.manifest;
    let own = manifest.collections.get(collection).and_then(|collection| collection.title.as_ref());
    own.unwrap_or(&manifest.title).of(arrival.locale).to_owned()
}

fn row(app: &App, arrival: &Arrival, object: &Trashed) -> TrashRow {
    let state = match open_service(app, arrival, &object.service) {
        Err(_) => TrashState::Paused,
        Ok(_) if object.held => TrashState::Held,
        Ok(_) => TrashState::Ready,
    };
    TrashRow {
        path: format!("/-/trash/{}", object.id),
        title: object.title.clone(),
        kind: kind(app, arrival, &object.service, &object.collection),
        state,
        removed: day(object.trashed_ms),
        ends: day(object.ends_ms()),
        restore_form_token: form_token::make(arrival, RESTORE, &object.id),
    }
}
