use std::path::PathBuf;

/// What goes wrong with stored bytes.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("the storage is full")]
    Full,
    #[error("a stored segment is missing")]
    Missing,
    /// The bytes are not those that were sealed for this content at this place: damage, a wrong key or a wrong list.
    #[error("stored bytes are damaged")]
    Damaged,
    #[error("bytes {start} to {end} lie outside of the {size_bytes} bytes of the content")]
    OutOfRange { start: u64, end: u64, size_bytes: u64 },
    #[error("a content of {size_bytes} bytes is too big to be read at once")]
    TooBig { size_bytes: u64 },
    /// The writer failed before; what it stored since the last checkpoint does not count.
    #[error("the writer has failed before")]
    Broken,
    #[error("the storage failed: {0}")]
    Io(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A sealed value that does not open: damaged, cut, sealed by another key, or bound to something else. Which of these is
/// not told, on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed value does not open")]
pub struct OpenError;

/// Why the file of the master key is refused.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("the key file {path} may be read by others than its owner (mode {mode:04o}): run chmod 600 on it")]
    Exposed { path: PathBuf, mode: u32 },
    #[error("the key file {path} does not hold a master key")]
    Malformed { path: PathBuf },
    #[error("the key file {path} does not exist")]
    Absent { path: PathBuf },
    #[error("the key file {path} cannot be used: {source}")]
    Io { path: PathBuf, source: std::io::Error },
}
