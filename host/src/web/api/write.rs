//! Changing: each request is one change-set, checked as those of pages are.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use veillee_engine::types::{Change, Value};

use super::asked::{Asked, Expected};
use super::body;
use super::object::{collection_path, respond_object, to_object};
use super::problem::{Kind, Problem};
use super::values::{fields_of, invalid};
use crate::storage::ids::new_object_id;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::counting;

/// What makes a new object.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewObject {
    parent: Option<String>,
    #[serde(default)]
    fields: Map<String, Json>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewChild {
    #[serde(default)]
    fields: Map<String, Json>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangedFields {
    fields: Map<String, Json>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    state: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPlace {
    parent: String,
}

/// `POST /-/api/v1/{service}/{collection}`
pub async fn create(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = Asked::to_write(&app, &arrival, &service, &collection)?;
    let new: NewObject = body::read(&headers, counted(&app, &asked, body)).await?;
    make(&asked, new).await
}

/// `POST /-/api/v1/{service}/{collection}/{id}/children/{child}`
pub async fn create_child(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection, id, child)): Path<(String, String, String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = Asked::to_write(&app, &arrival, &service, &collection)?;
    asked.is_mine(&id)?;
    let new: NewChild = body::read(&headers, counted(&app, &asked, body)).await?;
    make(&asked.about(&child)?, NewObject { parent: Some(id), fields: new.fields }).await
}

async fn make(asked: &Asked, new: NewObject) -> Result<Response, Problem> {
    let shape = &asked.shape;
    let id = new_object_id(shape.number, &*asked.association().random);
    let fields = fields_of(shape, new.fields)?;
    let change = Change::Create { id: id.clone(), collection: shape.name.clone(), parent: new.parent, fields };
    asked.commit(None, vec![change], &BTreeMap::new()).await?;
    let path = format!("{}/{id}", collection_path(shape));
    let mut response = match asked.read(&id).await {
        Ok(row) => respond_object(StatusCode::CREATED, row.version, &to_object(shape, row)),
        // Whoever may make one may not see it for that.
        Err(problem) if problem.kind() == Kind::NotFound => {
            let made = json!({ "id": id, "version": 1, "collection": shape.name, "path": path });
            respond_object(StatusCode::CREATED, 1, &made)
        }
        Err(problem) => return Err(problem),
    };
    if let Ok(value) = HeaderValue::from_str(&path) {
        response.headers_mut().insert(LOCATION, value);
    }
    Ok(response)
}

/// `PATCH /-/api/v1/{service}/{collection}/{id}`
pub async fn update(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection, id)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = Asked::to_write(&app, &arrival, &service, &collection)?;
    let expected = asked.expected(&headers, &id).await?.ok_or(Problem::NeedsVersion)?;
    let changed: ChangedFields = body::read(&headers, counted(&app, &asked, body)).await?;
    if changed.fields.is_empty() {
        return Err(invalid("an update names at least one field"));
    }
    let fields = fields_of(&asked.shape, changed.fields)?;
    change(&asked, &id, expected, Change::Update { id: id.clone(), if_version: None, fields }).await
}

/// `POST /-/api/v1/{service}/{collection}/{id}/state`: along the moves of the manifest.
pub async fn step(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection, id)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = Asked::to_write(&app, &arrival, &service, &collection)?;
    let expected = asked.expected(&headers, &id).await?.ok_or(Problem::NeedsVersion)?;
    let step: Step = body::read(&headers, counted(&app, &asked, body)).await?;
    let machine = asked.shape.access.state.as_ref();
    if !machine.is_some_and(|machine| machine.reachable().contains(step.state.as_str())) {
        return Err(invalid(format!("`{}` has no such state", asked.shape.name)));
    }
    let fields = vec![("state".to_owned(), Value::Text(step.state))];
    change(&asked, &id, expected, Change::Update { id: id.clone(), if_version: None, fields }).await
}

/// `POST /-/api/v1/{service}/{collection}/{id}/move`: into another parent.
pub async fn move_to(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection, id)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = Asked::to_write(&app, &arrival, &service, &collection)?;
    let expected = asked.expected(&headers, &id).await?.ok_or(Problem::NeedsVersion)?;
    let place: NewPlace = body::read(&headers, counted(&app, &asked, body)).await?;
    change(&asked, &id, expected, Change::Move { id: id.clone(), parent: place.parent }).await
}

/// `DELETE /-/api/v1/{service}/{collection}/{id}`: into the trash, with all that lies in it.
pub async fn trash(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection, id)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::to_write(&app, &arrival, &service, &collection)?;
    let expected = asked.expected(&headers, &id).await?.unwrap_or(Expected::Any);
    asked.commit(Some((&id, expected)), vec![Change::Trash { id: id.clone() }], &BTreeMap::new()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /-/api/v1/{service}/{collection}/{id}/restore`: back from the trash.
pub async fn restore(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection, id)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let asked = Asked::to_write(&app, &arrival, &service, &collection)?;
    asked.is_mine(&id)?;
    asked.commit(None, vec![Change::Restore { id: id.clone() }], &BTreeMap::new()).await?;
    let row = asked.read(&id).await?;
    Ok(respond_object(StatusCode::OK, row.version, &to_object(&asked.shape, row)))
}

/// Changes an object that is seen, and shows what it is now.
pub(super) async fn change(asked: &Asked, id: &str, expected: Expected, change: Change) -> Result<Response, Problem> {
    let committed = asked.commit(Some((id, expected)), vec![change], &BTreeMap::new()).await?;
    shown(asked, id, committed.versions.last().map_or(0, |(_, version)| *version)).await
}

/// After a change the object may be out of sight for whoever changed it.
pub(super) async fn shown(asked: &Asked, id: &str, version: u64) -> Result<Response, Problem> {
    match asked.read(id).await {
        Ok(row) => Ok(respond_object(StatusCode::OK, row.version, &to_object(&asked.shape, row))),
        Err(problem) if problem.kind() == Kind::NotFound => {
            let path = format!("{}/{id}", collection_path(&asked.shape));
            let changed = json!({ "id": id, "version": version, "collection": asked.shape.name, "path": path });
            Ok(respond_object(StatusCode::OK, version, &changed))
        }
        Err(problem) => Err(problem),
    }
}

/// The body, counted for the service as it arrives.
pub(super) fn counted(app: &App, asked: &Asked, body: Body) -> Body {
    counting::received(asked.arrival.count_for(&app.ledger, asked.shape.service()), body)
}
