//! What crosses the border between a guest and the host, as plain data.
//!
//! The meaning of every word is the WIT's (`wit/`); these types only repeat its shape, so that nothing outside this
//! crate knows wasmtime.

/// A value of a declared field. Times are `Integer`, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    None,
    Boolean(bool),
    Integer(i64),
    Real(f64),
    Text(String),
    Texts(Vec<String>),
    Bytes(Vec<u8>),
}

/// Why a capability call, or a guest's answer, did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("no such object, or the caller may not see it")]
    NotFound,
    #[error("the caller may not do this")]
    Denied,
    #[error("somebody else was faster, or a unique index already holds these values")]
    Conflict,
    /// One sentence for a developer, at most 300 characters.
    #[error("{0}")]
    Invalid(String),
    #[error("the owner of the tree has no room left")]
    QuotaExceeded,
    /// Milliseconds until the next try may succeed.
    #[error("too many calls, come back in {0} ms")]
    RateLimited(u64),
    #[error("{0}")]
    Unavailable(String),
    #[error("{0}")]
    Other(String),
}

/// Declared fields with their values.
pub type Fields = Vec<(String, Value)>;

/// What a change-set leaves of one object, for the plugin's own check. Both hold every declared field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    pub collection: String,
    /// None for an object that is made.
    pub before: Option<Fields>,
    pub after: Fields,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: String,
    /// Counts up by one with each change.
    pub version: u64,
    /// In the order of the query's `select`.
    pub values: Vec<Value>,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Page {
    pub rows: Vec<Row>,
    /// A sealed cursor; none at the end.
    pub next: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Query {
    pub collection: String,
    pub select: Vec<String>,
    /// Only objects that lie directly in this one.
    pub under: Option<String>,
    /// All must hold.
    pub filters: Vec<Filter>,
    pub search: Option<String>,
    pub order: Option<Order>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    Equals {
        field: String,
        value: Value,
    },
    /// Both ends included.
    Between {
        field: String,
        low: Value,
        high: Value,
    },
    AnyOf {
        field: String,
        values: Vec<Value>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub field: String,
    pub descending: bool,
}

/// One step of a change-set. All ids are the guest's words: nothing about them is checked yet, except that the id of
/// `Create` came from [`Capabilities::new_id`](crate::Capabilities::new_id).
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Create {
        id: String,
        collection: String,
        parent: Option<String>,
        fields: Fields,
    },
    Update {
        id: String,
        if_version: Option<u64>,
        fields: Fields,
    },
    Add {
        id: String,
        field: String,
        amount: i64,
    },
    /// `choice` is the place of the choice in [`Request::choices`], `index` the place of the file in that choice.
    Attach {
        id: String,
        blob: String,
        choice: usize,
        index: u32,
    },
    Detach {
        id: String,
        blob: String,
    },
    /// `id` gets the blob that `source` has.
    Copy {
        id: String,
        blob: String,
        source: String,
    },
    Move {
        id: String,
        parent: String,
    },
    Trash {
        id: String,
    },
    Restore {
        id: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Request {
    /// `GET` or `POST`.
    pub method: String,
    /// Inside the service, from `/`.
    pub path: String,
    pub query: Vec<(String, String)>,
    pub form: Vec<(String, String)>,
    /// By the name of the host control.
    pub choices: Vec<(String, Choice)>,
}

/// What a person chose in a host control.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Choice {
    /// Cleaned name and size in bytes.
    pub files: Vec<(String, u64)>,
    /// A word for the person, never an id.
    pub label: String,
}

/// A guest's answer, as it gave it: the host checks the page, the path or the object before it uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    Page { title: String, main: String, status: u16 },
    SeeOther(String),
    Blob { id: String, name: String, download: bool },
    Archive(Archive),
}

/// Many blobs as one ZIP file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    /// Of the file, without its extension.
    pub name: String,
    pub entries: Vec<ArchiveEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveEntry {
    pub object: String,
    pub blob: String,
    pub path: String,
}

/// A job that a guest puts into the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    pub job: String,
    pub about: String,
    /// At most [`MAX_JOB_INPUT_BYTES`](crate::limits::MAX_JOB_INPUT_BYTES).
    pub input: Vec<u8>,
    pub delay_ms: u64,
    pub key: Option<String>,
}

/// A job whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub job: String,
    pub about: String,
    pub input: Vec<u8>,
    /// Counts from 1.
    pub attempt: u32,
}

/// What becomes of a job, in the guest's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Done,
    RetryAfterMs(u64),
    /// A sentence for the operator.
    GiveUp(String),
}

/// Something that happened to an object of the plugin.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Such as `photo.created`.
    pub kind: String,
    pub about: String,
    pub data: Fields,
    /// Counts up by one for each object.
    pub sequence: u64,
}

/// What a guest may know of who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerCard {
    /// `visitor`, `guest` or `account`.
    pub kind: String,
    pub display_name: Option<String>,
    /// `fr` or `en`.
    pub locale: String,
}

/// Who got the bytes of a blob.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub object: String,
    pub blob: String,
    /// Empty: nobody knows.
    pub who: String,
    pub at_ms: i64,
    pub times: u32,
}
