//! Bounds of a file that is opened, and the cost of trying a passphrase.

/// When a file is made: 2^N times 1 KiB of memory (scrypt, RFC 7914). A build for tests makes many files.
pub(crate) const SCRYPT_LOG_N: u8 = if cfg!(debug_assertions) { 12 } else { 17 };
/// The most that is done to open one.
pub(crate) const SCRYPT_LOG_N_MAX: u8 = 20;
/// A line of the header, and lines of it: longer ones are none of ours.
pub(crate) const HEADER_LINE_BYTES_MAX: u64 = 1_024;
pub(crate) const HEADER_LINES_MAX: usize = 128;
