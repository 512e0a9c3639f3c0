//! Tokens of the host's own forms.
//!
//! A plugin's page is same-origin with the host's, so an origin check cannot tell their forms apart. Every state-changing
//! route under `/-/` therefore wants a token that only whole pages of the host print: sealed under the association's key,
//! bound to the session, the action and the object.

use axum::body::Body;

use super::arrival::Arrival;
use super::error::PageError;
use super::forms::{Pairs, field, read_form};
use crate::limits;

/// Field of a form that carries the token.
pub const TOKEN_FIELD: &str = "token";

/// A token for one action on one object (or the empty string).
pub fn make(arrival: &Arrival, action: &str, object: &str) -> String {
    let association = &arrival.site.association;
    let ends_ms = association.clock.now_ms().saturating_add(limits::FORM_TOKEN_LIFE_MS);
    association.seal(&purpose(arrival, action, object), ends_ms.to_string().as_bytes())
}

/// Whether this form was printed by the host for this caller, this action and this object.
pub fn check(arrival: &Arrival, action: &str, object: &str, token: &str) -> Result<(), PageError> {
    let association = &arrival.site.association;
    let clear = association.unseal(&purpose(arrival, action, object), token).ok_or(PageError::FormExpired)?;
    let ends_ms: i64 = String::from_utf8(clear).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    if ends_ms > association.clock.now_ms() { Ok(()) } else { Err(PageError::FormExpired) }
}

/// The form of one action on one object (or the empty string), when the host printed it for this caller.
pub async fn read(arrival: &Arrival, action: &str, object: &str, body: Body) -> Result<Pairs, PageError> {
    let form = read_form(body).await?;
    check(arrival, action, object, field(&form, TOKEN_FIELD))?;
    Ok(form)
}

fn purpose(arrival: &Arrival, action: &str, object: &str) -> String {
    format!("veillee form|{}|{action}|{object}", arrival.form_binding())
}
