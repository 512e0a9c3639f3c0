//! What becomes of something that was run.

use veillee_engine::types::Verdict;
use veillee_engine::{Failure, Finished, Usage};

use super::runner::Runner;
use crate::jobs::backoff_ms;
use crate::limits;
use crate::observe::ledger::Spent;
use crate::plugin::Enabled;
use crate::plugin::health::{Advice, Fault, RunPass};
use crate::storage::Association;
use crate::storage::jobs::{ClaimedJob, Ending};
use crate::words::plain_line;

/// How a run ended, whatever was run, and what it used.
pub(super) struct Ran {
    outcome: Result<Verdict, Failure>,
    /// An event's error, which is no verdict: it is tried again, by the host's own delays.
    error: Option<String>,
    usage: Usage,
}

impl Ran {
    pub(super) fn of_job(finished: Finished<Verdict>) -> Self {
        Self { outcome: finished.outcome, error: None, usage: finished.usage }
    }

    pub(super) fn of_event(finished: Finished<Result<(), String>>) -> Self {
        let Finished { outcome, usage, .. } = finished;
        match outcome {
            Ok(heard) => Self { outcome: Ok(Verdict::Done), error: heard.err(), usage },
            Err(failure) => Self { outcome: Err(failure), error: None, usage },
        }
    }
}

pub(super) fn dropped(reason: &str) -> Ending {
    Ending::Dropped { reason: reason.to_owned() }
}

impl Runner {
    /// The one place where it is known what a job used.
    pub(super) fn note(&self, association: &Association, job: &ClaimedJob, enabled: &Enabled, ran: &Ran) {
        let Usage { cpu, elapsed, peak_memory_bytes, host_calls, .. } = &ran.usage;
        let errors = u64::from(matches!(&ran.outcome, Err(failure) if !matches!(failure, Failure::NoRoom { .. })));
        let spent = Spent { errors, ..Spent::of_guest(*cpu, *peak_memory_bytes) };
        self.ledger.of(&association.id, &job.service).add(&spent);
        tracing::debug!(
            target: "veillee::call", association = %association.id, service = job.service, job = job.name,
            attempt = job.attempt, ?cpu, ?elapsed, peak_memory_bytes, host_calls, "a job ran"
        );
        if let Err(failure) = &ran.outcome {
            let (kind, detail) = (failure.kind(), failure.detail());
            tracing::error!(
                association = %association.id, service = job.service, job = job.name, job_id = job.id,
                attempt = job.attempt, digest = %enabled.plugin.digest, kind, detail, "a job failed"
            );
        }
    }

    /// What the run says of the version: as with calls, failures count, and neither a guest's own error nor a host
    /// without room does.
    pub(super) fn settle(&self, pass: RunPass, job: &ClaimedJob, ran: &Ran) -> Advice {
        let failed = match &ran.outcome {
            Err(Failure::NoRoom { .. }) => return Advice::Fine,
            Err(failure) => Some(failure),
            Ok(_) => None,
        };
        let now_ms = self.clock.now_ms();
        let path = format!("{} {} {}", job.kind.name(), job.name, job.about);
        let actor = format!("{} {}", job.actor.kind.name(), job.actor.principal);
        pass.settle(now_ms, &actor, failed.map(|failure| Fault::new(now_ms, &path, &job.id, failure)))
    }

    pub(super) fn ending(&self, job: &ClaimedJob, attempts: u32, ran: Ran) -> Ending {
        let (after_ms, error) = match (ran.outcome, ran.error) {
            (Ok(Verdict::Done), None) => return Ending::Done,
            (Ok(Verdict::GiveUp(sentence)), _) => return Ending::Dead { error: line(&sentence) },
            (Ok(Verdict::RetryAfterMs(after_ms)), _) => {
                let after_ms = i64::try_from(after_ms).unwrap_or(i64::MAX).min(limits::JOB_DELAY_MS_MAX);
                (after_ms, "the plugin asked for another try".to_owned())
            }
            (Ok(Verdict::Done), Some(sentence)) => (backoff_ms(job.attempt, &*self.random), line(&sentence)),
            // The host has no room: not the job's fault.
            (Err(Failure::NoRoom { .. }), _) => return self.give_back(),
            (Err(failure), _) => (backoff_ms(job.attempt, &*self.random), failure.kind().to_owned()),
        };
        if job.attempt >= attempts {
            return Ending::Dead { error };
        }
        Ending::Again { due_ms: self.clock.now_ms().saturating_add(after_ms), error }
    }
}

/// A guest's sentence on one line; the engine has cut it.
fn line(sentence: &str) -> String {
    plain_line(sentence, 300)
}
