use crate::{Change, Error, NewJob, Page, Query, Row, Time, Touched};

/// What the host does for a service during one call. A service never holds it: it speaks to [`Call`](crate::Call).
///
/// In the sandbox it is the host's imports; natively, whoever runs a service implements it: a benchmark with the real
/// host functions, a test with [`testing::MemoryDoor`](crate::testing::MemoryDoor). Every answer is already filtered by
/// the rights of the caller; a refusal is an [`Error`], never a panic.
///
/// ```
/// use veillee_sdk::{Call, Door, Query, Request, testing::MemoryDoor};
///
/// fn albums(door: &mut dyn Door) -> u32 {
///     let query = Query { collection: "album".into(), ..Query::default() };
///     door.count(&query, 100).unwrap_or(0)
/// }
///
/// let mut door = MemoryDoor::new();
/// door.insert("album", None, []);
/// assert_eq!(albums(&mut door), 1);
/// // What a service is given.
/// let request = Request::get("/");
/// assert_eq!(Call::new("album", &request, &mut door).query("album").count(100), Ok(1));
/// ```
pub trait Door {
    /// One object as asked for. Errors: `NotFound`, `Invalid`. Cost: one indexed query.
    fn get(&mut self, id: &str, select: &[&str]) -> Result<Row, Error>;

    /// One page of at most `limit` rows (200 at the most), after the cursor `after`. Errors: `Invalid`. Cost: one query.
    fn run(&mut self, query: &Query, after: Option<&str>, limit: u32) -> Result<Page, Error>;

    /// How many objects the caller may count, exact below `up_to` (10,000 at the most). Cost: grows with the answer.
    fn count(&mut self, query: &Query, up_to: u32) -> Result<u32, Error>;

    /// May the caller do this? To draw or hide a button; never the check itself.
    fn may(&mut self, id: &str, action: &str) -> Result<bool, Error>;

    /// May the caller make an object of this collection at the top?
    fn may_create(&mut self, collection: &str) -> Result<bool, Error>;

    /// A name for an object that a change-set is about to make. It may be the object's id already, or only stand for it
    /// until [`commit`](Self::commit), as in the sandbox, where ids are the host's to give.
    fn new_id(&mut self, collection: &str) -> String;

    /// All changes together, in order, or none. Returns the objects touched, with their ids as the host knows them.
    /// Errors: that of the first change that fails; `Denied` while answering GET. Cost: one transaction.
    fn commit(&mut self, changes: &[Change]) -> Result<Vec<Touched>, Error>;

    /// "Who can see this?" in one sentence of plain text, in the caller's language. Errors: `NotFound`.
    fn sentence(&mut self, id: &str) -> Result<String, Error>;

    /// Who got the bytes of an object and of what lies directly in it, the latest first, 500 at most. Errors: `NotFound`;
    /// `Denied`, to whoever may not share the object.
    fn receipts(&mut self, id: &str) -> Result<Vec<Receipt>, Error>;

    /// The moment of this call, by the host's clock.
    fn now(&mut self) -> Time;

    /// Puts a job of the manifest into the queue. Errors: `NotFound`, `Invalid`, `QuotaExceeded`; `Denied` while answering
    /// GET. Cost: one transaction.
    fn enqueue(&mut self, job: &NewJob) -> Result<(), Error>;

    /// Takes a waiting job with this key back; whether there was one.
    fn cancel(&mut self, name: &str, about: &str, key: &str) -> Result<bool, Error>;

    /// How far the running job is: `done` of `total` (0: unknown), with a word for people. Nothing outside of a job.
    fn progress(&mut self, done: u32, total: u32, word: &str);

    /// Who is asking.
    fn caller(&mut self) -> Caller;

    /// One line for the operator: `error`, `warn`, `info` or `debug`, at most 1,000 characters, 50 lines a call.
    fn log(&mut self, level: &str, message: &str);
}

/// Who got the bytes of a blob whose manifest says `receipts = true`: one for each blob and whoever got it.
///
/// ```
/// use veillee_sdk::{Receipt, Time};
///
/// let receipt = Receipt { object: "4f1c".into(), blob: "file".into(), who: "Zoé".into(), at: Time::from_ms(0), times: 2 };
/// assert_eq!((receipt.who.as_str(), receipt.times), ("Zoé", 2));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The object that has the blob.
    pub object: String,
    /// The name of the blob.
    pub blob: String,
    /// The name of an account, a guest or a link; empty when there is none. Not unique.
    pub who: String,
    /// When its last byte left, the latest time.
    pub at: Time,
    /// How often it did.
    pub times: u32,
}

/// Who is asking. Never an id, an address, a cookie or a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// `visitor`, `guest` or `account`. The set is open.
    pub kind: String,
    /// The name the person gave, if any: at most 80 characters, not unique, not trusted.
    pub display_name: Option<String>,
    /// The language of the page: `fr` or `en`. The set is open.
    pub locale: String,
}

impl Caller {
    /// The caller as a service sees it that was not granted to know who asks.
    ///
    /// ```
    /// use veillee_sdk::Caller;
    ///
    /// let caller = Caller::unknown();
    /// assert_eq!((caller.kind.as_str(), caller.display_name), ("visitor", None));
    /// ```
    pub fn unknown() -> Self {
        Self { kind: "visitor".into(), display_name: None, locale: "fr".into() }
    }
}
