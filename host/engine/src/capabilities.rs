use async_trait::async_trait;

use crate::types::{CallerCard, Change, Error, NewJob, Page, Query, Receipt, Row};

/// What the host answers to a guest during **one** call.
///
/// The engine checks shapes (counts, sizes, the life of resources); the implementation checks grants and rights. It is
/// handed in with the call and handed back with [`Finished`](crate::Finished), after a trap too.
///
/// A method may be dropped at any await when the call's deadline passes: it must then have done all or nothing.
#[async_trait]
pub trait Capabilities: Send + 'static {
    /// One object the caller may see. `select` has at most [`MAX_SELECT_NAMES`](crate::limits::MAX_SELECT_NAMES) names.
    async fn get(&mut self, id: &str, select: &[String]) -> Result<Row, Error>;

    /// One page of a list. `limit` arrives as the guest gave it.
    async fn run(&mut self, query: &Query, after: Option<String>, limit: u32) -> Result<Page, Error>;

    /// How many objects the caller may count. `up_to` arrives as the guest gave it.
    async fn count(&mut self, query: &Query, up_to: u32) -> Result<u32, Error>;

    async fn may(&mut self, id: &str, action: &str) -> Result<bool, Error>;

    async fn may_create(&mut self, collection: &str) -> Result<bool, Error>;

    /// An unused id for an object that `commit` may create later. Nothing is checked or kept yet.
    fn new_id(&mut self, collection: &str) -> String;

    /// All or nothing; the objects touched with their new versions, in the order of the changes. At most
    /// [`MAX_CHANGES`](crate::limits::MAX_CHANGES) changes.
    async fn commit(&mut self, changes: Vec<Change>) -> Result<Vec<(String, u64)>, Error>;

    async fn sentence(&mut self, id: &str) -> Result<String, Error>;

    /// Who got the bytes of an object and of what lies directly in it.
    async fn receipts(&mut self, id: &str) -> Result<Vec<Receipt>, Error>;

    /// Puts a job into the queue.
    async fn enqueue(&mut self, job: NewJob) -> Result<(), Error>;

    /// Takes a waiting job with this key back; whether there was one.
    async fn cancel(&mut self, job: &str, about: &str, key: &str) -> Result<bool, Error>;

    /// How far the running job is; nothing outside of a job. `word` has at most
    /// [`MAX_PROGRESS_CHARS`](crate::limits::MAX_PROGRESS_CHARS).
    fn progress(&mut self, done: u32, total: u32, word: &str);

    fn caller(&self) -> CallerCard;

    /// One line for the operator, of at most [`MAX_LOG_CHARS`](crate::limits::MAX_LOG_CHARS) characters, control
    /// characters escaped. `level` is `error`, `warn`, `info` or `debug`. Called at most
    /// [`CallLimits::log_lines`](crate::CallLimits) times a call.
    fn log(&mut self, level: &str, message: &str);
}
