//! Changing: each request is one change-set, checked as those of pages are.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;
use veillee_engine::types::{Change, Value};

use super::asked::{Asked, Expected, Place, ToWrite};
use super::body::Values;
use super::object::{collection_path, respond_object, to_object};
use super::problem::{Kind, Problem};
use super::values::{fields_of, invalid, unfit};
use crate::storage::ids::new_object_id;

/// What makes a new object.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewObject {
    parent: Option<String>,
    #[serde(default)]
    fields: Values,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewChild {
    #[serde(default)]
    fields: Values,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangedFields {
    fields: Values,
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
pub async fn create(ToWrite(asked): ToWrite, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let new: NewObject = asked.said(&headers, body).await?;
    make(&asked, new).await
}

/// `POST /-/api/v1/{service}/{collection}/{id}/children/{child}`
pub async fn create_child(ToWrite(asked): ToWrite, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let new: NewChild = asked.said(&headers, body).await?;
    let Place { id, child, .. } = asked.place.clone();
    make(&asked.about(&child)?, NewObject { parent: Some(id), fields: new.fields }).await
}

async fn make(asked: &Asked, new: NewObject) -> Result<Response, Problem> {
    let shape = &asked.shape;
    let id = new_object_id(shape.number, &*asked.association().random);
    let fields = fields_of(shape, new.fields.0)?;
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
pub async fn update(ToWrite(asked): ToWrite, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let expected = asked.expected(&headers).await?.ok_or(Problem::NeedsVersion)?;
    let changed: ChangedFields = asked.said(&headers, body).await?;
    if changed.fields.0.is_empty() {
        return Err(invalid("an update names at least one field"));
    }
    let fields = fields_of(&asked.shape, changed.fields.0)?;
    let id = asked.place.id.clone();
    change(&asked, expected, Change::Update { id, if_version: None, fields }).await
}

/// `POST /-/api/v1/{service}/{collection}/{id}/state`: along the moves of the manifest.
pub async fn step(ToWrite(asked): ToWrite, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let expected = asked.expected(&headers).await?.ok_or(Problem::NeedsVersion)?;
    let step: Step = asked.said(&headers, body).await?;
    let machine = asked.shape.access.state.as_ref();
    if !machine.is_some_and(|machine| machine.reachable().contains(step.state.as_str())) {
        return Err(unfit("state", format!("`{}` has no such state", asked.shape.name)));
    }
    let fields = vec![("state".to_owned(), Value::Text(step.state))];
    let id = asked.place.id.clone();
    change(&asked, expected, Change::Update { id, if_version: None, fields }).await
}

/// `POST /-/api/v1/{service}/{collection}/{id}/move`: into another parent.
pub async fn move_to(ToWrite(asked): ToWrite, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let expected = asked.expected(&headers).await?.ok_or(Problem::NeedsVersion)?;
    let place: NewPlace = asked.said(&headers, body).await?;
    let id = asked.place.id.clone();
    change(&asked, expected, Change::Move { id, parent: place.parent }).await
}

/// `DELETE /-/api/v1/{service}/{collection}/{id}`: into the trash, with all that lies in it.
pub async fn trash(ToWrite(asked): ToWrite, headers: HeaderMap) -> Result<Response, Problem> {
    let expected = asked.expected(&headers).await?.unwrap_or(Expected::Any);
    let id = &asked.place.id;
    asked.commit(Some((id, expected)), vec![Change::Trash { id: id.clone() }], &BTreeMap::new()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /-/api/v1/{service}/{collection}/{id}/restore`: back from the trash.
pub async fn restore(ToWrite(asked): ToWrite) -> Result<Response, Problem> {
    let id = &asked.place.id;
    asked.commit(None, vec![Change::Restore { id: id.clone() }], &BTreeMap::new()).await?;
    let row = asked.read(id).await?;
    Ok(respond_object(StatusCode::OK, row.version, &to_object(&asked.shape, row)))
}

/// Changes the object that is asked about, and shows what it is now.
async fn change(asked: &Asked, expected: Expected, change: Change) -> Result<Response, Problem> {
    let committed = asked.commit(Some((&asked.place.id, expected)), vec![change], &BTreeMap::new()).await?;
    shown(asked, committed.versions.last().map_or(0, |(_, version)| *version)).await
}

/// After a change the object may be out of sight for whoever changed it.
pub(super) async fn shown(asked: &Asked, version: u64) -> Result<Response, Problem> {
    let id = &asked.place.id;
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
