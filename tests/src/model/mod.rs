//! A plain model of who may do what, and random worlds to compare it with the product.
//!
//! The model reads rules as this module wrote them and walks objects and shares in memory, one after the other. It knows
//! nothing of the product's rules, predicates or tables: what both say alike, both understood alike.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

mod allowed;
mod apply;
mod generate;
mod rules;
mod sketch;
mod steps;
mod world;

pub use generate::world;
pub use rules::{Condition, Rule, Term, Who};
pub use sketch::{Sketch, adopt};
pub use world::{Caller, Collection, Kind, Object, Share, Step, To, World};

/// The feature of those who build worlds: no random caller has it.
pub const BUILD: &str = "build";
