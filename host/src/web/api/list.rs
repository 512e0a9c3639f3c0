//! Looking: lists, what lies in an object, and one object.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value as Json, json};
use veillee_access::Action;

use super::asked::{Asked, Place, ToRead};
use super::object::{respond, respond_object, to_object};
use super::problem::Problem;
use super::query;
use crate::storage::objects::{self, Reader};

/// `GET /-/api/v1/{service}/{collection}`
pub async fn show(ToRead(asked): ToRead, RawQuery(text): RawQuery) -> Result<Response, Problem> {
    page(&asked, &text.unwrap_or_default(), None).await
}

/// `GET /-/api/v1/{service}/{collection}/{id}/children/{child}`: of one collection, directly in an object that is seen.
pub async fn show_children(ToRead(asked): ToRead, RawQuery(text): RawQuery) -> Result<Response, Problem> {
    let Place { id, child, .. } = asked.place.clone();
    let (moment, caller) = (asked.moment(), &asked.arrival.visit.caller);
    objects::decide(&mut asked.association().database(), &moment, caller, Action::Read, &id, None).await?;
    page(&asked.about(&child)?, &text.unwrap_or_default(), Some(&id)).await
}

/// `GET /-/api/v1/{service}/{collection}/{id}`
pub async fn show_object(ToRead(asked): ToRead) -> Result<Response, Problem> {
    let row = asked.read(&asked.place.id).await?;
    Ok(respond_object(StatusCode::OK, row.version, &to_object(&asked.shape, row)))
}

async fn page(asked: &Asked, text: &str, under: Option<&str>) -> Result<Response, Problem> {
    let wanted = query::parse(&asked.shape, text, under)?;
    let (moment, session) = (asked.moment(), asked.arrival.visit.session_key());
    let caller = &asked.arrival.visit.caller;
    let reader = Reader::new(asked.association(), &moment, caller, asked.shape.service(), &session).of_whole_objects();
    let mut database = asked.association().database();
    let page = objects::run(&mut database, &reader, &wanted.query, wanted.after.as_deref(), wanted.limit).await?;
    let rows: Vec<Json> = page.rows.into_iter().map(|row| to_object(&asked.shape, row)).collect();
    let mut answer = json!({ "objects": rows, "next": page.next });
    if let Some(up_to) = wanted.count_up_to {
        answer["count"] = objects::count(&mut database, &reader, &wanted.query, up_to).await?.into();
    }
    Ok(respond(StatusCode::OK, &answer))
}
