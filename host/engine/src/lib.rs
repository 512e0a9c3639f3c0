//! Runs guests: the only crate that knows wasmtime.
//!
//! A plugin's bytes are first read without being run ([`inspect()`]), then compiled in a child process
//! ([`Engine::compile`]), then loaded and pre-linked ([`Engine::load`]). Each [`Service::call`] is a fresh instance that
//! sees nothing but the [`Capabilities`] given with the call, within [`CallLimits`]. No type of wasmtime leaves this
//! crate, so that what changes often never recompiles it.

mod bindings;
mod capabilities;
mod codec;
mod config;
mod convert;
mod cpu_time;
mod engine;
mod failure;
mod guest_log;
mod imports;
mod inspect;
pub mod limits;
mod link;
mod memory;
mod pack;
mod refusal;
mod resources;
mod sections;
mod service;
mod signature;
mod state;
mod ticker;
pub mod types;
mod wasi;

pub use capabilities::Capabilities;
pub use codec::{Codec, CodecEngine, Edit, Judged, Made, PictureFacts, Wanted};
pub use engine::{Engine, EngineError};
pub use failure::Failure;
pub use imports::Offer;
pub use inspect::{Inspection, inspect, refused_imports};
pub use limits::{CallLimits, EngineLimits};
pub use pack::pack;
pub use refusal::Refusal;
pub use sections::API_VERSION;
pub use service::{Finished, Service, Usage};
pub use signature::{SIGNATURE_BYTES, Signed, append_signature, signature_of};
