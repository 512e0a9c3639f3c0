//! Quarantine: how a version fares in an association, and when it must rest.
//!
//! One query of death takes nobody's service down: what one caller or one path contributes is capped. A service over
//! its budget rests for a while that doubles; then one call is let through, and all others if that one is answered. What
//! the queue runs counts like calls; but a failed run never says that a rest was in vain: the same job comes again by
//! itself, and would be the one that is let through.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use veillee_ambient::Millis;
use veillee_engine::Failure;

use crate::limits;

/// One failure, for the operator.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct Fault {
    pub at_ms: Millis,
    /// Of the request, or what was run and about which object.
    pub path: String,
    /// Finds the request, or the job, in the log.
    pub reference: String,
    /// `trap`, `deadline`, `memory` …
    pub kind: String,
    /// Message and backtrace, and the guest's last words: not to be trusted.
    pub detail: String,
}

impl Fault {
    pub(super) fn new(at_ms: Millis, path: &str, reference: &str, failure: &Failure) -> Self {
        Self {
            at_ms,
            path: path.chars().take(limits::FAULT_PATH_CHARS_MAX).collect(),
            reference: reference.to_owned(),
            kind: failure.kind().to_owned(),
            detail: failure.detail().to_owned(),
        }
    }
}

/// What follows from how a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    Fine,
    /// Over the budget: it rests until then.
    Rest {
        until_ms: Millis,
    },
    /// It failed again after a rest: a version before it should take over.
    GiveUp {
        until_ms: Millis,
    },
}

/// A look at it, for the operator.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct HealthReport {
    /// What ended, of pages and of the queue.
    pub calls: u64,
    pub failures: u64,
    pub resting_until_ms: Option<Millis>,
    pub faults: Vec<Fault>,
}

/// One version in one association. In memory only: a restart is an operator's act.
#[derive(Debug, Default)]
pub struct Health(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    calls: u64,
    failures: u64,
    faults: VecDeque<Fault>,
    /// Good answers of the window before and of this one.
    good: [(Millis, usize); 2],
    counted: VecDeque<Counted>,
    resting: Option<Resting>,
    /// How often in a row it had to rest, and since when it does not.
    step: u32,
    well_since_ms: Millis,
    gave_up: bool,
}

#[derive(Debug)]
struct Counted {
    at_ms: Millis,
    caller: u64,
    path: u64,
}

#[derive(Clone, Copy, Debug)]
struct Resting {
    until_ms: Millis,
    probing: bool,
}

/// A call that was let through. Dropped without [`Pass::settle`], it tells nothing.
#[derive(Debug)]
pub struct Pass {
    health: Arc<Health>,
    probe: bool,
}

/// Something of the queue that was let through. Dropped without [`RunPass::settle`], it tells nothing.
#[derive(Debug)]
pub struct RunPass {
    health: Arc<Health>,
    /// It tries out whether a rest that is over helped, beside a call that may do so: calls do not wait for long work.
    after_rest: bool,
}

impl Health {
    /// Lets a call through, or says until when it must stay out.
    pub fn admit(self: &Arc<Self>, now_ms: Millis) -> Result<Pass, Millis> {
        let mut state = self.state();
        let mut probe = false;
        if let Some(resting) = &mut state.resting {
            if now_ms < resting.until_ms {
                return Err(resting.until_ms);
            }
            if resting.probing {
                return Err(now_ms.saturating_add(limits::PROBE_RETRY_MS));
            }
            resting.probing = true;
            probe = true;
        }
        drop(state);
        Ok(Pass { health: self.clone(), probe })
    }

    /// Lets something of the queue through, or says until when it must stay out.
    pub fn admit_run(self: &Arc<Self>, now_ms: Millis) -> Result<RunPass, Millis> {
        let resting = self.state().resting;
        match resting {
            Some(resting) if now_ms < resting.until_ms => Err(resting.until_ms),
            resting => Ok(RunPass { health: self.clone(), after_rest: resting.is_some() }),
        }
    }

    /// An operator looked after it: it starts anew.
    pub fn recover(&self) {
        let mut state = self.state();
        let (calls, failures, faults) = (state.calls, state.failures, std::mem::take(&mut state.faults));
        *state = State { calls, failures, faults, ..State::default() };
    }

    /// Whether it failed again after a rest, and nobody looked after it since.
    pub fn gave_up(&self) -> bool {
        self.state().gave_up
    }

    pub fn report(&self) -> HealthReport {
        let state = self.state();
        HealthReport {
            calls: state.calls,
            failures: state.failures,
            resting_until_ms: state.resting.map(|resting| resting.until_ms),
            faults: state.faults.iter().cloned().collect(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass {
    /// The call ended: with an answer, or with a failure of `caller` on `path`.
    pub fn settle(mut self, now_ms: Millis, caller: &str, failed: Option<Fault>) -> Advice {
        let probe = std::mem::take(&mut self.probe);
        let mut state = self.health.state();
        state.calls += 1;
        match failed {
            None => state.went_well(now_ms, probe),
            Some(fault) => state.went_wrong(now_ms, probe, caller, fault),
        }
    }
}

impl RunPass {
    /// The run ended: well, or with a failure in the name of `actor`.
    pub fn settle(self, now_ms: Millis, actor: &str, failed: Option<Fault>) -> Advice {
        let mut state = self.health.state();
        state.calls += 1;
        match failed {
            None => {
                let is_over = state.resting.is_some_and(|resting| resting.until_ms <= now_ms);
                state.went_well(now_ms, self.after_rest && is_over)
            }
            Some(fault) => state.went_wrong(now_ms, false, actor, fault),
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        if self.probe
            && let Some(resting) = &mut self.health.state().resting
        {
            resting.probing = false;
        }
    }
}

impl State {
    fn went_well(&mut self, now_ms: Millis, probe: bool) -> Advice {
        if probe {
            self.resting = None;
            self.counted.clear();
            self.well_since_ms = now_ms;
        }
        if now_ms.saturating_sub(self.good[1].0) >= limits::BUDGET_WINDOW_MS {
            self.good = [self.good[1], (now_ms, 0)];
        }
        self.good[1].1 += 1;
        Advice::Fine
    }

    fn went_wrong(&mut self, now_ms: Millis, probe: bool, caller: &str, fault: Fault) -> Advice {
        self.failures += 1;
        let path = fault.path.clone();
        self.faults.push_back(fault);
        if self.faults.len() > limits::FAULTS_KEPT {
            self.faults.pop_front();
        }
        if probe {
            self.gave_up = true;
            return Advice::GiveUp { until_ms: self.rest(now_ms) };
        }
        if self.resting.is_some() {
            // It began before the rest.
            return Advice::Fine;
        }
        self.count(now_ms, caller, &path);
        if !self.is_over_budget(now_ms) {
            return Advice::Fine;
        }
        let again = self.step > 0 && now_ms.saturating_sub(self.well_since_ms) < limits::REST_FORGOTTEN_MS;
        if !again {
            self.step = 0;
        }
        let until_ms = self.rest(now_ms);
        if again {
            self.gave_up = true;
            return Advice::GiveUp { until_ms };
        }
        Advice::Rest { until_ms }
    }

    /// Of one caller, and of one path, only so many failures count. The first page has no cap of its own: a service
    /// whose first page fails for everybody is down.
    fn count(&mut self, now_ms: Millis, caller: &str, path: &str) {
        let oldest_ms = now_ms.saturating_sub(limits::BUDGET_WINDOW_MS);
        while self.counted.front().is_some_and(|oldest| oldest.at_ms <= oldest_ms) {
            self.counted.pop_front();
        }
        let new = Counted { at_ms: now_ms, caller: hash(caller), path: hash(path) };
        let of_caller = self.counted.iter().filter(|known| known.caller == new.caller).count();
        let of_path = self.counted.iter().filter(|known| known.path == new.path).count();
        let counts = of_caller < limits::BUDGET_FAILURES_PER_CALLER
            && (path == "/" || of_path < limits::BUDGET_FAILURES_PER_PATH)
            && self.counted.len() < limits::BUDGET_REMEMBERED;
        if counts {
            self.counted.push_back(new);
        }
    }

    fn is_over_budget(&self, now_ms: Millis) -> bool {
        let recent = |(since_ms, count): (Millis, usize)| {
            let old = now_ms.saturating_sub(since_ms) >= 2 * limits::BUDGET_WINDOW_MS;
            if old { 0 } else { count }
        };
        let good = (recent(self.good[0]) + recent(self.good[1])).min(limits::BUDGET_REMEMBERED);
        self.counted.len() >= limits::BUDGET_FAILURES && self.counted.len() >= good
    }

    fn rest(&mut self, now_ms: Millis) -> Millis {
        let doubled = limits::REST_FIRST_MS.saturating_mul(1_i64.checked_shl(self.step.min(20)).unwrap_or(i64::MAX));
        let until_ms = now_ms.saturating_add(doubled.min(limits::REST_LONGEST_MS));
        self.step += 1;
        self.counted.clear();
        self.resting = Some(Resting { until_ms, probing: false });
        until_ms
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
#[path = "health_tests.rs"]
mod tests;
