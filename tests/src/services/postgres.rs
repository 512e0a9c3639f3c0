use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{not_run, variable};

/// The server that all tests of a run share. Each test keeps to a schema of its own.
pub struct Postgres {
    /// `postgres://user:password@host:port/database`; the user may create schemas.
    pub url: String,
}

/// The running PostgreSQL, or `None` (then the test is written down as not run).
pub fn postgres() -> Option<Postgres> {
    let url = variable("VEILLEE_TEST_POSTGRES");
    if url.is_none() {
        not_run("PostgreSQL is not running");
    }
    url.map(|url| Postgres { url })
}

impl Postgres {
    /// A schema name that no other test of this run uses. The schema is not created.
    pub fn unused_schema(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        format!("test_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
    }
}
