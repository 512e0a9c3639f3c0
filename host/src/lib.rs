//! The host of Veillée.

pub mod limits;
pub mod storage;
pub mod views;
pub mod words;
