//! Every limit of the host, named with its unit. Limits of a guest's call stand in `veillee-engine`, of a page in
//! `veillee-page`.

/// How long a statement waits for a lock of the database.
pub const DATABASE_BUSY_MS: u64 = 5_000;
/// How long a request waits for a connection.
pub const DATABASE_WAIT_MS: u64 = 5_000;
pub const SQLITE_READERS: u32 = 4;
pub const POSTGRES_CONNECTIONS: u32 = 8;

/// Rows of one page of a query.
pub const QUERY_ROWS_MAX: u32 = 200;
/// Highest exact answer of a count.
pub const COUNT_MAX: u32 = 10_000;
/// Filters of one query; names of one `select`; values of one `any-of`; words of one search.
pub const QUERY_FILTERS_MAX: usize = 8;
pub const SELECT_MAX: usize = 32;
pub const ANY_OF_MAX: usize = 64;
pub const SEARCH_WORDS_MAX: usize = 8;
/// A cursor is good for one day.
pub const CURSOR_LIFE_MS: i64 = 24 * 60 * 60 * 1000;
/// Containers shared with the public beyond which a list scans newest-first instead of going through them.
pub const PUBLIC_CONTAINERS_NARROW_MAX: i64 = 500;

/// Changes of one change-set.
pub const CHANGES_MAX: usize = 500;
/// Characters of a text field, unless the manifest says less.
pub const TEXT_CHARS_MAX: usize = 100_000;
pub const TEXTS_MAX: usize = 64;
pub const FIELD_BYTES_MAX: usize = 64 * 1024;
/// Containers within containers.
pub const CONTAINER_DEPTH_MAX: usize = 16;
/// Rows of one step of a cascade.
pub const CASCADE_BATCH: usize = 512;

/// Collections of one association, and fields of one collection.
pub const COLLECTIONS_MAX: usize = 4_096;
pub const FIELDS_MAX: usize = 64;
/// The text of a manifest.
pub const MANIFEST_BYTES_MAX: usize = 64 * 1024;
/// Opened shares that one session speaks with.
pub const OPENED_SHARES_MAX: u32 = 64;
