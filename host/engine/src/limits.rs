//! Every number that bounds a guest, in one place.

use std::time::Duration;

/// The most that one stretch of a guest counts, some ticks of the epoch. A longer one is a machine that stood still, as a virtual
/// one does whose own host is busy, while the clocks of its threads went on; or one instruction on much memory, which pays
/// this much.
pub(crate) const STRETCH_MAX: Duration = Duration::from_millis(50);

/// Changes in one change-set.
pub const MAX_CHANGES: usize = 500;
/// Filters in one query.
pub const MAX_FILTERS: usize = 8;
/// Names in one `select`.
pub const MAX_SELECT_NAMES: usize = 32;
/// Values of one `any-of`.
pub const MAX_ANY_OF_VALUES: usize = 64;
/// Queries, change-sets, choices and WASI handles that one call may hold at a time.
pub const MAX_RESOURCES: usize = 256;
/// Component-model handles of any kind, those between the parts of a guest included.
pub const MAX_HANDLES: usize = 10_000;
/// Bytes that a guest may hand to the host in one host call, and in its answer before that is measured.
pub const MAX_HOST_CALL_BYTES: usize = 4 * 1024 * 1024;
/// Bytes that the queries and change-sets of one call may keep in the host.
pub const MAX_HELD_BYTES: usize = 8 * 1024 * 1024;
/// Random bytes for one request of the guest.
pub const MAX_RANDOM_BYTES: u64 = 64 * 1024;
/// Characters of one log line; the rest is cut.
pub const MAX_LOG_CHARS: usize = 1_000;
/// Characters of the sentence in an error that a guest returns; the rest is cut.
pub const MAX_ERROR_CHARS: usize = 300;
/// Characters of a failure's detail for the operator.
pub const MAX_DETAIL_CHARS: usize = 4_000;

/// What a job is given to remember.
pub const MAX_JOB_INPUT_BYTES: usize = 64 * 1024;
/// Characters of a job's name and of its key.
pub const MAX_JOB_KEY_CHARS: usize = 100;
/// Characters of the word that a running job shows.
pub const MAX_PROGRESS_CHARS: usize = 100;
/// Entries of one archive, and characters of the path of each.
pub const MAX_ARCHIVE_ENTRIES: usize = 20_000;

/// A plugin's package.
pub const MAX_PACKAGE_BYTES: usize = 64 * 1024 * 1024;
pub const MAX_MANIFEST_BYTES: usize = 256 * 1024;
pub const MAX_API_BYTES: usize = 32;
pub const MAX_ASSETS: usize = 256;
pub const MAX_ASSET_BYTES: usize = 4 * 1024 * 1024;
pub const MAX_ASSET_NAME_BYTES: usize = 120;
/// Imports and exports of one component, each.
pub const MAX_EXTERNS: usize = 200;

/// What all guests of one engine share. Changing a number that shapes compiled code changes
/// [`Engine::compatibility`](crate::Engine::compatibility).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineLimits {
    /// Calls that run at the same moment; one more gets [`Failure::NoRoom`](crate::Failure::NoRoom).
    pub instances: u32,
    /// Linear memory of one instance can never exceed this; [`CallLimits::memory_bytes`] may be lower.
    pub memory_bytes: usize,
    /// Address space (not memory) kept for each memory of the pool; at least `memory_bytes` is taken. Only 4 GiB would
    /// spare guests their bounds checks; measured, that gained nothing here and asked for 800 GB of addresses.
    pub memory_reservation_bytes: u64,
    /// Entries of one table.
    pub table_elements: usize,
    /// Core modules, memories and tables that one component may be made of.
    pub core_instances: u32,
    pub memories: u32,
    pub tables: u32,
    /// Metadata of one component instance in the host's memory.
    pub instance_metadata_bytes: usize,
    /// Stack of one fiber; must exceed `wasm_stack_bytes`, the rest is for the host's own frames.
    pub fiber_stack_bytes: usize,
    /// Deeper recursion in a guest is [`Failure::StackOverflow`](crate::Failure::StackOverflow).
    pub wasm_stack_bytes: usize,
    /// The step of the clock that measures [`CallLimits::cpu`].
    pub tick: Duration,
}

impl Default for EngineLimits {
    fn default() -> Self {
        Self {
            instances: 96,
            memory_bytes: 64 * 1024 * 1024,
            memory_reservation_bytes: 64 * 1024 * 1024,
            table_elements: 20_000,
            // Python as componentize-py 0.25 builds it is 38, and one more for each function with text between its parts.
            core_instances: 64,
            memories: 4,
            tables: 16,
            instance_metadata_bytes: 1024 * 1024,
            fiber_stack_bytes: 2 * 1024 * 1024,
            wasm_stack_bytes: 512 * 1024,
            tick: Duration::from_millis(10),
        }
    }
}

impl EngineLimits {
    /// For codecs: few instances, each with room for a large picture, and addresses enough that no access to memory needs
    /// a check of bounds, which is where decoders spend their time.
    pub fn codec() -> Self {
        Self {
            instances: 10,
            memory_bytes: 256 * 1024 * 1024,
            memory_reservation_bytes: 4 * 1024 * 1024 * 1024,
            tick: Duration::from_millis(20),
            ..Self::default()
        }
    }
}

/// What one call may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallLimits {
    /// Time on a core of the guest's own code, in steps of [`EngineLimits::tick`].
    pub cpu: Duration,
    /// Time from start to answer, host calls included.
    pub wall: Duration,
    pub memory_bytes: usize,
    pub host_calls: u32,
    /// All text of the answer together.
    pub response_bytes: usize,
    /// Lines from `log` and from standard output together; the rest is counted.
    pub log_lines: u32,
}

impl CallLimits {
    /// Someone waits for a page.
    pub const fn web() -> Self {
        Self {
            cpu: Duration::from_millis(500),
            wall: Duration::from_secs(10),
            memory_bytes: 64 * 1024 * 1024,
            host_calls: 5_000,
            response_bytes: 1024 * 1024,
            log_lines: 50,
        }
    }

    /// A codec with one picture: 12 megapixels take about half a second, the largest that fit about ten.
    pub const fn codec() -> Self {
        Self {
            cpu: Duration::from_secs(30),
            wall: Duration::from_mins(2),
            memory_bytes: 256 * 1024 * 1024,
            host_calls: 0,
            response_bytes: 16 * 1024 * 1024,
            log_lines: 0,
        }
    }

    /// A change-set waits for it, and whoever else wants to write.
    pub const fn check() -> Self {
        Self {
            cpu: Duration::from_millis(100),
            wall: Duration::from_secs(2),
            memory_bytes: 64 * 1024 * 1024,
            host_calls: 100,
            response_bytes: 64 * 1024,
            log_lines: 0,
        }
    }

    /// Nobody waits: jobs and events.
    pub const fn job() -> Self {
        Self {
            cpu: Duration::from_secs(10),
            wall: Duration::from_mins(10),
            memory_bytes: 64 * 1024 * 1024,
            host_calls: 50_000,
            response_bytes: 64 * 1024,
            log_lines: 200,
        }
    }
}
