use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use veillee_ambient::{Clock, Millis, Random};
use veillee_engine::CallLimits;

use crate::jobs::{ProgressBoard, Round, Work};
use crate::limits;
use crate::observe::ledger::Ledger;
use crate::plugin::{Advice, Plugin, Plugins};
use crate::storage::Association;

/// How fast and how long work is done.
#[derive(Clone, Debug)]
pub struct Pace {
    /// Jobs at the same time, on the whole host.
    pub workers: usize,
    /// Of them, those of one service of an association.
    pub per_service: u32,
    pub lease_ms: Millis,
    pub renew: Duration,
    /// What a running job gets to finish when the host stops.
    pub stop: Duration,
    pub call: CallLimits,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            workers: limits::JOB_WORKERS,
            per_service: limits::JOBS_PER_SERVICE_MAX,
            lease_ms: limits::JOB_LEASE_MS,
            renew: Duration::from_millis(limits::JOB_RENEW_MS),
            stop: Duration::from_millis(limits::JOB_STOP_MS),
            call: CallLimits::job(),
        }
    }
}

pub struct RunnerParts {
    pub plugins: Arc<Plugins>,
    pub board: Arc<ProgressBoard>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    /// Where what jobs use is counted.
    pub ledger: Arc<Ledger>,
    /// Told what follows from how each run ended.
    pub heed: Heed,
    pub pace: Pace,
}

/// Does what is advised about a version in an association.
pub type Heed = Box<dyn Fn(&Arc<Association>, &Plugin, Advice) + Send + Sync>;

/// Does the work of all associations of a host. Idle, it asks nobody: an association rings when it has work.
pub struct Runner {
    pub(super) plugins: Arc<Plugins>,
    pub(super) board: Arc<ProgressBoard>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) random: Arc<dyn Random>,
    pub(super) ledger: Arc<Ledger>,
    pub(super) heed: Heed,
    pub(super) pace: Pace,
    round: Arc<Round<Arc<Association>>>,
    /// Jobs that run here at this moment.
    pub(super) held: Mutex<BTreeSet<String>>,
    /// Associations whose times were looked at since the start, or since the clock went back.
    pub(super) mended: Mutex<BTreeSet<String>>,
    /// The service of each association that had the last turn.
    pub(super) served: Mutex<BTreeMap<String, String>>,
    seen_ms: AtomicI64,
    /// Running jobs are broken off and given back.
    pub(super) cut: watch::Sender<bool>,
}

impl Work for Arc<Runner> {
    async fn step(&mut self) -> bool {
        Runner::step(self).await
    }
}

impl Runner {
    pub fn new(parts: RunnerParts) -> Arc<Self> {
        let RunnerParts { plugins, board, clock, random, ledger, heed, pace } = parts;
        Arc::new(Self {
            plugins,
            board,
            round: Arc::new(Round::new(clock.clone(), Duration::from_millis(limits::JOB_LOOK_MS))),
            clock,
            random,
            ledger,
            heed,
            pace,
            held: Mutex::default(),
            mended: Mutex::default(),
            served: Mutex::default(),
            seen_ms: AtomicI64::new(Millis::MIN),
            cut: watch::Sender::new(false),
        })
    }

    /// Looks after the work of this association from now on.
    pub fn add(&self, association: Arc<Association>) {
        let (round, id) = (Arc::downgrade(&self.round), association.id.clone());
        association.on_work(move || {
            if let Some(round) = round.upgrade() {
                round.ring(&id);
            }
        });
        self.round.add(&association.id.clone(), association);
    }

    /// An association may have work now: something came, or a service was enabled, resumed or upgraded.
    pub fn ring(&self, association: &str) {
        self.round.ring(association);
    }

    /// Finds one thing that is due and does it; whether there was one. For tests and for the workers alike.
    pub async fn step(&self) -> bool {
        self.watch_clock();
        while let Some((turn, association)) = self.round.next() {
            let now_ms = self.clock.now_ms();
            match self.look(&association).await {
                Ok(Some(found)) => {
                    self.round.wake();
                    self.perform(&association, found).await;
                    return true;
                }
                Ok(None) => self.round.rest(&turn, self.rests_until(&association, now_ms).await),
                Err(error) => {
                    tracing::warn!(association = %association.id, %error, "the queue cannot be read for now");
                    self.round.rest(&turn, now_ms.saturating_add(limits::JOB_GIVEN_BACK_MS));
                }
            }
        }
        false
    }

    /// Does all that is due now, one thing after the other; how many there were.
    pub async fn run_due(&self) -> usize {
        let mut done = 0;
        while self.step().await {
            done += 1;
        }
        done
    }

    /// Until the next thing is due. What is due and stays, because its service is closed or busy, is looked at again before
    /// long: not every opening rings.
    async fn rests_until(&self, association: &Association, now_ms: Millis) -> Millis {
        match association.next_job_ms().await {
            Ok(Some(next_ms)) if next_ms > now_ms => next_ms,
            Ok(None) => Millis::MAX,
            Ok(Some(_)) | Err(_) => now_ms.saturating_add(limits::JOB_LOOK_AGAIN_MS),
        }
    }

    /// Starts the workers.
    pub async fn start(self: &Arc<Self>) {
        self.round.start(self.pace.workers, || self.clone()).await;
    }

    /// Takes nothing new, lets what runs finish until the deadline, then gives it back.
    pub async fn stop(&self) {
        if !self.round.stop(self.pace.stop).await {
            self.cut.send_replace(true);
            self.round.drained().await;
        }
    }

    /// Times that a later clock wrote are put right, once for each association.
    fn watch_clock(&self) {
        let now_ms = self.clock.now_ms();
        if self.seen_ms.swap(now_ms, Ordering::SeqCst) > now_ms {
            self.mended.lock().unwrap_or_else(PoisonError::into_inner).clear();
            self.round.ring_all();
        }
    }
}
