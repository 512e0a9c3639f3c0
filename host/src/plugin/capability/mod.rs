//! One file for each WIT interface. Every function first asks for the operator's grant; the caller's right is asked by
//! storage, which has no other way in.

pub(super) mod caller;
mod errors;
pub(super) mod log;
pub(super) mod objects_read;
pub(super) mod objects_write;
pub(super) mod queue;
pub(super) mod sharing;
