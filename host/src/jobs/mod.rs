//! What decides when a job runs and what becomes of it, without touching one: pure, but for two boards in memory and the
//! workers that sleep until something is due.
//!
//! The rows are storage's (`storage/jobs/`); whoever calls plugins runs them (`plugin/work/`).

mod backoff;
mod progress;
mod rhythm;
mod rota;
mod round;

pub use backoff::{Backoff, backoff_ms};
pub use progress::{Progress, ProgressBoard};
pub use rhythm::{Rhythm, RhythmError};
pub use rota::{Rota, Turn};
pub use round::{Round, Work};
