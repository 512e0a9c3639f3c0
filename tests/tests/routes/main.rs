//! The routes of the product, one file for each branch of their tree.
#![expect(clippy::expect_used, reason = "a test stops at what it does not expect")]

mod access_table;
mod account;
mod album;
mod api;
mod archives;
mod associations;
mod backups;
mod bytes;
mod callers;
mod console;
mod envoi;
mod factors;
mod forms;
mod front;
mod headers;
mod health;
mod joining;
mod ledger;
mod links;
mod mail;
mod offline;
mod quotas;
mod race;
mod renditions;
mod resets;
mod settings;
mod sharing;
mod start;
mod status;
mod story;
mod throttling;
mod tls;
mod trash;
mod tus;
mod uploads;
