use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds since 1970-01-01T00:00:00Z: the one form of time in the database, in WIT and in Rust.
pub type Millis = i64;

pub const MILLIS_PER_MINUTE: Millis = 60 * 1000;
pub const MILLIS_PER_HOUR: Millis = 60 * MILLIS_PER_MINUTE;
pub const MILLIS_PER_DAY: Millis = 24 * MILLIS_PER_HOUR;

pub trait Clock: Send + Sync {
    fn now_ms(&self) -> Millis;
}

/// The machine's wall clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
    fn now_ms(&self) -> Millis {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(Millis::MAX))
    }
}

/// A clock that stands still until it is moved.
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn at(now_ms: Millis) -> Self {
        Self(AtomicI64::new(now_ms))
    }

    /// Moves the clock; a negative step sets it back.
    pub fn advance(&self, by_ms: Millis) {
        self.0.fetch_add(by_ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_ms(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }
}
