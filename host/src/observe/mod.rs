//! What the host knows of its own work.

pub mod ledger;
