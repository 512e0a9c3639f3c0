use veillee_access::Action;
use veillee_engine::types::{Error, NewJob};

use super::errors::to_guest;
use crate::jobs::Progress;
use crate::limits;
use crate::plugin::call::Call;
use crate::storage::jobs::{self, Actor};
use crate::storage::objects;

const CAPABILITY: &str = "jobs-queue";

/// Takes a job for this caller, about an object that they may read now. What they may do is asked again when it runs.
pub(in crate::plugin) async fn enqueue(call: &mut Call, job: NewJob) -> Result<(), Error> {
    may_queue(call)?;
    if !call.duties.jobs.contains_key(&job.job) {
        let name: String = job.job.chars().take(60).collect();
        return Err(Error::Invalid(format!("the manifest declares no job `{name}`")));
    }
    if job.delay_ms > limits::JOB_DELAY_MS_MAX.unsigned_abs() {
        return Err(Error::Invalid("a job is put off by 30 days at most".to_owned()));
    }
    if job.key.as_deref() == Some("") {
        return Err(Error::Invalid("a key has at least one character".to_owned()));
    }
    let service = call.moment.shapes.of(&job.about).map(|shape| shape.service().to_owned());
    if service.as_deref() != Some(call.service.as_str()) {
        return Err(Error::NotFound);
    }
    call.writes += 1;
    let mut database = call.association.database();
    let permit = objects::decide(&mut database, &call.moment, &call.caller, Action::Read, &job.about, None);
    let permit = permit.await.map_err(to_guest)?;
    let new = jobs::NewJob {
        service: &call.service,
        name: &job.job,
        actor: &Actor::of(&call.caller),
        input: job.input,
        delay_ms: job.delay_ms,
        key: job.key.as_deref().unwrap_or_default(),
    };
    call.association.enqueue_job(&permit, new).await.map_err(to_guest)
}

pub(in crate::plugin) async fn cancel(call: &mut Call, job: &str, about: &str, key: &str) -> Result<bool, Error> {
    may_queue(call)?;
    call.writes += 1;
    let mut database = call.association.database();
    let seen = objects::decide(&mut database, &call.moment, &call.caller, Action::Read, about, None).await;
    // Of an object that the caller does not see, nothing waits for them.
    if seen.is_err() {
        return Ok(false);
    }
    let cancelled = call.association.cancel_job(&call.service, job, about, key).await;
    cancelled.map_err(|error| to_guest(error.into()))
}

/// The grant; a call that may change things; somebody to act for.
fn may_queue(call: &Call) -> Result<(), Error> {
    call.granted(CAPABILITY)?;
    let is_nobody = call.caller.principal().is_none() && call.caller.opened.is_empty();
    if !call.may_write || is_nobody { Err(Error::Denied) } else { Ok(()) }
}

pub(in crate::plugin) fn progress(call: &mut Call, done: u32, total: u32, word: &str) {
    if call.granted(CAPABILITY).is_err() {
        return;
    }
    if let Some(running) = &call.running {
        let word = crate::words::plain_line(word, 100);
        running.board.show(&call.association.id, &running.about, &running.job, Progress { done, total, word });
    }
}
