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
mod headers;
mod health;
mod layers;
mod notice;
mod operator_listener;
mod pages;
mod placeholder;
mod plugin_pages;
mod progress;
mod recent;
mod respond;
mod router;
mod server;
mod site;
mod standing;
mod tus;
mod upload_target;
mod uploads;

pub use app::{App, AppParts};
pub use operator_listener::metrics_router;
pub use router::router;
pub use server::{serve, serve_operator};
pub use site::Site;
