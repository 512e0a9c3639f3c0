//! Who an object is shared with. What a link's address opens is a right to give away, so that a token that only looks does not
//! see it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use veillee_access::{Action, Permit, Role};

use super::asked::Asked;
use super::body;
use super::object::respond;
use super::problem::Problem;
use super::values::{invalid, whole};
use super::write::counted;
use crate::limits;
use crate::storage::objects::decide;
use crate::storage::shares::{NEVER_MS, NewShare, Share};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::pages::sharing::{OFFERED, origin};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewLink {
    role: String,
    #[serde(default)]
    label: String,
    ends_ms: Option<serde_json::Number>,
}

/// `GET /-/api/v1/{service}/{collection}/{id}/shares`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection, id)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let asked = Asked::to_write(&app, &arrival, &service, &collection)?;
    let permit = permit(&asked, &id).await?;
    let now_ms = asked.association().clock.now_ms();
    let shares = asked.association().shares(&permit).await?;
    let lasting = shares.iter().filter(|share| share.ends_ms > now_ms);
    let told: Vec<Json> = lasting.map(|share| to_json(&arrival, &headers, share)).collect();
    Ok(respond(StatusCode::OK, &json!({ "shares": told })))
}

/// `POST /-/api/v1/{service}/{collection}/{id}/shares`: a link.
pub async fn new_link(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection, id)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let asked = Asked::to_write(&app, &arrival, &service, &collection)?;
    let permit = permit(&asked, &id).await?;
    let wanted: NewLink = body::read(&headers, counted(&app, &asked, body)).await?;
    let role = Role::from_name(&wanted.role).filter(|role| OFFERED.contains(role));
    let role = role.ok_or_else(|| invalid("`role` is `viewer`, `contributor` or `depositor`"))?;
    let ends_ms = match &wanted.ends_ms {
        Some(number) => whole(number).ok_or_else(|| invalid("`ends_ms` is in milliseconds since 1970"))?,
        None => NEVER_MS,
    };
    if ends_ms <= asked.association().clock.now_ms() {
        return Err(invalid("`ends_ms` is over"));
    }
    if wanted.ends_ms.is_some() && ends_ms.unsigned_abs() > limits::INTEGER_MAX {
        return Err(invalid(format!(
            "`ends_ms` is {} at most; leave it out for a link without end",
            limits::INTEGER_MAX
        )));
    }
    let label = wanted.label;
    if label.chars().count() > limits::NAME_CHARS_MAX || label.chars().any(char::is_control) {
        let most = limits::NAME_CHARS_MAX;
        return Err(invalid(format!("`label` takes at most {most} characters, none of them a control character")));
    }
    let by = arrival.visit.caller.principal().map(|id| arrival.doer_as(&id.0)).ok_or(PageError::Denied)?;
    let new = NewShare { role, ends_ms, label };
    let made = asked.association().share_by_link(&permit, by, new).await?;
    let shares = asked.association().shares(&permit).await?;
    let share = shares.iter().find(|share| share.id == made.share).ok_or(PageError::Conflict)?;
    Ok(respond(StatusCode::CREATED, &to_json(&arrival, &headers, share)))
}

/// `DELETE /-/api/v1/{service}/{collection}/{id}/shares/{share}`: answers when no request that starts is let in by it any more.
pub async fn stop(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection, id, share)): Path<(String, String, String, String)>,
) -> Result<Response, Problem> {
    let asked = Asked::to_write(&app, &arrival, &service, &collection)?;
    let permit = permit(&asked, &id).await?;
    if share.contains('\0') {
        return Err(PageError::NotFound.into());
    }
    asked.association().end_share(&permit, arrival.doer(), &share).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn permit(asked: &Asked, id: &str) -> Result<Permit, Problem> {
    asked.is_mine(id)?;
    let (moment, caller) = (asked.moment(), &asked.arrival.visit.caller);
    let permit = decide(&mut asked.association().database(), &moment, caller, Action::Share, id, None).await?;
    // Shares sit on containers alone.
    if asked.shape.is_container() { Ok(permit) } else { Err(PageError::NotFound.into()) }
}

fn to_json(arrival: &Arrival, headers: &HeaderMap, share: &Share) -> Json {
    let kind = share.subject.split(':').next().unwrap_or_default();
    let secret = arrival.site.association.link_token(share);
    let ends_ms = (share.ends_ms < NEVER_MS).then_some(share.ends_ms);
    json!({
        "id": share.id,
        "subject": kind,
        "role": share.role.name(),
        "label": share.label,
        "ends_ms": ends_ms,
        "created_ms": share.created_ms,
        "opened_ms": share.opened_ms,
        "opened_times": share.opened_times,
        "url": secret.map(|secret| format!("{}/-/s/{secret}", origin(headers))),
    })
}
