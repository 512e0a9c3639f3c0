//! What the host tells its operator in numbers: counted where it happens, read by Prometheus from a listener of the
//! operator's own. Without that listener counting costs next to nothing and keeps nothing.
//!
//! To add a number: one constant in [`metrics`] with its name and its help, a line in `ALL`, and a call where it happens.

pub mod exposition;
pub mod metrics;
mod process;

pub use exposition::Exposition;
