//! How long the guest's own code ran: the clock stops while a host call waits and while another task has the thread, so
//! that a slow disk or a busy neighbour is not charged to the guest. A guest that sleeps pays for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;
use wasmtime::UpdateDeadline;

pub(crate) struct CpuTime {
    limit: Duration,
    spent: Duration,
    started: Instant,
    /// Microseconds after `started`; shared with the future that hands the thread back.
    resumed_at_us: Arc<AtomicU64>,
}

impl CpuTime {
    pub(crate) fn start(limit: Duration, started: Instant) -> Self {
        Self { limit, spent: Duration::ZERO, started, resumed_at_us: Arc::new(AtomicU64::new(0)) }
    }

    pub(crate) fn pause(&mut self) {
        let resumed_at = Duration::from_micros(self.resumed_at_us.load(Ordering::Relaxed));
        self.spent += self.started.elapsed().saturating_sub(resumed_at);
        self.resume();
    }

    pub(crate) fn resume(&mut self) {
        self.resumed_at_us.store(micros_since(self.started), Ordering::Relaxed);
    }

    /// What the guest's own code used so far.
    pub(crate) fn spent(&self) -> Duration {
        self.spent
    }

    /// At each tick of the epoch: stop the guest, or let other tasks have the thread for a moment.
    pub(crate) fn at_tick(&mut self) -> UpdateDeadline {
        self.pause();
        if self.spent >= self.limit {
            return UpdateDeadline::Interrupt;
        }
        let (started, resumed_at_us) = (self.started, Arc::clone(&self.resumed_at_us));
        let next_tick = 1;
        UpdateDeadline::YieldCustom(
            next_tick,
            Box::pin(async move {
                tokio::task::yield_now().await;
                resumed_at_us.store(micros_since(started), Ordering::Relaxed);
            }),
        )
    }
}

fn micros_since(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX)
}
