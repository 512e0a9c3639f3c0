//! Tables: the core's own, and one for each collection.

mod adopted;
mod applied;
mod audit;
mod collection;
mod core;
mod durability;
mod factors;
mod jobs;
mod ledger;
mod mailed_links;
mod outbox;
mod pictures;
mod quota;
mod receipts;
mod rights;
mod settings;
mod sharing;
mod tokens;
mod uploads;

pub use collection::{ShapeConflict, apply_collection};
pub use core::apply_core;
