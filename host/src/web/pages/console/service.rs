use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::deeds::{ACTION, deeds, is_operators};
use super::services::health;
use super::{Administrator, PATH, is_alone, report};
use crate::operator::{ServiceReport, VersionReport};
use crate::plugin::{Consent, Fault};
use crate::views::{ConsoleService, FaultRow, Field, PauseForm, VersionRow, WaitingVersion, Wish};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::respond::host_page;
use crate::web::standing::service_title;
use crate::words::Words;

pub(super) fn path(service: &str) -> String {
    format!("{PATH}/services/{service}")
}

/// `GET /-/console/services/<service>`
pub async fn show(
    State(app): State<Arc<App>>,
    Administrator(arrival): Administrator,
    Path(service): Path<String>,
) -> Result<Response, PageError> {
    let report = report(&app, &arrival, &service).await?;
    page(&app, &arrival, &report, PauseForm::default()).await
}

/// The page with what was typed into the form of a pause; a problem stands beside its field.
pub(super) async fn page(
    app: &App,
    arrival: &Arrival,
    report: &ServiceReport,
    pause: PauseForm,
) -> Result<Response, PageError> {
    let (words, name) = (arrival.words(), report.service.as_str());
    let status = match pause.reason {
        Field { problem: Some(_), .. } => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    // A package that is lost has no words.
    let consent = app.operator.consent(name, Some(&report.current.digest)).await.ok();
    let consent = consent.as_ref();
    let reads_guest_words = is_alone(app);
    let is_open = report.state == "enabled";
    let view = ConsoleService {
        words,
        name,
        service_title: &service_title(app, arrival, name),
        health: health(report),
        reason: if is_open { "" } else { &report.reason },
        until_ms: report.health.resting_until_ms.or(report.paused_until_ms).filter(|_| !is_open),
        is_operators: is_operators(report, &arrival.site.settings),
        fell_back: !report.note.is_empty(),
        current: version(&report.current),
        previous: report.previous.as_ref().map(version),
        waiting: waiting(app, words, report).await,
        wishes: consent.map(|consent| wishes(consent, &report.current.capabilities, words)).unwrap_or_default(),
        refused: consent.map(|consent| wishes(consent, &report.refused, words)).unwrap_or_default(),
        keeps: consent.map(|consent| keeps(consent, words)).unwrap_or_default(),
        calls: report.health.calls,
        failures: report.health.failures,
        faults: report.health.faults.iter().rev().map(|fault| row(fault, reads_guest_words)).collect(),
        reads_guest_words,
        pause,
        deeds: deeds(report, &arrival.site.settings),
        form_token: &form_token::make(arrival, ACTION, name),
    };
    Ok(host_page(app, arrival, status, &view))
}

fn version(report: &VersionReport) -> VersionRow {
    VersionRow { version: report.version.clone(), digest: report.digest.clone() }
}

async fn waiting(app: &App, words: &Words, report: &ServiceReport) -> Option<WaitingVersion> {
    let waiting = report.waiting.as_ref()?;
    let consent = app.operator.consent(&report.service, Some(&waiting.digest)).await.ok()?;
    Some(WaitingVersion { version: version(waiting), wishes: wishes(&consent, &waiting.capabilities, words) })
}

fn wishes(consent: &Consent, capabilities: &BTreeSet<String>, words: &Words) -> Vec<Wish> {
    let wanted = consent.wants.iter().filter(|wanted| capabilities.contains(&wanted.capability));
    let wish = |wanted: &crate::plugin::Wanted| Wish {
        means: wanted.means.of(words.locale()).to_owned(),
        reason: wanted.reason.of(words.locale()).to_owned(),
    };
    wanted.map(wish).collect()
}

fn keeps(consent: &Consent, words: &Words) -> Vec<String> {
    crate::web::pages::settings::consent::keeps(consent, words)
}

/// What a guest said is for the operator; that it failed, when and under which reference, is the association's.
fn row(fault: &Fault, reads_guest_words: bool) -> FaultRow {
    let own = |text: &String| reads_guest_words.then(|| text.clone());
    FaultRow {
        at_ms: fault.at_ms,
        kind: fault.kind.clone(),
        reference: fault.reference.clone(),
        path: own(&fault.path),
        detail: own(&fault.detail),
    }
}
