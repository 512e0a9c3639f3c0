//! `/-/settings`: what the administrators of an association choose for it, one file for each form.

pub mod colours;
pub mod consent;
mod draft;
pub mod language;
pub mod legal;
pub mod mark;
pub mod name;
pub mod services;
pub mod sign_up;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use self::draft::Draft;
use crate::storage::people::AccountRole;
use crate::storage::settings::SignUp;
use crate::views::NoticeKind;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::respond::{host_page, see_other};
use crate::web::step_up::Typed;
use crate::web::{form_token, notice};

const PATH: &str = "/-/settings";

/// `GET /-/settings`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Query(typed): Query<Typed>,
) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(see_other("/-/sign-in?then=/-/settings"));
    }
    administrator(&arrival)?;
    let mut draft = Draft::of(&arrival.site);
    if let Some(way) = SignUp::from_name(field(&typed.fields(&arrival), "sign-up")) {
        draft.sign_up = way;
    }
    page(&app, &arrival, StatusCode::OK, draft).await
}

/// `GET` of an address that a form posts to: somebody came back to it by hand.
pub async fn back() -> Response {
    see_other(PATH)
}

/// Whoever asks may change what the association chose.
pub fn administrator(arrival: &Arrival) -> Result<(), PageError> {
    let is_one = arrival.visit.account.as_ref().is_some_and(|account| account.role == AccountRole::Admin);
    if is_one { Ok(()) } else { Err(PageError::Denied) }
}

/// A form of this page, sent by an administrator whom it was printed for.
async fn checked(arrival: &Arrival, body: Body, action: &str, object: &str) -> Result<Pairs, PageError> {
    let form = form_token::read(arrival, action, object, body).await?;
    administrator(arrival)?;
    Ok(form)
}

/// The page with what was typed; problems stand beside their fields.
async fn page(app: &App, arrival: &Arrival, status: StatusCode, draft: Draft) -> Result<Response, PageError> {
    let services = services::rows(app, arrival).await?;
    let preview_path = draft.preview_path();
    Ok(host_page(app, arrival, status, &draft.view(arrival, &services, &preview_path)))
}

/// On to the page, which says what was done.
fn done(arrival: &Arrival, sentence: String) -> Response {
    let mut response = see_other(PATH);
    notice::leave(arrival, &mut response, NoticeKind::Good, &[sentence]);
    response
}
