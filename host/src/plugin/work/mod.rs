//! Runs what waits in the queues: jobs, turns of schedules, events.
//!
//! `runner.rs` has the workers, `look.rs` finds the next thing to do in an association, `perform.rs` does it in the name
//! of the one it is for, `ending.rs` says what becomes of it.

mod ending;
mod look;
mod perform;
mod runner;

pub use runner::{Heed, Pace, Runner, RunnerParts};
