//! Services on and off: an administrator switches what was agreed to, and nothing that the operator closed.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{PATH, checked, consent, done};
use crate::operator::{OperatorError, ServiceReport};
use crate::plugin::PackageKind;
use crate::storage::audit::{Happening, Note};
use crate::storage::services::ServiceState;
use crate::storage::settings::Settings;
use crate::views::{ServiceSetting, ServiceSwitch};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::forms::field;
use crate::web::respond::see_other;
use crate::web::settings::{note_switched_off, to_its_end};
use crate::web::standing::service_title;
use crate::web::step_up::{Wanted, step_up};

pub const ACTION: &str = "settings-service";

/// `POST /-/settings/services/<service>`
pub async fn submit(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(service): Path<String>,
    body: Body,
) -> Result<Response, PageError> {
    let form = checked(&arrival, body, ACTION, &service).await?;
    let row = rows(&app, &arrival).await?.into_iter().find(|row| row.name == service).ok_or(PageError::NotFound)?;
    // What is switched on runs programs of others; off is only a break.
    if field(&form, "deed") == "on" {
        step_up(&arrival, Wanted::Strongest, PATH).await?;
    }
    match (field(&form, "deed"), &row.switch) {
        ("off", ServiceSwitch::Off) => switch_off(&app, &arrival, &row).await,
        ("on", ServiceSwitch::On) => switch_on(&app, &arrival, &row, None).await,
        ("on", ServiceSwitch::Consent) => match field(&form, "digest") {
            "" => Ok(see_other(&consent::path(&service))),
            digest => switch_on(&app, &arrival, &row, Some(digest.to_owned())).await,
        },
        ("on" | "off", _) => Err(PageError::Conflict),
        _ => Err(PageError::BadRequest),
    }
}

async fn switch_off(app: &Arc<App>, arrival: &Arrival, row: &ServiceSetting) -> Result<Response, PageError> {
    let reason = arrival.words().say("settings-service-reason");
    let (host, site, name) = (app.clone(), arrival.site.clone(), row.name.clone());
    to_its_end(async move {
        // Noted first: a service that is off for an unknown reason could be switched on by nobody here.
        note_switched_off(&host, &site, &name, &reason).await?;
        host.operator.disable(&site.association, &name, &reason).await.map_err(page_error)?;
        Ok::<_, PageError>(())
    })
    .await?;
    let title = row.title.as_str();
    arrival.note(Note::of(Happening::ServiceDisabled).about(&row.name)).await?;
    Ok(done(arrival, arrival.words().say_with("settings-service-switched-off", &[("service", title.into())])))
}

/// `agreed`: the digest of the package whose wishes were read, for a service that the association never had.
async fn switch_on(
    app: &Arc<App>,
    arrival: &Arrival,
    row: &ServiceSetting,
    agreed: Option<String>,
) -> Result<Response, PageError> {
    let (host, site, name) = (app.clone(), arrival.site.clone(), row.name.clone());
    let switched = to_its_end(async move {
        let (operator, association) = (&host.operator, &site.association);
        Ok::<_, PageError>(match agreed {
            Some(digest) => operator.enable_read(association, &name, &digest).await,
            None => operator.enable(association, &name, false).await,
        })
    });
    match switched.await? {
        Ok(_) => {}
        Err(OperatorError::Consent { .. }) => return Ok(see_other(&consent::path(&row.name))),
        Err(OperatorError::OtherNewest(_) | OperatorError::Disabled(_)) => {
            return Ok(consent::read_again(arrival, &row.name));
        }
        Err(error) => return Err(page_error(error)),
    }
    let title = row.title.as_str();
    arrival.note(Note::of(Happening::ServiceEnabled).about(&row.name)).await?;
    Ok(done(arrival, arrival.words().say_with("settings-service-switched-on", &[("service", title.into())])))
}

/// The operator's sentences name commands: they are for the log.
pub fn page_error(error: OperatorError) -> PageError {
    match error {
        OperatorError::UnknownService(_) | OperatorError::UnknownPlugin(_) => PageError::NotFound,
        OperatorError::Database(error) => error.into(),
        other => PageError::internal(other),
    }
}

/// Every service that the association has or could have, with what may be done to it.
pub async fn rows(app: &App, arrival: &Arrival) -> Result<Vec<ServiceSetting>, PageError> {
    let (association, locale) = (&arrival.site.association, arrival.locale);
    let reports = app.operator.list(std::slice::from_ref(association)).await.map_err(page_error)?;
    let packages = app.operator.packages().await.map_err(page_error)?;
    let known: BTreeSet<&str> = reports.iter().map(|report| report.service.as_str()).collect();
    let new: BTreeSet<&str> =
        packages.iter().map(|package| package.name.as_str()).filter(|name| !known.contains(name)).collect();
    let row = |name: &str, title: String, switch: ServiceSwitch| ServiceSetting {
        name: name.to_owned(),
        title,
        switch,
        form_token: form_token::make(arrival, ACTION, name),
    };
    let mut rows: Vec<ServiceSetting> = reports
        .iter()
        // What was uninstalled is the operator's to bring back.
        .filter(|report| report.removed_ms.is_none())
        .map(|report| {
            row(&report.service, service_title(app, arrival, &report.service), switch(report, &arrival.site.settings))
        })
        .collect();
    for name in new {
        // A package that cannot be read has no words to agree to.
        let Ok(consent) = app.operator.consent(name, None).await else { continue };
        if consent.kind != PackageKind::Codec {
            rows.push(row(name, consent.title.of(locale).to_owned(), ServiceSwitch::Consent));
        }
    }
    Ok(rows)
}

fn switch(report: &ServiceReport, settings: &Settings) -> ServiceSwitch {
    let is = |state: ServiceState| report.state == state.name();
    if report.state == "lost" {
        ServiceSwitch::Lost
    } else if !is(ServiceState::Disabled) && !is(ServiceState::Paused) {
        ServiceSwitch::Off
    } else if settings.switched_off(&report.service) == Some(report.reason.as_str()) {
        ServiceSwitch::On
    } else {
        ServiceSwitch::Operator { reason: report.reason.clone() }
    }
}
