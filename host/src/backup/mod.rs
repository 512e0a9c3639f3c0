//! A copy of everything in one file, and the way back.
//!
//! The file is a tar archive inside an age file (age-encryption.org/v1), so that ordinary tools open it too:
//!
//! ```text
//! start.json                        format, version, time
//! master.key                        unless it was left out
//! packages/DIGEST.wasm              each installed package
//! databases/host/TABLE.json         what a table holds, then its rows in parts
//! databases/host/TABLE.00000000.jsonl
//! databases/ID/…                    the same for each association
//! segments/ID/list.00000000.jsonl   which segments follow, and what they are bound to
//! segments/ID/ab/abcdef…            one sealed segment
//! manifest.json                     sizes and BLAKE3 digests of each group, last
//! ```
//!
//! Rows come from one read transaction of each database, which also names the segments that are copied; segments never
//! change, and none is removed while the copy is made. Nothing holds up who writes meanwhile. Reading and writing take
//! constant memory.

mod archive;
mod check;
mod draft;
mod entry;
mod error;
mod import;
mod restore;
mod sums;
mod unpack;
mod write;

pub use archive::Lock;
pub use draft::Draft;
pub use error::BackupError;
pub use import::Newcomer;
pub use restore::{Report, Target, read};
pub use unpack::Unlock;
pub use write::{One, Source, Summary, write, write_one};

/// How far a backup or a restore has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Progress {
    pub associations: u64,
    pub rows: u64,
    pub segments: u64,
    pub bytes: u64,
}
