//! The host of Veillée.

pub mod limits;
pub mod storage;
