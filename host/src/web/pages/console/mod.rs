//! `/-/console`: what runs for an association, for its administrators, one file for each page.

pub mod activity;
pub mod deeds;
pub mod jobs;
pub mod log;
pub mod mail;
pub mod service;
pub mod services;
pub mod storage;
pub mod usage;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use crate::operator::ServiceReport;
use crate::storage::people::AccountRole;
use crate::views::NoticeKind;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::notice;
use crate::web::pages::account::sign_in_first;
use crate::web::pages::settings::services::page_error;
use crate::web::respond::see_other;

const PATH: &str = "/-/console";

/// An administrator's visit, which every page of the console is shown to.
pub struct Administrator(Arrival);

impl<S: Send + Sync> FromRequestParts<S> for Administrator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let arrival = Arrival::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        match administrator(&arrival) {
            Ok(None) => Ok(Self(arrival)),
            Ok(Some(elsewhere)) => Err(elsewhere),
            Err(refused) => Err(refused.into_response()),
        }
    }
}

/// Lets administrators in; a visitor is led to the page of signing in, anybody else is refused.
fn administrator(arrival: &Arrival) -> Result<Option<Response>, PageError> {
    match &arrival.visit.account {
        None => Ok(Some(sign_in_first(PATH))),
        Some(account) if account.role == AccountRole::Admin => Ok(None),
        Some(_) => Err(PageError::Denied),
    }
}

/// Whether the administrators of this association are taken for the operator: they are alone on the host. What services say
/// to their operator may name people, and a backup is of the whole host.
fn is_alone(app: &App) -> bool {
    app.sites.all().len() == 1
}

/// The services that the association has, the removed ones left out: those are the operator's to bring back.
async fn reports(app: &App, arrival: &Arrival) -> Result<Vec<ServiceReport>, PageError> {
    let association = std::slice::from_ref(&arrival.site.association);
    let mut reports = app.operator.list(association).await.map_err(page_error)?;
    reports.retain(|report| report.removed_ms.is_none());
    Ok(reports)
}

async fn report(app: &App, arrival: &Arrival, service: &str) -> Result<ServiceReport, PageError> {
    let reports = reports(app, arrival).await?;
    reports.into_iter().find(|report| report.service == service).ok_or(PageError::NotFound)
}

/// On to a page, which says what was done or why not.
fn told(arrival: &Arrival, path: &str, kind: NoticeKind, sentence: String) -> Response {
    let mut response = see_other(path);
    notice::leave(arrival, &mut response, kind, &[sentence]);
    response
}
