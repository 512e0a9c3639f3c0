//! What decides when a job runs and what becomes of it, without touching one: pure, but for two boards in memory.
//!
//! The rows are storage's (`storage/jobs/`); whoever calls plugins runs them (`plugin/work/`).

mod backoff;
mod progress;
mod rhythm;
mod rota;

pub use backoff::{Backoff, backoff_ms};
pub use progress::{Progress, ProgressBoard};
pub use rhythm::{Rhythm, RhythmError};
pub use rota::{Rota, Turn};
