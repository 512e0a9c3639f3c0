//! The product as people meet it: in a real browser.
#![expect(clippy::expect_used, reason = "a test stops at what it does not expect")]

mod axe;
mod elements;
mod factors;
mod house;
mod journeys;
mod offline;
mod page;
mod story;
mod tour;
mod trust;
mod validity;
mod walk;
mod wall;
