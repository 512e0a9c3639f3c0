//! A plain model of who may do what, and random worlds to compare it with the product.

#![expect(clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

mod sketch;

pub use sketch::{Sketch, adopt};
