//! What the host tells its operator in numbers: counted where it happens, read by Prometheus from a listener of the
//! operator's own. Without that listener nothing is counted.
//!
//! To add a number: one `static` in [`metrics`] with its name and its help, its place in `all`, and a call where it happens.

mod exposition;
mod family;
pub mod ledger;
pub mod memory;
pub mod metrics;
mod process;

pub use exposition::Exposition;
pub use family::{Counter, Gauge, Held, Seconds, Series};
