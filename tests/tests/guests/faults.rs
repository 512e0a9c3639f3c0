//! What a host loses when it is killed, its disk fails or fills, or its clock jumps: nothing that was acknowledged.
//!
//! These tests run the real program as a process of its own. Each prints what was tried and what was lost. Short runs by
//! default; `cargo xtask soak` runs a thousand kills of each.
//!
//! A new scenario of kills is one file: a type that implements [`kills::Scenario`], and a test that calls [`kills::run`].

mod backups;
mod change_sets;
mod clock;
mod failing_calls;
mod form_uploads;
mod full_disk;
mod jobs;
mod kills;
mod order;
mod program;
mod strace;
mod upgrades;
