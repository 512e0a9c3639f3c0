//! How long the guest's own code ran: the clock stops while a host call waits, while another task has the thread and while
//! another process has the core, so that a slow disk or a busy machine is not charged to the guest. A guest that sleeps is
//! stopped by [`CallLimits::wall`](crate::CallLimits::wall).

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ThreadId;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use wasmtime::UpdateDeadline;

use crate::limits::STRETCH_MAX;

pub(crate) struct CpuTime {
    limit: Duration,
    spent: Duration,
    /// Shared with the future that hands the thread back.
    since: Arc<Mutex<Point>>,
}

/// A thread, and the time it had on a core so far.
#[derive(Clone, Copy)]
struct Point {
    thread: ThreadId,
    on_core: Duration,
}

impl Point {
    /// A system call of a fraction of a microsecond.
    fn here() -> Self {
        // A time that is negative is no time.
        let on_core = Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default();
        Self { thread: std::thread::current().id(), on_core }
    }

    /// Nothing when the guest woke up on another thread: then it slept in between.
    fn until(self, later: Self) -> Duration {
        if self.thread == later.thread { later.on_core.saturating_sub(self.on_core) } else { Duration::ZERO }
    }
}

impl CpuTime {
    pub(crate) fn start(limit: Duration) -> Self {
        Self { limit, spent: Duration::ZERO, since: Arc::new(Mutex::new(Point::here())) }
    }

    pub(crate) fn pause(&mut self) {
        let here = Point::here();
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        self.spent += since.until(here).min(STRETCH_MAX);
        *since = here;
    }

    pub(crate) fn resume(&mut self) {
        begin(&self.since);
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
        let since = Arc::clone(&self.since);
        let next_tick = 1;
        UpdateDeadline::YieldCustom(
            next_tick,
            Box::pin(async move {
                tokio::task::yield_now().await;
                begin(&since);
            }),
        )
    }
}

fn begin(since: &Mutex<Point>) {
    *since.lock().unwrap_or_else(PoisonError::into_inner) = Point::here();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_stood_still_costs_the_guest_one_short_stretch() {
        let mut cpu = CpuTime::start(Duration::from_millis(500));
        let start = Point::here();
        while start.until(Point::here()) < 2 * STRETCH_MAX {}
        cpu.pause();
        assert_eq!(cpu.spent(), STRETCH_MAX);
    }
}
