/// Clear bytes of one chunk: what a one-byte range reads and opens.
pub const CHUNK_BYTES: usize = 64 * 1024;

/// Most clear bytes of one segment. A running upload holds two segments: one being stored, one being filled.
pub const SEGMENT_BYTES: usize = 4 * 1024 * 1024;

/// Clear bytes that one step off the async threads seals or opens (below a quarter of a millisecond).
pub(crate) const BATCH_BYTES: usize = 256 * 1024;

/// Batches that a reading fetches at the same time.
pub(crate) const BATCHES_AHEAD: usize = 2;

/// Clear bytes that a reading fetches before they are asked for.
pub const READ_AHEAD_BYTES: usize = BATCH_BYTES * BATCHES_AHEAD;

/// Most clear bytes of a content that `Vault::read_small` returns.
pub const SMALL_CONTENT_BYTES: u64 = 256 * 1024;

/// Most clear bytes of a content that [`Writer::finish_inline`](crate::Writer::finish_inline) hands back instead of
/// storing: for so few bytes a file of its own costs two more syncs than a row that is committed anyway.
pub const INLINE_BYTES: usize = 16 * 1024;

/// Longest text that `open_small` looks at: a cookie or a cursor, not a document.
pub const SMALL_SEALED_CHARACTERS: usize = 16 * 1024;

/// Sealed bytes from which a segment is written past the cache of the system. Below, the copy costs little, and what is
/// small is often asked for at once.
pub(crate) const PAST_CACHE_BYTES: usize = 1024 * 1024;
