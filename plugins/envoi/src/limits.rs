//! Every number of this service.

/// As `max-chars` in `plugin.toml`.
pub(crate) const TITLE_MAX_CHARS: usize = 200;
pub(crate) const MESSAGE_MAX_CHARS: usize = 2_000;
pub(crate) const NAME_MAX_CHARS: usize = 200;
pub(crate) const WHO_MAX_CHARS: usize = 80;

/// How long a transfer or a box lasts when nobody says otherwise, and at the most.
pub(crate) const ENDS_DAYS: i64 = 14;
pub(crate) const ENDS_DAYS_MAX: i64 = 90;
/// What ended is listed for so long.
pub(crate) const ENDED_DAYS_KEPT: i64 = 30;

pub(crate) const TRANSFERS_PER_PAGE: u32 = 24;
/// A page of files can be ticked and fetched in one address, which takes 64 fields.
pub(crate) const FILES_PER_PAGE: u32 = 60;
/// A page of a list that nobody looks at.
pub(crate) const FILES_PER_READING: u32 = 200;
/// Each file is two changes, and a change-set holds 500.
pub(crate) const FILES_PER_CHANGE_SET: usize = 240;

/// What a box takes when nobody says otherwise, and at the most.
pub(crate) const BOX_FILES: i64 = 100;
pub(crate) const BOX_FILES_MAX: i64 = 10_000;
pub(crate) const BOX_GIGABYTES: i64 = 10;
pub(crate) const BOX_GIGABYTES_MAX: i64 = 1_000;
pub(crate) const GIGABYTE_BYTES: i64 = 1_000_000_000;
/// Tries to count a deposit while others put theirs.
pub(crate) const COUNT_TRIES: u32 = 8;

/// The host puts a job off by 30 days at most: a later end is looked at again then.
pub(crate) const JOB_DELAY_MS_MAX: u64 = 30 * 24 * 60 * 60 * 1_000;
