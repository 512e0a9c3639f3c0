//! Objects, blobs and shares, with the lock inside.
//!
//! The way in is an [`Association`]. Whoever wants one object asks [`objects::decide`] for a permit, or reads through
//! [`objects::get`], [`objects::run`] and [`objects::count`], which ask the same compiled rule; whoever writes commits a
//! change-set through [`objects::Writer`]; bytes are found by [`blobs::locate`]. Nothing outside this module holds SQL.

mod adoption;
pub mod association;
pub mod audit;
pub mod blobs;
pub mod downloads;
pub mod factors;
pub mod groups;
pub mod guests;
pub mod hosts;
pub mod ids;
pub mod jobs;
pub mod layout;
pub mod ledger;
pub mod link_passwords;
pub mod links;
pub mod objects;
pub mod outbox;
pub mod people;
pub mod pictures;
mod private;
pub mod quota;
mod receipts;
pub mod rights;
pub mod roles;
pub mod rules;
pub mod schema;
mod service_purge;
pub mod services;
pub mod settings;
pub mod shape;
pub mod shares;
pub mod snapshot;
pub mod sql;
pub mod uploads;

pub use association::{Association, Foundations, Moment};
pub use private::Inheritance;
