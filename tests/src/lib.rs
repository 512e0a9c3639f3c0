//! The whole product under test: real counterparts and whole hosts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    clippy::missing_panics_doc,
    reason = "a harness stops at what it does not expect"
)]

mod backends;
pub mod model;
pub mod services;
pub mod world;
