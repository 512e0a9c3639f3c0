//! HTTP: the routes of the product, and nothing that knows SQL.
//!
//! Start at [`router`]: one table of every route. A request passes [`layers`], which find its association and its caller;
//! then a handler of [`pages`], [`bytes`], or [`plugin_pages`].

mod app;
pub mod archive;
mod arrival;
mod assets;
mod bytes;
mod bytes_clean;
mod bytes_decision;
mod bytes_head;
mod bytes_range;
mod counted;
mod counting;
mod elements;
mod error;
mod form_token;
mod forms;
mod handshake;
mod headers;
mod health;
mod holdings;
mod layers;
mod look;
mod notice;
mod offline;
mod operator_listener;
mod pages;
mod placeholder;
mod plain;
mod plugin_pages;
pub mod post;
mod progress;
mod reach;
mod receipts;
mod recent;
mod respond;
mod router;
mod server;
mod settings;
mod site;
mod sites;
mod standing;
mod tus;
mod undo;
mod upload_target;
mod uploads;
mod wire;

pub use app::{App, AppParts};
pub use operator_listener::metrics_router;
pub use plain::plain_router;
pub use reach::Reach;
pub use router::router;
pub use server::{Door, serve, serve_at, serve_operator};
pub use site::Site;
pub use wire::is_local;
