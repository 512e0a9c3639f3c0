//! What a plugin does when nobody waits: the parts `[jobs.…]`, `[schedules.…]` and `[events]` of its manifest.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use veillee_engine::Offer;

use super::manifest::{Manifest, check_name, shown};
use crate::jobs::{Rhythm, RhythmError};
use crate::limits;
use crate::storage::jobs::{EventKind, JobKind};

/// Why what a manifest says of work is refused: one sentence for its author.
#[derive(Debug, thiserror::Error)]
pub enum DutyError {
    #[error(
        "the manifest declares jobs or schedules, but the component does not export `veillee:jobs/run`: remove them"
    )]
    NoRunner,
    #[error(
        "the manifest subscribes to events, but the component does not export `veillee:events/handler`: remove `[events]`"
    )]
    NoHandler,
    #[error("the manifest declares more than {max} {what}: leave some out")]
    TooMany { what: &'static str, max: usize },
    #[error("`{0}` names a job and a schedule: name one of them otherwise")]
    Twice(String),
    #[error("the job `{0}` has `attempts` outside of 1 to {max}: choose a number in between", max = limits::JOB_ATTEMPTS_MAX)]
    Attempts(String),
    #[error("the job `{0}` has `at-a-time` outside of 1 to {max}: choose a number in between", max = limits::JOBS_PER_SERVICE_MAX)]
    AtATime(String),
    #[error("the schedule `{0}` needs either `cron` or `every`: give one of them")]
    NoRhythm(String),
    #[error("in the schedule `{name}`, `{text}` {problem}")]
    Rhythm { name: String, text: String, problem: RhythmError },
    #[error("the schedule `{name}` is about `{about}`, which is not a collection: name one of this manifest")]
    About { name: String, about: String },
    #[error(
        "`{0}` is not an event: use a collection of this manifest with `.created`, `.updated`, `.moved`, `.trashed`, \
         `.restored` or `.attached`"
    )]
    Event(String),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct JobText {
    pub attempts: Option<u32>,
    pub at_a_time: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScheduleText {
    pub cron: Option<String>,
    pub every: Option<String>,
    pub about: String,
    pub attempts: Option<u32>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EventsText {
    #[serde(default)]
    pub on: Vec<String>,
}

/// A declared job.
#[derive(Clone, Debug)]
pub struct JobDuty {
    /// Starts before it is given up.
    pub attempts: u32,
    /// How many of them run at the same time in one association.
    pub at_a_time: u32,
}

/// A declared schedule.
#[derive(Clone, Debug)]
pub struct ScheduleDuty {
    pub attempts: u32,
    /// The collection whose objects get a turn each.
    pub about: String,
    pub rhythm: Rhythm,
    /// As it was written: a change of it is noticed.
    pub rhythm_text: String,
}

/// Everything a plugin does when nobody waits, checked.
#[derive(Clone, Debug, Default)]
pub struct Duties {
    pub jobs: BTreeMap<String, JobDuty>,
    pub schedules: BTreeMap<String, ScheduleDuty>,
    /// By collection.
    pub events: BTreeMap<String, BTreeSet<EventKind>>,
}

impl Duties {
    pub fn read(manifest: &Manifest, offers: &BTreeSet<Offer>) -> Result<Self, DutyError> {
        let has_jobs = !manifest.jobs.is_empty() || !manifest.schedules.is_empty();
        if has_jobs && !offers.contains(&Offer::Jobs) {
            return Err(DutyError::NoRunner);
        }
        if !manifest.events.on.is_empty() && !offers.contains(&Offer::Events) {
            return Err(DutyError::NoHandler);
        }
        few("jobs", manifest.jobs.len(), limits::JOBS_PER_PLUGIN_MAX)?;
        few("schedules", manifest.schedules.len(), limits::SCHEDULES_PER_PLUGIN_MAX)?;
        few("events", manifest.events.on.len(), limits::EVENTS_PER_PLUGIN_MAX)?;
        if let Some(twice) = manifest.jobs.keys().find(|name| manifest.schedules.contains_key(*name)) {
            return Err(DutyError::Twice(twice.clone()));
        }
        let jobs = manifest.jobs.iter().map(|(name, text)| Ok((name.clone(), job(name, text)?)));
        let schedules =
            manifest.schedules.iter().map(|(name, text)| Ok((name.clone(), schedule(manifest, name, text)?)));
        let mut events: BTreeMap<String, BTreeSet<EventKind>> = BTreeMap::new();
        for text in &manifest.events.on {
            let (collection, kind) = event(manifest, text)?;
            events.entry(collection).or_default().insert(kind);
        }
        Ok(Self {
            jobs: jobs.collect::<Result<_, DutyError>>()?,
            schedules: schedules.collect::<Result<_, _>>()?,
            events,
        })
    }

    /// Whether the plugin does anything by itself.
    pub fn is_none(&self) -> bool {
        self.jobs.is_empty() && self.schedules.is_empty() && self.events.is_empty()
    }

    /// How often a row of the queue is started before it is given up; none for what this version does not know.
    pub fn attempts(&self, kind: JobKind, name: &str) -> Option<u32> {
        match kind {
            JobKind::Job => self.jobs.get(name).map(|job| job.attempts),
            JobKind::Schedule => self.schedules.get(name).map(|schedule| schedule.attempts),
            JobKind::Event => {
                let (collection, kind) = name.split_once('.')?;
                let heard = self.events.get(collection)?.contains(&EventKind::from_name(kind)?);
                heard.then_some(limits::JOB_ATTEMPTS)
            }
        }
    }
}

/// Names of jobs and schedules, for the manifest to check with all others.
pub(super) fn check_names(manifest: &Manifest) -> Result<(), super::manifest::ManifestError> {
    manifest.jobs.keys().chain(manifest.schedules.keys()).try_for_each(|name| check_name(name))
}

fn few(what: &'static str, count: usize, max: usize) -> Result<(), DutyError> {
    if count <= max { Ok(()) } else { Err(DutyError::TooMany { what, max }) }
}

fn attempts(name: &str, attempts: Option<u32>) -> Result<u32, DutyError> {
    let attempts = attempts.unwrap_or(limits::JOB_ATTEMPTS);
    let allowed = (1..=limits::JOB_ATTEMPTS_MAX).contains(&attempts);
    if allowed { Ok(attempts) } else { Err(DutyError::Attempts(name.to_owned())) }
}

fn job(name: &str, text: &JobText) -> Result<JobDuty, DutyError> {
    let at_a_time = text.at_a_time.unwrap_or(limits::JOBS_PER_SERVICE_MAX);
    if !(1..=limits::JOBS_PER_SERVICE_MAX).contains(&at_a_time) {
        return Err(DutyError::AtATime(name.to_owned()));
    }
    Ok(JobDuty { attempts: attempts(name, text.attempts)?, at_a_time })
}

fn schedule(manifest: &Manifest, name: &str, text: &ScheduleText) -> Result<ScheduleDuty, DutyError> {
    if !manifest.collections.contains_key(&text.about) {
        return Err(DutyError::About { name: name.to_owned(), about: shown(&text.about) });
    }
    let (rhythm, kind, given) = match (&text.cron, &text.every) {
        (Some(cron), None) => (Rhythm::cron(cron), "cron", cron),
        (None, Some(every)) => (Rhythm::every(every), "every", every),
        _ => return Err(DutyError::NoRhythm(name.to_owned())),
    };
    let rhythm = rhythm.map_err(|problem| DutyError::Rhythm { name: name.to_owned(), text: shown(given), problem })?;
    Ok(ScheduleDuty {
        attempts: attempts(name, text.attempts)?,
        about: text.about.clone(),
        rhythm,
        rhythm_text: format!("{kind} {given}"),
    })
}

fn event(manifest: &Manifest, text: &str) -> Result<(String, EventKind), DutyError> {
    let parts = text.split_once('.');
    let known = parts.filter(|(collection, _)| manifest.collections.contains_key(*collection));
    known
        .and_then(|(collection, kind)| Some((collection.to_owned(), EventKind::from_name(kind)?)))
        .ok_or_else(|| DutyError::Event(shown(text)))
}
