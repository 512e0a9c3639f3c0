//! Does one thing of the queue, in the name of the one it is for.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use tokio::sync::{Mutex, watch};
use veillee_access::Action;
use veillee_engine::types::{Event, Job, Value};

use super::ending::{Ran, dropped};
use super::look::Found;
use super::runner::Runner;
use crate::identity::{Visit, acting};
use crate::limits;
use crate::plugin::Enabled;
use crate::plugin::Shared;
use crate::plugin::call::{Call, CallInput, RunningJob};
use crate::storage::Association;
use crate::storage::jobs::{ClaimedJob, Ending, EventFacts, JobKind};
use crate::storage::objects::{self, ObjectError, Place};
use crate::storage::sql::DatabaseError;
use crate::words::Locale;

impl Runner {
    pub(super) async fn perform(&self, association: &Arc<Association>, found: Found) {
        let Found { job, enabled } = found;
        self.held.lock().unwrap_or_else(PoisonError::into_inner).insert(job.id.clone());
        let ending = match self.try_perform(association, &job, &enabled).await {
            Ok(ending) => ending,
            Err(error) => {
                tracing::warn!(association = %association.id, service = job.service, %error, "a job is given back");
                Some(self.give_back())
            }
        };
        self.board.clear(&job.id);
        if let Some(ending) = ending {
            self.finish(association, &job, ending).await;
        }
        self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(&job.id);
        self.ring(&association.id);
    }

    async fn finish(&self, association: &Association, job: &ClaimedJob, ending: Ending) {
        let (service, name, attempt) = (&job.service, &job.name, job.attempt);
        match &ending {
            Ending::Dead { error } => {
                tracing::error!(association = %association.id, service, name, attempt, error, "a job was given up");
            }
            Ending::Dropped { reason } => {
                tracing::info!(association = %association.id, service, name, reason, "a job was dropped");
            }
            Ending::Done | Ending::Again { .. } | Ending::GivenBack { .. } => {}
        }
        match association.finish_job(job, ending).await {
            Ok(true) => {}
            Ok(false) => tracing::warn!(association = %association.id, service, name, "a job had lost its lease"),
            // Its lease runs out, and it is done again.
            Err(error) => tracing::error!(association = %association.id, service, name, %error, "a job did not end"),
        }
    }

    pub(super) fn give_back(&self) -> Ending {
        Ending::GivenBack { due_ms: self.clock.now_ms().saturating_add(limits::JOB_GIVEN_BACK_MS) }
    }

    /// None, when the job is somebody else's by now.
    async fn try_perform(
        &self,
        association: &Arc<Association>,
        job: &ClaimedJob,
        enabled: &Arc<Enabled>,
    ) -> Result<Option<Ending>, DatabaseError> {
        let Some(attempts) = enabled.plugin.duties.attempts(job.kind, &job.name) else {
            return Ok(Some(unknown(job, enabled)));
        };
        if job.attempt > attempts {
            return Ok(Some(Ending::Dead { error: "the host stopped each time it ran".to_owned() }));
        }
        let place = objects::place_of(association, &job.about).await?;
        let visit = acting(association, &job.actor, Some(within(job, &place)), &job.id).await?;
        if job.kind != JobKind::Event
            && let Some(reason) = self.nobody_left(association, job, &visit, &place).await?
        {
            return Ok(Some(dropped(reason)));
        }
        // It came to rest since it was asked for work.
        let Ok(pass) = enabled.health.admit_run(self.clock.now_ms()) else { return Ok(Some(self.give_back())) };
        let call = Arc::new(Mutex::new(self.call_of(association, job, enabled, visit)));
        let shared = Box::new(Shared(call.clone()));
        let limits = &self.pace.call;
        let ran = match job.kind {
            JobKind::Job | JobKind::Schedule => {
                let run = enabled.answers.run(job_for_guest(job), shared, limits);
                self.attend(association, job, enabled, async { Ran::of_job(run.await) }).await?
            }
            JobKind::Event => {
                let hear = enabled.answers.hear(event_for_guest(job), shared, limits);
                self.attend(association, job, enabled, async { Ran::of_event(hear.await) }).await?
            }
        };
        call.lock().await.discard_unattached().await;
        let Some(ran) = ran else {
            let is_cut = *self.cut.borrow() || *enabled.cut.borrow();
            return Ok(is_cut.then_some(Ending::GivenBack { due_ms: self.clock.now_ms() }));
        };
        self.note(association, job, enabled, &ran);
        (self.heed)(association, &enabled.plugin, self.settle(pass, job, &ran));
        Ok(Some(self.ending(job, attempts, ran)))
    }

    /// Renews the lease while the work goes on; none, when the lease is lost, the host stops, or the version was replaced
    /// and had its time to finish.
    async fn attend(
        &self,
        association: &Association,
        job: &ClaimedJob,
        enabled: &Enabled,
        work: impl Future<Output = Ran>,
    ) -> Result<Option<Ran>, DatabaseError> {
        tokio::pin!(work);
        let (mut cut, mut replaced) = (self.cut.subscribe(), enabled.cut.subscribe());
        let mut renewal = tokio::time::interval(self.pace.renew);
        renewal.tick().await;
        loop {
            tokio::select! {
                ran = &mut work => return Ok(Some(ran)),
                () = cut_off(&mut cut) => return Ok(None),
                () = cut_off(&mut replaced) => return Ok(None),
                _ = renewal.tick() => {
                    // A database that is away for a moment ends nothing: the lease is longer than two renewals.
                    if matches!(association.renew_job(job, self.pace.lease_ms).await, Ok(false)) {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Why a job has nobody to act for, if so.
    async fn nobody_left(
        &self,
        association: &Association,
        job: &ClaimedJob,
        visit: &Visit,
        place: &Place,
    ) -> Result<Option<&'static str>, DatabaseError> {
        match place {
            Place::Gone => return Ok(Some("the object is gone")),
            Place::Trash { .. } => return Ok(Some("the object is in the trash")),
            Place::Alive { .. } => {}
        }
        let moment = association.moment_under(visit.generation());
        let mut database = association.database();
        match objects::decide(&mut database, &moment, &visit.caller, Action::Read, &job.about, None).await {
            Ok(_) => Ok(None),
            Err(ObjectError::Database(error)) => Err(error),
            Err(_) => Ok(Some("whoever it was for may not see the object any more")),
        }
    }

    fn call_of(&self, association: &Arc<Association>, job: &ClaimedJob, enabled: &Enabled, visit: Visit) -> Call {
        let chosen = visit.account.as_ref().and_then(|account| Locale::from_name(&account.locale));
        Call::new(CallInput {
            association: association.clone(),
            visit: Arc::new(visit),
            service: job.service.clone(),
            grants: enabled.grants.clone(),
            log: enabled.log.clone(),
            shapes: enabled.shapes.clone(),
            locale: chosen.unwrap_or(Locale::Fr),
            may_write: true,
            files: BTreeMap::new(),
            session: None,
            duties: enabled.plugin.duties.clone(),
            running: Some(RunningJob { job: job.id.clone(), about: job.about.clone(), board: self.board.clone() }),
        })
    }
}

/// Resolves when running jobs are to be broken off.
async fn cut_off(cut: &mut watch::Receiver<bool>) {
    cut.wait_for(|cut| *cut).await.ok();
}

/// The tree that the call is kept to: the object, and for an event the container it lies in.
fn within<'a>(job: &'a ClaimedJob, place: &'a Place) -> &'a str {
    match (job.kind, place) {
        (JobKind::Event, Place::Alive { container } | Place::Trash { container }) => container,
        _ => &job.about,
    }
}

fn unknown(job: &ClaimedJob, enabled: &Enabled) -> Ending {
    let manifest = &enabled.plugin.manifest;
    match job.kind {
        // This version does not want to hear of it, and no longer turns this schedule.
        JobKind::Event | JobKind::Schedule => Ending::Done,
        JobKind::Job => Ending::Dead {
            error: format!("version {} of {} declares no job `{}`", manifest.version, manifest.name, job.name),
        },
    }
}

fn job_for_guest(job: &ClaimedJob) -> Job {
    Job { job: job.name.clone(), about: job.about.clone(), input: job.input.clone(), attempt: job.attempt }
}

fn event_for_guest(job: &ClaimedJob) -> Event {
    let mut data = Vec::new();
    if let Some(EventFacts { version, blob }) = EventFacts::read(&job.input) {
        data.push(("version".to_owned(), Value::Integer(i64::try_from(version).unwrap_or(i64::MAX))));
        data.extend(blob.map(|blob| ("blob".to_owned(), Value::Text(blob))));
    }
    Event { kind: job.name.clone(), about: job.about.clone(), data, sequence: job.sequence }
}
