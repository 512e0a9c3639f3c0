use crate::Fields;

/// A job to be put into the queue: see [`Call::enqueue`](crate::Call::enqueue).
///
/// ```
/// use veillee_sdk::NewJob;
///
/// // In an hour, and once, however often it is asked for until then.
/// let job = NewJob {
///     name: "remind".into(),
///     about: "4f1c".into(),
///     input: b"the walk of Sunday".to_vec(),
///     delay_ms: 60 * 60 * 1000,
///     key: Some("remind".into()),
/// };
/// assert!(job.input.len() <= 64 * 1024);
/// ```
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

/// A job whose turn it is; see [`Service::run`](crate::Service::run).
///
/// ```
/// use veillee_sdk::Job;
///
/// let job = Job { name: "tidy".into(), about: "4f1c".into(), input: Vec::new(), attempt: 1 };
/// assert!(job.attempt == 1, "the first time");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// As declared in `plugin.toml`.
    pub name: String,
    /// The object it is about.
    pub about: String,
    /// As it was put into the queue.
    pub input: Vec<u8>,
    /// Counts from 1.
    pub attempt: u32,
}

/// What becomes of a job.
///
/// ```
/// use veillee_sdk::{Error, Verdict};
///
/// fn verdict(outcome: Result<(), Error>) -> Verdict {
///     match outcome {
///         Ok(()) => Verdict::Done,
///         Err(Error::RateLimited(after_ms)) => Verdict::RetryAfterMs(after_ms),
///         Err(error) => Verdict::GiveUp(error.to_string()),
///     }
/// }
///
/// assert_eq!(verdict(Err(Error::RateLimited(2_000))), Verdict::RetryAfterMs(2_000));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is done, and forgotten.
    Done,
    /// Once more, not before so many milliseconds.
    RetryAfterMs(u64),
    /// Never again; the operator reads this sentence.
    GiveUp(String),
}

/// Something that happened to an object of the plugin; see [`Service::on`](crate::Service::on).
///
/// ```
/// use veillee_sdk::Event;
///
/// let data = vec![("version".to_owned(), 1.into())];
/// let event = Event { kind: "photo.created".into(), about: "4f1c".into(), data, sequence: 1 };
/// assert_eq!(event.kind.split_once('.'), Some(("photo", "created")));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Such as `photo.created`.
    pub kind: String,
    /// The object's id.
    pub about: String,
    /// `version` (integer), and for `attached` `blob` (text).
    pub data: Fields,
    /// Counts up by one for each object.
    pub sequence: u64,
}
