//! Codecs: guests that turn bytes into facts and other bytes and can ask nobody for anything.
//!
//! They live in a pool of their own, with few and large instances, so that neither side can take the other's room. What
//! WASI a guest's language brings along is linked with constants: a codec is a function of its bytes alone.

mod bindings;
mod call;
mod pool;
mod state;
mod still;
mod types;

pub use call::{Codec, Judged};
pub use pool::CodecEngine;
pub use types::{Edit, Made, PictureFacts, Wanted};
