use super::MemoryDoor;
use crate::{Error, Request, Response, Service};

/// A host call that can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostCall {
    /// Reading one object.
    Get,
    /// Reading a page of a list.
    Run,
    /// Counting.
    Count,
    /// Asking what the caller may do.
    May,
    /// Making changes durable.
    Commit,
    /// Asking who can see an object.
    Sentence,
    /// Asking who got bytes.
    Receipts,
    /// Putting a job into the queue, or taking it back.
    Queue,
}

/// One of each kind of [`Error`].
///
/// ```
/// assert_eq!(veillee_sdk::testing::every_error().len(), 8);
/// ```
pub fn every_error() -> [Error; 8] {
    [
        Error::NotFound,
        Error::Denied,
        Error::Conflict,
        Error::Invalid("the input breaks a rule".into()),
        Error::QuotaExceeded,
        Error::RateLimited(1_000),
        Error::Unavailable("the database is away".into()),
        Error::Other("reference 4f1c".into()),
    ]
}

/// Faults that wait for their call, and the calls so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Faults {
    waiting: Vec<(HostCall, Error)>,
    /// The call of this number fails, whatever it is.
    at: Option<(usize, Error)>,
    calls: Vec<HostCall>,
}

impl Faults {
    pub(super) fn meet(&mut self, call: HostCall) -> Result<(), Error> {
        let number = self.calls.len();
        self.calls.push(call);
        if let Some((_, error)) = self.at.take_if(|(at, _)| *at == number) {
            return Err(error);
        }
        match self.waiting.iter().position(|(waiting, _)| *waiting == call) {
            Some(place) => Err(self.waiting.remove(place).1),
            None => Ok(()),
        }
    }
}

impl MemoryDoor {
    /// Lets the next call of this kind fail with this error, once. Nothing of a change-set that fails is kept.
    ///
    /// ```
    /// use veillee_sdk::testing::{HostCall, MemoryDoor};
    /// use veillee_sdk::{Call, Error, Request};
    ///
    /// let request = Request::get("/");
    /// let mut door = MemoryDoor::new().fail_next(HostCall::Count, Error::Unavailable("away".into()));
    /// let mut call = Call::new("album", &request, &mut door);
    /// assert_eq!(call.query("photo").count(10), Err(Error::Unavailable("away".into())));
    /// assert_eq!(call.query("photo").count(10), Ok(0));
    /// ```
    #[must_use]
    pub fn fail_next(mut self, call: HostCall, error: Error) -> Self {
        self.faults.waiting.push((call, error));
        self
    }

    /// The calls so far that can fail, in order.
    ///
    /// ```
    /// use veillee_sdk::testing::{HostCall, MemoryDoor};
    /// use veillee_sdk::{Call, Request};
    ///
    /// let (request, mut door) = (Request::get("/"), MemoryDoor::new());
    /// Call::new("album", &request, &mut door).query("photo").count(10)?;
    /// assert_eq!(door.host_calls(), [HostCall::Count]);
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn host_calls(&self) -> &[HostCall] {
        &self.faults.calls
    }
}

/// Answers a request once for every host call it makes and every kind of error, with that call failing so; `judge` looks at the
/// call, the error, the answer and the door afterwards. `door` makes each time the door as the request finds it.
///
/// ```
/// use veillee_sdk::testing::{MemoryDoor, with_every_fault};
/// use veillee_sdk::{Call, Error, Request, Response, Service};
///
/// struct Note;
///
/// impl Service for Note {
///     const NAME: &'static str = "note";
///
///     fn post(&self, call: &mut Call<'_>) -> Result<Response, Error> {
///         let mut changes = call.change_set();
///         changes.create("note", []);
///         changes.commit()?;
///         Ok(Response::see_other("/"))
///     }
/// }
///
/// let tried = with_every_fault(&Note, &Request::post("/"), MemoryDoor::new, |_, error, answer, door| {
///     assert_eq!(answer, &Err(error.clone()));
///     assert!(door.objects("note").is_empty(), "nothing is half done");
/// });
/// assert_eq!(tried, 8, "one call, eight kinds of error");
/// ```
pub fn with_every_fault<S: Service>(
    service: &S,
    request: &Request,
    door: impl Fn() -> MemoryDoor,
    mut judge: impl FnMut(HostCall, &Error, &Result<Response, Error>, &MemoryDoor),
) -> usize {
    let mut clean = door();
    // What it answers when all goes well is for other tests.
    let _ = clean.answer(service, request);
    let before = door().host_calls().len();
    let calls = &clean.host_calls()[before..];
    for (number, call) in calls.iter().enumerate() {
        for error in every_error() {
            let mut door = door();
            door.faults.at = Some((before + number, error.clone()));
            let answer = door.answer(service, request);
            judge(*call, &error, &answer, &door);
        }
    }
    calls.len() * every_error().len()
}
