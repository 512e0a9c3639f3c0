//! The whole product under test: real counterparts and whole hosts.

pub mod model;
pub mod services;
pub mod world;
