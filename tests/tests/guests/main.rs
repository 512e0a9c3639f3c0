//! Hostile guests and bad packages against the real router, the real engine and real storage: the host lives, caps hold,
//! nothing leaks, no neighbour fails. Each theme prints what was tried, blocked and leaked.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what it does not expect")]

mod archives;
mod arguments;
mod bytes;
mod codecs;
mod command_line;
mod compiler;
mod components;
mod data;
mod document;
mod endings;
mod faults;
mod first_hour;
mod grants;
mod host_forms;
mod jobs;
mod languages;
mod lifecycle;
mod log;
mod manifests;
mod neighbours;
mod operator;
mod packages;
mod pages;
mod plugin_check;
mod redirects;
mod score;
mod upgrades;
mod writing;
