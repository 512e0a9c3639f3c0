//! Bytes at rest: sealed, immutable, unnamed.
//!
//! A *content* is what a blob holds: a list of [`Segment`]s and a [`ContentKey`]. The list and the wrapped key live in
//! the database of the association; this crate keeps nothing but segments, each one object of an `object_store` under an
//! opaque random id. What is read back is what was written, or an error: never other bytes.
//!
//! A segment is sealed in chunks of 64 KiB of clear bytes, so that a range costs what it covers, with AES-256-GCM in
//! the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its Nonce-Reuse
//! Misuse-Resistance", 2015): see [`sealed`] for the layout.
//!
//! Keys form a chain: [`MasterKey`] (a file outside of the data folder) wraps a [`WrappingKey`] (one per association)
//! wraps a [`ContentKey`] (one per content). Whoever deletes the wrapped content key has deleted the content; its
//! segments are removed later.

mod content_key;
mod draft;
mod envelope;
mod error;
mod filling;
mod folder;
mod key_file;
mod limits;
mod master_key;
mod past_cache;
mod plan;
mod progress;
mod read;
mod sealed;
mod segment;
mod small;
mod store;
mod store_error;
mod tally;
mod vault;
mod whole;
mod wrapping_key;
mod writer;

pub use content_key::ContentKey;
pub use error::{KeyFileError, OpenError, VaultError};
pub use limits::{
    CHUNK_BYTES, INLINE_BYTES, READ_AHEAD_BYTES, SEGMENT_BYTES, SMALL_CONTENT_BYTES, SMALL_SEALED_CHARACTERS,
};
pub use master_key::MasterKey;
pub use progress::Progress;
pub use read::Reading;
pub use segment::{ContentId, Segment, SegmentId, StoredSegment};
pub use vault::Vault;
pub use whole::open_segment;
pub use wrapping_key::WrappingKey;
pub use writer::{Writer, Written};

#[cfg(test)]
mod tests;
