//! Objects, blobs and shares, with the lock inside.

pub mod sql;
