//! Tables: the core's own, and one for each collection.

mod collection;
mod core;
mod pictures;
mod ledger;
mod quota;
mod durability;
mod uploads;
mod jobs;

pub use collection::{ShapeConflict, apply_collection};
pub use core::apply_core;
