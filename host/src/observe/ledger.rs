//! What each service of each association used on each day: counted in memory, written to the association's table
//! `ledger_day` every now and then and when the host stops.
//!
//! A day is one of UTC. After an orderly stop the table is exact; a host that is killed loses what it counted since the
//! last writing. Counting costs a look-up and a few additions.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use veillee_ambient::{Clock, MILLIS_PER_DAY};

use crate::limits;

/// What was used, to be added up; of the peak the highest counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Requests to pages and bytes of the service.
    pub requests: u64,
    /// Requests and jobs that failed on our side: traps, time-outs, every 500 and 502.
    pub errors: u64,
    /// Of guests in requests and in jobs, without waiting.
    pub cpu_us: u64,
    /// The most that one guest held.
    pub peak_memory_bytes: u64,
    /// Bodies of requests.
    pub received_bytes: u64,
    /// Bodies of responses, as far as they were sent.
    pub sent_bytes: u64,
}

impl Spent {
    /// What one call of a guest used.
    pub fn of_guest(cpu: Duration, peak_memory_bytes: usize) -> Self {
        let cpu_us = u64::try_from(cpu.as_micros()).unwrap_or(u64::MAX);
        let peak_memory_bytes = u64::try_from(peak_memory_bytes).unwrap_or(u64::MAX);
        Self { cpu_us, peak_memory_bytes, ..Self::default() }
    }
}

/// What is counted for one service and day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub association: String,
    pub service: String,
    /// Days since 1970-01-01, UTC.
    pub day: i64,
    pub spent: Spent,
}

/// Association and service, and the day.
type Key = (Arc<(String, String)>, i64);

#[derive(Default)]
struct Counters {
    requests: AtomicU64,
    errors: AtomicU64,
    cpu_us: AtomicU64,
    peak_memory_bytes: AtomicU64,
    received_bytes: AtomicU64,
    sent_bytes: AtomicU64,
}

impl Counters {
    fn add(&self, spent: &Spent) {
        let add = |counter: &AtomicU64, more: u64| {
            if more > 0 {
                counter.fetch_add(more, Ordering::Relaxed);
            }
        };
        add(&self.requests, spent.requests);
        add(&self.errors, spent.errors);
        add(&self.cpu_us, spent.cpu_us);
        add(&self.received_bytes, spent.received_bytes);
        add(&self.sent_bytes, spent.sent_bytes);
        self.peak_memory_bytes.fetch_max(spent.peak_memory_bytes, Ordering::Relaxed);
    }

    fn into_spent(self) -> Spent {
        Spent {
            requests: self.requests.into_inner(),
            errors: self.errors.into_inner(),
            cpu_us: self.cpu_us.into_inner(),
            peak_memory_bytes: self.peak_memory_bytes.into_inner(),
            received_bytes: self.received_bytes.into_inner(),
            sent_bytes: self.sent_bytes.into_inner(),
        }
    }
}

/// Counts for the whole host.
pub struct Ledger {
    clock: Arc<dyn Clock>,
    counting: RwLock<HashMap<Key, Counters>>,
    overflowed: AtomicBool,
}

impl Ledger {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, counting: RwLock::default(), overflowed: AtomicBool::new(false) }
    }

    /// The page of the ledger for one service. The name must be that of a service that is enabled: names that anybody
    /// may think of would fill the memory.
    pub fn of(self: &Arc<Self>, association: &str, service: &str) -> Account {
        Account { ledger: self.clone(), of: Arc::new((association.to_owned(), service.to_owned())) }
    }

    fn add(&self, key: Key, spent: &Spent) {
        {
            // Added under the lock: what is taken out to be written down is complete.
            let counting = self.counting.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(counters) = counting.get(&key) {
                return counters.add(spent);
            }
        }
        let mut counting = self.counting.write().unwrap_or_else(PoisonError::into_inner);
        if counting.len() < limits::LEDGER_ENTRIES_MAX || counting.contains_key(&key) {
            counting.entry(key).or_default().add(spent);
        } else if !self.overflowed.swap(true, Ordering::Relaxed) {
            tracing::warn!("the ledger is full: some services are not counted until it is written down");
        }
    }

    /// Takes out what was counted since the last time.
    pub fn take(&self) -> Vec<Entry> {
        let mut counting = self.counting.write().unwrap_or_else(PoisonError::into_inner);
        self.overflowed.store(false, Ordering::Relaxed);
        let taken = std::mem::take(&mut *counting).into_iter();
        let entry = |((of, day), counters): (Key, Counters)| {
            let (association, service) = Arc::unwrap_or_clone(of);
            Entry { association, service, day, spent: counters.into_spent() }
        };
        taken.map(entry).collect()
    }

    /// Puts back what could not be written down.
    pub fn put_back(&self, entries: Vec<Entry>) {
        for Entry { association, service, day, spent } in entries {
            self.add((Arc::new((association, service)), day), &spent);
        }
    }
}

/// Where one service's use is counted. Cheap to clone.
#[derive(Clone)]
pub struct Account {
    ledger: Arc<Ledger>,
    of: Arc<(String, String)>,
}

impl Account {
    pub fn add(&self, spent: &Spent) {
        let day = self.ledger.clock.now_ms().div_euclid(MILLIS_PER_DAY);
        self.ledger.add((self.of.clone(), day), spent);
    }

    pub fn received(&self, bytes: u64) {
        self.add(&Spent { received_bytes: bytes, ..Spent::default() });
    }

    pub fn sent(&self, bytes: u64) {
        self.add(&Spent { sent_bytes: bytes, ..Spent::default() });
    }
}

#[cfg(test)]
mod tests {
    use veillee_ambient::TestClock;

    use super::*;

    #[test]
    fn what_many_threads_count_adds_up_and_is_taken_once() {
        let ledger = Arc::new(Ledger::new(Arc::new(TestClock::at(0))));
        let taken = std::thread::scope(|scope| {
            for thread in 0..4 {
                let account = ledger.of("a", if thread % 2 == 0 { "album" } else { "hello" });
                scope.spawn(move || {
                    for n in 0..1_000 {
                        account.add(&Spent { requests: 1, peak_memory_bytes: n, ..Spent::default() });
                    }
                });
            }
            // Taken while others count: nothing is lost between two takings.
            ledger.take()
        });
        ledger.put_back(taken);
        let entries = ledger.take();
        assert_eq!(entries.iter().map(|entry| entry.spent.requests).collect::<Vec<_>>(), [2_000, 2_000]);
        assert!(entries.iter().all(|entry| entry.spent.peak_memory_bytes == 999));
        assert_eq!(ledger.take(), []);
    }

    #[test]
    fn a_day_ends_at_midnight_in_utc() {
        let clock = Arc::new(TestClock::at(MILLIS_PER_DAY - 1));
        let ledger = Arc::new(Ledger::new(clock.clone()));
        let account = ledger.of("a", "album");
        account.sent(10);
        clock.advance(1);
        account.sent(20);
        let mut days: Vec<_> = ledger.take().into_iter().map(|entry| (entry.day, entry.spent.sent_bytes)).collect();
        days.sort_unstable();
        assert_eq!(days, [(0, 10), (1, 20)]);
    }

    #[test]
    fn names_beyond_the_limit_are_not_kept() {
        let ledger = Arc::new(Ledger::new(Arc::new(TestClock::at(0))));
        for n in 0..limits::LEDGER_ENTRIES_MAX + 10 {
            ledger.of("a", &format!("s{n}")).sent(1);
        }
        assert_eq!(ledger.take().len(), limits::LEDGER_ENTRIES_MAX);
    }
}
