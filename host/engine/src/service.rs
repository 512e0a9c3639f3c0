use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use wasmtime::Store;
use wasmtime::component::InstancePre;

use crate::bindings::ServicePre;
use crate::bindings::checker::CheckerPre;
use crate::bindings::exports::veillee::web::web as wire_web;
use crate::bindings::listener::ListenerPre;
use crate::bindings::runner::RunnerPre;
use crate::capabilities::Capabilities;
use crate::convert::{cut, error_from_guest, response_from_guest, value_to_guest, verdict_from_guest};
use crate::engine::Running;
use crate::failure::{self, Failure};
use crate::limits::{CallLimits, MAX_HANDLES, MAX_HOST_CALL_BYTES, MAX_RESOURCES};
use crate::resources::choices::HeldChoice;
use crate::state::State;
use crate::types::{Error, Event, FieldChange, Fields, Job, Request, Response, Verdict};

/// A loaded plugin, ready to answer. Cheap to clone and to keep; holds no memory of any call.
#[derive(Clone)]
pub struct Service {
    engine: Arc<Running>,
    linked: ServicePre<State>,
    runner: Option<RunnerPre<State>>,
    listener: Option<ListenerPre<State>>,
    checker: Option<CheckerPre<State>>,
}

/// How a call ended and what it used.
pub struct Finished<T = Result<Response, Error>> {
    /// The guest's answer, or why there is none.
    pub outcome: Result<T, Failure>,
    /// Given back in every case, so that the host reads what was used and throws away what was not attached.
    pub capabilities: Box<dyn Capabilities>,
    pub usage: Usage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// All linear memories together.
    pub peak_memory_bytes: usize,
    pub host_calls: u32,
    pub log_lines_dropped: u32,
    /// Time in the guest's own code.
    pub cpu: Duration,
    /// Wall time.
    pub elapsed: Duration,
}

impl fmt::Debug for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Service").finish_non_exhaustive()
    }
}

impl Service {
    pub(crate) fn new(engine: Arc<Running>, linked: InstancePre<State>) -> wasmtime::Result<Self> {
        let runner = RunnerPre::new(linked.clone()).ok();
        let listener = ListenerPre::new(linked.clone()).ok();
        let checker = CheckerPre::new(linked.clone()).ok();
        Ok(Self { engine, linked: ServicePre::new(linked)?, runner, listener, checker })
    }

    /// Answers one request in a fresh instance. Costs about 50 µs beside the guest's own work. Needs a tokio runtime
    /// with time. Dropping the future stops the guest and drops the capabilities.
    pub async fn call(&self, request: Request, capabilities: Box<dyn Capabilities>, limits: &CallLimits) -> Finished {
        let finished = self
            .perform(capabilities, limits, async |store| {
                let request = request_to_guest(store.data_mut(), request)?;
                store.data_mut().cpu.resume();
                let instance = self.linked.instantiate_async(&mut *store).await?;
                instance.veillee_web_web().call_handle(store, &request).await
            })
            .await;
        let Finished { outcome, capabilities, usage } = finished;
        let outcome = outcome.and_then(|answer| checked(answer, limits.response_bytes));
        Finished { outcome, capabilities, usage }
    }

    /// Runs one job in a fresh instance; costs as [`Self::call`]. A plugin without jobs gives up.
    pub async fn run(&self, job: Job, capabilities: Box<dyn Capabilities>, limits: &CallLimits) -> Finished<Verdict> {
        self.perform(capabilities, limits, async |store| {
            let Some(runner) = &self.runner else {
                return Ok(Verdict::GiveUp("the plugin offers no `veillee:jobs/run`".to_owned()));
            };
            let instance = runner.instantiate_async(&mut *store).await?;
            let Job { job, about, input, attempt } = job;
            let verdict = instance.veillee_jobs_run().call_run(store, &job, &about, &input, attempt).await?;
            Ok(verdict_from_guest(verdict))
        })
        .await
    }

    /// Tells one event to a fresh instance; costs as [`Self::call`]. A plugin that does not listen has heard it.
    pub async fn hear(
        &self,
        event: Event,
        capabilities: Box<dyn Capabilities>,
        limits: &CallLimits,
    ) -> Finished<Result<(), String>> {
        self.perform(capabilities, limits, async |store| {
            let Some(listener) = &self.listener else { return Ok(Ok(())) };
            let instance = listener.instantiate_async(&mut *store).await?;
            let Event { kind, about, data, sequence } = event;
            let data: Vec<_> = data.into_iter().map(|(name, value)| (name, value_to_guest(value))).collect();
            let heard = instance.veillee_events_handler().call_on(store, &kind, &about, &data, sequence).await?;
            Ok(heard.map_err(cut))
        })
        .await
    }

    /// Asks one fresh instance whether objects may be as these changes leave them; the first that may not ends it, with the guest's
    /// sentence. Costs as [`Self::call`]. A plugin without a check agrees.
    pub async fn check(
        &self,
        changes: Vec<FieldChange>,
        capabilities: Box<dyn Capabilities>,
        limits: &CallLimits,
    ) -> Finished<Result<(), String>> {
        self.perform(capabilities, limits, async |store| {
            let Some(checker) = &self.checker else { return Ok(Ok(())) };
            let instance = checker.instantiate_async(&mut *store).await?;
            let to_guest = |fields: Fields| -> Vec<_> {
                fields.into_iter().map(|(name, value)| (name, value_to_guest(value))).collect()
            };
            for FieldChange { collection, before, after } in changes {
                let (before, after) = (before.map(to_guest), to_guest(after));
                let rules = instance.veillee_rules_rules();
                let verdict = rules.call_check(&mut *store, &collection, before.as_ref(), &after).await?;
                if let Err(sentence) = verdict {
                    return Ok(Err(cut(sentence)));
                }
            }
            Ok(Ok(()))
        })
        .await
    }

    /// Whether the plugin has a check of its own.
    pub fn checks(&self) -> bool {
        self.checker.is_some()
    }

    /// Whether the plugin can run jobs, and hear events.
    pub fn works_alone(&self) -> (bool, bool) {
        (self.runner.is_some(), self.listener.is_some())
    }

    async fn perform<T>(
        &self,
        capabilities: Box<dyn Capabilities>,
        limits: &CallLimits,
        work: impl AsyncFnOnce(&mut Store<State>) -> wasmtime::Result<T>,
    ) -> Finished<T> {
        let started = Instant::now();
        let _ticking = self.engine.ticker.tick();
        let state = State::new(capabilities, Arc::clone(&self.engine.clock), started, limits, &self.engine.limits);
        let mut store = Store::new(&self.engine.wasmtime, state);
        bound(&mut store);
        let answer = tokio::time::timeout(limits.wall, work(&mut store)).await;
        let mut state = store.into_data();
        state.cpu.pause();
        state.log.finish();
        state.deliver_log();
        let outcome = match answer {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(failure::from_error(&error, &state)),
            Err(_) => Err(Failure::Deadline { detail: format!("no answer within {} ms", limits.wall.as_millis()) }),
        };
        let usage = Usage {
            peak_memory_bytes: state.memory.peak_bytes(),
            host_calls: state.host_calls,
            log_lines_dropped: state.log.dropped(),
            cpu: state.cpu.spent(),
            elapsed: started.elapsed(),
        };
        Finished { outcome, capabilities: state.capabilities, usage }
    }
}

fn bound(store: &mut Store<State>) {
    store.limiter(|state| &mut state.memory);
    store.set_hostcall_fuel(MAX_HOST_CALL_BYTES);
    store.set_max_component_handles(MAX_HANDLES);
    let next_tick = 1;
    store.set_epoch_deadline(next_tick);
    store.epoch_deadline_callback(|mut store| Ok(store.data_mut().cpu.at_tick()));
}

fn request_to_guest(state: &mut State, request: Request) -> wasmtime::Result<wire_web::Request> {
    state.table.set_max_capacity(MAX_RESOURCES + request.choices.len());
    let mut choices = Vec::with_capacity(request.choices.len());
    for (place, (name, choice)) in request.choices.into_iter().enumerate() {
        choices.push((name, state.table.push(HeldChoice { place, choice })?));
    }
    Ok(wire_web::Request {
        method: request.method,
        path: request.path,
        query: request.query,
        form: request.form,
        choices,
    })
}

fn checked(
    answer: Result<wire_web::Response, wire_web::Error>,
    max_bytes: usize,
) -> Result<Result<Response, Error>, Failure> {
    let response = match answer {
        Ok(response) => response_from_guest(response),
        Err(error) => return Ok(Err(error_from_guest(error))),
    };
    let bytes = match &response {
        Response::Page { title, main, .. } => title.len() + main.len(),
        Response::SeeOther(path) => path.len(),
        Response::Blob { id, name, .. } => id.len() + name.len(),
        // Bounded by the number of entries and by what a guest may hand over in one call.
        Response::Archive(_) => 0,
    };
    if bytes > max_bytes {
        return Err(Failure::ResponseTooLarge { detail: format!("{bytes} bytes, {max_bytes} are allowed") });
    }
    Ok(Ok(response))
}
