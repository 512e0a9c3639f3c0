//! Is the service open? A closed one says so, with kind words; one that is not there is 404, like everything unknown.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use veillee_ambient::Millis;

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use crate::limits;
use crate::plugin::{Closed, Enabled};
use crate::words::Words;

/// Why a service does not answer.
#[derive(Clone, Debug)]
pub enum Break {
    /// The operator's doing, or a package that is lost.
    Closed(Arc<Closed>),
    /// It failed too often: milliseconds until another try.
    Resting { retry_ms: i64 },
}

/// What people call a service; its name when its package is lost.
pub fn service_title(app: &App, arrival: &Arrival, service: &str) -> String {
    let standing = app.plugins.standing(&arrival.site.association.id, service);
    let enabled = standing.and_then(|standing| standing.enabled);
    enabled.map_or_else(|| service.to_owned(), |enabled| enabled.plugin.manifest.title.of(arrival.locale).to_owned())
}

/// The service of a request, if it is open.
pub fn open_service(app: &App, arrival: &Arrival, service: &str) -> Result<Arc<Enabled>, PageError> {
    let standing = app.plugins.standing(&arrival.site.association.id, service).ok_or(PageError::NotFound)?;
    if let Some(closed) = standing.closed_at(arrival.site.association.clock.now_ms()) {
        return Err(PageError::Closed(Break::Closed(closed.clone())));
    }
    standing.enabled.ok_or_else(|| PageError::Closed(Break::Closed(Arc::new(Closed::Lost))))
}

/// For what belongs to a service and is not answered by it, such as its bytes: only after access said yes.
pub fn must_be_open(app: &App, arrival: &Arrival, object: &str) -> Result<(), PageError> {
    let shapes = arrival.site.association.moment().shapes;
    let shape = shapes.of(object).ok_or(PageError::NotFound)?;
    open_service(app, arrival, shape.service()).map(|_| ())
}

impl Break {
    /// Whether [`Self::retry_seconds`] is more than a guess.
    pub fn has_end(&self) -> bool {
        match self {
            Self::Resting { .. } => true,
            Self::Closed(closed) => matches!(**closed, Closed::Paused { until_ms: Some(_), .. }),
        }
    }

    /// For `Retry-After` (RFC 9110, 10.2.3).
    pub fn retry_seconds(&self, now_ms: Millis) -> u64 {
        let wait_ms = match self {
            Self::Resting { retry_ms } => *retry_ms,
            Self::Closed(closed) => match **closed {
                Closed::Paused { until_ms: Some(until_ms), .. } => until_ms.saturating_sub(now_ms),
                Closed::Paused { until_ms: None, .. } | Closed::Disabled { .. } | Closed::Lost => {
                    limits::PAUSE_RETRY_MS
                }
            },
        };
        u64::try_from(wait_ms).unwrap_or(0).div_ceil(1_000).max(1)
    }

    /// Who, why, until when.
    pub fn lines(&self, words: &Words) -> Vec<String> {
        let Self::Closed(closed) = self else { return vec![words.say("error-503-resting")] };
        let mut lines = Vec::new();
        let mut reason = "";
        match &**closed {
            Closed::Paused { reason: why, .. } => {
                lines.push(words.say("error-503-by-operator"));
                reason = why;
            }
            Closed::Disabled { reason: why } => {
                lines.push(words.say("error-503-disabled"));
                reason = why;
            }
            Closed::Lost => {}
        }
        if !reason.is_empty() {
            lines.push(words.say_with("error-503-reason", &[("reason", reason.into())]));
        }
        if let Closed::Paused { until_ms: Some(until_ms), .. } = **closed {
            lines.extend(until(words, until_ms));
        }
        lines
    }
}

fn until(words: &Words, until_ms: Millis) -> Option<String> {
    let moment = Timestamp::from_millisecond(until_ms).ok()?.to_zoned(TimeZone::UTC);
    let (day, time) = (words.day(moment.date()), format!("{:02}:{:02}", moment.hour(), moment.minute()));
    Some(words.say_with("error-503-until", &[("day", (&day).into()), ("time", (&time).into())]))
}
