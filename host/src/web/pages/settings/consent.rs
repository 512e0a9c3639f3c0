//! What a service asks for, read and agreed to before it is switched on for the first time.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::services::{ACTION, page_error, rows};
use super::{PATH, administrator};
use crate::plugin::Consent;
use crate::views::{NoticeKind, ServiceConsent, ServiceSwitch};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::{host_page, see_other};
use crate::web::step_up::{Wanted, step_up};
use crate::web::{form_token, notice};
use crate::words::Words;

pub fn path(service: &str) -> String {
    format!("{PATH}/services/{service}")
}

/// `GET /-/settings/services/<service>`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(service): Path<String>,
) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(see_other("/-/sign-in?then=/-/settings"));
    }
    administrator(&arrival)?;
    let row = rows(&app, &arrival).await?.into_iter().find(|row| row.name == service).ok_or(PageError::NotFound)?;
    if row.switch != ServiceSwitch::Consent {
        return Ok(see_other(PATH));
    }
    step_up(&arrival, Wanted::Strongest, &arrival.asked).await?;
    let consent = app.operator.consent(&service, None).await.map_err(page_error)?;
    let words = arrival.words();
    let view = ServiceConsent {
        words,
        name: &service,
        service_title: &row.title,
        description: consent.description.of(words.locale()),
        keeps: &keeps(&consent, words),
        wishes: &consent.wishes(words),
        digest: &consent.digest,
        form_token: &form_token::make(&arrival, ACTION, &service),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// What was agreed to is not what would be switched on: back to where it is read.
pub fn read_again(arrival: &Arrival, service: &str) -> Response {
    let mut response = see_other(&path(service));
    let sentence = arrival.words().say("settings-service-changed");
    notice::leave(arrival, &mut response, NoticeKind::Problem, &[sentence]);
    response
}

pub fn keeps(consent: &Consent, words: &Words) -> Vec<String> {
    let line = |kept: &crate::plugin::Kept| {
        let values = [("collection", (&kept.collection).into()), ("who", kept.seen_by.of(words.locale()).into())];
        words.say_with("consent-keeps", &values)
    };
    consent.keeps.iter().map(line).collect()
}
