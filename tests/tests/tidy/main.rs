//! The rules of the source tree that no compiler keeps. Each message says what to do.

#![expect(clippy::expect_used, reason = "a test stops where it cannot go on")]

mod contract;
mod dependencies;
mod documents;
mod examples;
mod layers;
mod size;
mod sql;
mod text;
mod tree;

/// Fails with every breach at once, so that one run shows all there is to do.
fn none(breaches: &[String], advice: &str) {
    assert!(breaches.is_empty(), "\n{}\n\n{advice}\n", breaches.join("\n"));
}
