use crate::Fields;

/// A job to be put into the queue: see [`Call::enqueue`](crate::Call::enqueue).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// As declared in `plugin.toml`.
    pub name: String,
    /// The object it is about: it runs with the rights that the caller has there then.
    pub about: String,
    /// Given back as it is, at most 64 KiB.
    pub input: Vec<u8>,
    /// Not before so many milliseconds from now.
    pub delay_ms: u64,
    /// Stands for one piece of work about the object: at most one job waits with it, and it is never worked on twice at a
    /// time.
    pub key: Option<String>,
}

/// A job whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub name: String,
    pub about: String,
    pub input: Vec<u8>,
    /// Counts from 1.
    pub attempt: u32,
}

/// What becomes of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Done,
    /// Once more, not before so many milliseconds.
    RetryAfterMs(u64),
    /// Never again; the operator reads this sentence.
    GiveUp(String),
}

/// Something that happened to an object of the plugin.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Such as `photo.created`.
    pub kind: String,
    pub about: String,
    pub data: Fields,
    /// Counts up by one for each object.
    pub sequence: u64,
}
