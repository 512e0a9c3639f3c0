//! What administrators do to a service, by the operator's own way: nothing that the operator closed, and nothing but what
//! they read on the page.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use veillee_ambient::{MILLIS_PER_DAY, MILLIS_PER_HOUR, Millis};

use super::service::{page, path};
use super::{administrator, report, told};
use crate::limits;
use crate::operator::{OperatorError, Outcome, ServiceReport};
use crate::storage::audit::{Happening, Note};
use crate::storage::settings::Settings;
use crate::views::{Field, NoticeKind, PauseForm, ServiceDeed};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::forms::{Pairs, field};
use crate::web::pages::settings::services::page_error;
use crate::web::settings::{note_switched_off, to_its_end};
use crate::web::standing::service_title;
use crate::web::step_up::{Wanted, step_up};
use crate::words::{Words, is_plain};

pub(super) const ACTION: &str = "console-service";

/// `POST /-/console/services/<service>`
pub async fn submit(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(service): Path<String>,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, ACTION, &service, body).await?;
    if let Some(elsewhere) = administrator(&arrival)? {
        return Ok(elsewhere);
    }
    let deed = ServiceDeed::from_name(field(&form, "deed")).ok_or(PageError::BadRequest)?;
    let report = report(&app, &arrival, &service).await?;
    // Other programs would run than before; a break is asked for by whoever sees that something is wrong.
    if matches!(deed, ServiceDeed::Enable | ServiceDeed::RollBack | ServiceDeed::Agree) {
        step_up(&arrival, Wanted::Strongest, &path(&service)).await?;
    }
    if deed == ServiceDeed::Pause
        && let Some(pause) = wrong_pause(&form, arrival.words())?
    {
        return page(&app, &arrival, &report, pause).await;
    }
    let order = order(&arrival, deed, &form)?;
    if !is_still_offered(&report, &arrival.site.settings, deed, field(&form, "digest"))
        || !carry_out(&app, &arrival, &service, order).await?
    {
        let sentence = arrival.words().say("console-told-changed");
        return Ok(told(&arrival, &path(&service), NoticeKind::Problem, sentence));
    }
    arrival.note(Note::of(happening(deed)).about(&service)).await?;
    let sentence = done_words(arrival.words(), deed, &service_title(&app, &arrival, &service));
    Ok(told(&arrival, &path(&service), NoticeKind::Good, sentence))
}

/// A deed with all that it wants.
enum Order {
    Pause { reason: String, until_ms: Option<Millis> },
    Resume,
    Disable { reason: String },
    Enable,
    RollBack { digest: String },
    Agree { digest: String },
}

fn order(arrival: &Arrival, deed: ServiceDeed, form: &Pairs) -> Result<Order, PageError> {
    let words = arrival.words();
    Ok(match deed {
        ServiceDeed::Pause => {
            let reason = match field(form, "reason").trim() {
                "" => words.say("console-pause-reason-none"),
                reason => reason.to_owned(),
            };
            let now_ms = arrival.site.association.clock.now_ms();
            let lasts_ms = length_ms(field(form, "lasts"))?;
            Order::Pause { reason, until_ms: lasts_ms.map(|lasts_ms| now_ms.saturating_add(lasts_ms)) }
        }
        ServiceDeed::Resume => Order::Resume,
        ServiceDeed::Disable => Order::Disable { reason: words.say("settings-service-reason") },
        ServiceDeed::Enable => Order::Enable,
        ServiceDeed::RollBack => Order::RollBack { digest: field(form, "digest").to_owned() },
        ServiceDeed::Agree => Order::Agree { digest: field(form, "digest").to_owned() },
    })
}

/// False when the service changed in between, so that nothing was done.
async fn carry_out(app: &Arc<App>, arrival: &Arrival, service: &str, order: Order) -> Result<bool, PageError> {
    let (host, site, name) = (app.clone(), arrival.site.clone(), service.to_owned());
    to_its_end(async move {
        let (operator, association) = (&host.operator, &*site.association);
        let outcome = match order {
            // Noted first: what is closed for an unknown reason could be opened by nobody here.
            Order::Pause { reason, until_ms } => {
                note_switched_off(&host, &site, &name, &reason).await?;
                operator.pause(association, &name, &reason, until_ms).await
            }
            Order::Disable { reason } => {
                note_switched_off(&host, &site, &name, &reason).await?;
                operator.disable(association, &name, &reason).await
            }
            Order::Resume => operator.resume(association, &name).await,
            Order::Enable => operator.enable(association, &name, false).await,
            Order::RollBack { digest } => operator.rollback(association, &name, Some(&digest)).await,
            Order::Agree { digest } => operator.agree(association, &name, &digest).await,
        };
        match outcome {
            Ok(Outcome::Done | Outcome::Unchanged) => Ok(true),
            Ok(Outcome::Waits(_))
            | Err(
                OperatorError::Disabled(_)
                | OperatorError::NoPrevious(_)
                | OperatorError::OtherPrevious(_)
                | OperatorError::NotWaiting(_),
            ) => Ok(false),
            Err(error) => Err(page_error(error)),
        }
    })
    .await
}

/// Whether the operator closed it, and not an administrator: closed under other words than those an administrator gave.
pub(super) fn is_operators(report: &ServiceReport, settings: &Settings) -> bool {
    let is_closed = matches!(report.state.as_str(), "paused" | "disabled");
    is_closed && settings.switched_off(&report.service) != Some(report.reason.as_str())
}

/// What an administrator may do to a service as it stands.
pub(super) fn deeds(report: &ServiceReport, settings: &Settings) -> Vec<ServiceDeed> {
    let mut deeds = match report.state.as_str() {
        _ if is_operators(report, settings) => return Vec::new(),
        "enabled" => vec![ServiceDeed::Pause, ServiceDeed::Disable],
        "resting" => vec![ServiceDeed::Resume, ServiceDeed::Pause, ServiceDeed::Disable],
        "paused" => vec![ServiceDeed::Resume, ServiceDeed::Disable],
        "disabled" => vec![ServiceDeed::Enable],
        _ => return Vec::new(),
    };
    deeds.extend(report.previous.as_ref().map(|_| ServiceDeed::RollBack));
    deeds.extend(report.waiting.as_ref().map(|_| ServiceDeed::Agree));
    deeds
}

/// Whether the deed is there to be done, to the version that was read.
fn is_still_offered(report: &ServiceReport, settings: &Settings, deed: ServiceDeed, digest: &str) -> bool {
    let read = match deed {
        ServiceDeed::RollBack => report.previous.as_ref(),
        ServiceDeed::Agree => report.waiting.as_ref(),
        _ => return deeds(report, settings).contains(&deed),
    };
    deeds(report, settings).contains(&deed) && read.is_some_and(|version| version.digest == digest)
}

/// The form with a sentence beside the reason, when that cannot stand on a page.
fn wrong_pause(form: &Pairs, words: &Words) -> Result<Option<PauseForm>, PageError> {
    let (reason, lasts) = (field(form, "reason").trim(), field(form, "lasts"));
    length_ms(lasts)?;
    if reason.chars().count() <= limits::REASON_CHARS_MAX && reason.chars().all(is_plain) {
        return Ok(None);
    }
    let most = [("most", limits::REASON_CHARS_MAX.into())];
    let problem = Some(words.say_with("console-pause-reason-wrong", &most));
    Ok(Some(PauseForm { reason: Field { value: reason.to_owned(), problem }, lasts: lasts.to_owned() }))
}

/// None: without an end.
fn length_ms(lasts: &str) -> Result<Option<Millis>, PageError> {
    Ok(Some(match lasts {
        "none" => return Ok(None),
        "1h" => MILLIS_PER_HOUR,
        "4h" => 4 * MILLIS_PER_HOUR,
        "1d" => MILLIS_PER_DAY,
        "3d" => 3 * MILLIS_PER_DAY,
        "7d" => 7 * MILLIS_PER_DAY,
        _ => return Err(PageError::BadRequest),
    }))
}

fn happening(deed: ServiceDeed) -> Happening {
    match deed {
        ServiceDeed::Pause => Happening::ServicePaused,
        ServiceDeed::Disable => Happening::ServiceDisabled,
        ServiceDeed::Resume | ServiceDeed::Enable => Happening::ServiceEnabled,
        ServiceDeed::RollBack | ServiceDeed::Agree => Happening::ServiceChanged,
    }
}

fn done_words(words: &Words, deed: ServiceDeed, service_title: &str) -> String {
    let values = [("service", service_title.into())];
    match deed {
        ServiceDeed::Pause => words.say_with("console-told-paused", &values),
        ServiceDeed::Resume | ServiceDeed::Enable => words.say_with("console-told-opened", &values),
        ServiceDeed::Disable => words.say_with("console-told-disabled", &values),
        ServiceDeed::RollBack => words.say_with("console-told-rolled-back", &values),
        ServiceDeed::Agree => words.say_with("console-told-agreed", &values),
    }
}
