//! Runs guests: the only crate that knows wasmtime.
//!
//! A plugin's bytes are first read without being run ([`inspect`]), then compiled in a child process
//! ([`Engine::compile`]), then loaded and pre-linked ([`Engine::load`]). Each [`Service::call`] is a fresh instance that
//! sees nothing but the [`Capabilities`] given with the call, within [`CallLimits`]. No type of wasmtime leaves this
//! crate, so that what changes often never recompiles it.

mod capabilities;
pub mod limits;
pub mod types;

pub use capabilities::Capabilities;
pub use limits::{CallLimits, EngineLimits};
