//! HTTP: the routes of the product, and nothing that knows SQL.
//!
//! Start at [`router`]: one table of every route. A request passes [`layers`], which find its association and its caller;
//! then a handler of [`pages`], [`bytes`], or [`plugin_pages`].

mod app;
mod arrival;
mod assets;
mod bytes;
mod bytes_decision;
mod bytes_range;
mod elements;
mod error;
mod form_token;
mod forms;
mod headers;
mod layers;
mod notice;
mod pages;
mod plugin_pages;
mod progress;
mod respond;
mod router;
mod server;
mod site;
mod uploads;

pub use app::{App, AppParts};
pub use router::router;
pub use server::serve;
pub use site::Site;
