//! The host's side of each WIT interface, one file each.

mod caller;
pub(crate) mod choices;
mod log;
pub(crate) mod objects_read;
pub(crate) mod objects_write;
mod queue;
mod sharing;
mod weight;

use crate::bindings::veillee::types::types;
use crate::limits::MAX_HELD_BYTES;
use crate::state::State;
use crate::types::Error;

impl types::Host for State {}

fn invalid(sentence: String) -> Error {
    Error::Invalid(sentence)
}

fn held_too_much() -> Error {
    invalid(format!("queries and changes of one call may hold {MAX_HELD_BYTES} bytes together"))
}
