//! An in-memory host to test services with, natively.
//!
//! It keeps objects, lists them, and lets changes happen together or not at all. It does *not* know a manifest: it checks
//! no field, and it evaluates no rule. Instead a test says with [`MemoryDoor::deny`] what the caller may not do. What the
//! rules of a manifest allow is tested in the host.
//!
//! Hosts fail, and people run out of room: [`MemoryDoor::fail_next`] lets one call fail, [`with_every_fault`] each call of a
//! request in each way, [`MemoryDoor::room_bytes`] bounds what can be kept.

mod door;
mod fault;
mod list;
mod quota;
mod store;

pub use fault::{HostCall, every_error, with_every_fault};
pub use store::Object;

use crate::{Caller, Error, Event, File, Job, NewJob, Receipt, Request, Response, Service, Time, Value, Verdict};
use fault::Faults;
use store::Store;

/// A host that keeps everything in memory, for one caller who may do everything that is not denied.
///
/// ```
/// use veillee_sdk::testing::MemoryDoor;
/// use veillee_sdk::{Call, Error, Request, Response, Service, html};
///
/// struct Lake;
///
/// impl Service for Lake {
///     const NAME: &'static str = "lake";
///
///     fn get(&self, call: &mut Call<'_>) -> Result<Response, Error> {
///         let boats = call.query("boat").count(100)?;
///         Ok(Response::page("Lake", html!("<p>{}</p>", boats)))
///     }
/// }
///
/// let mut door = MemoryDoor::new().locale("fr").display_name("Zoé");
/// door.insert("boat", None, [("name", "Mouette".into())]);
/// let answer = door.answer(&Lake, &Request::get("/"));
/// assert!(matches!(answer, Ok(Response::Page { main, .. }) if main == "<p>1</p>"));
/// ```
#[derive(Debug)]
pub struct MemoryDoor {
    store: Store,
    caller: Caller,
    denied: Vec<String>,
    writable: bool,
    /// The sizes of the files of each choice of the request, in bytes.
    choices: Vec<Vec<u64>>,
    faults: Faults,
    room_bytes: Option<u64>,
    /// What the service logged: level and message.
    pub lines: Vec<(String, String)>,
    /// Jobs that wait; nothing runs them by itself.
    pub jobs: Vec<NewJob>,
    /// Who got bytes, for the service to be told: nothing here hands any out.
    pub receipts: Vec<Receipt>,
    now: Time,
    /// What a job said of how far it is.
    pub progress: Vec<(u32, u32, String)>,
}

impl Default for MemoryDoor {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryDoor {
    /// An empty host, for an unnamed account that reads English.
    pub fn new() -> Self {
        let caller = Caller { kind: "account".into(), display_name: None, locale: "en".into() };
        Self {
            store: Store::default(),
            caller,
            denied: Vec::new(),
            writable: true,
            choices: Vec::new(),
            faults: Faults::default(),
            room_bytes: None,
            lines: Vec::new(),
            jobs: Vec::new(),
            receipts: Vec::new(),
            now: Time::from_ms(0),
            progress: Vec::new(),
        }
    }

    /// The same host for a caller who reads this language.
    #[must_use]
    pub fn locale(mut self, locale: &str) -> Self {
        self.caller.locale = locale.into();
        self
    }

    /// The same host at this moment; without, it is the first of 1970.
    #[must_use]
    pub fn at(mut self, now: Time) -> Self {
        self.now = now;
        self
    }

    /// The same host for a caller of this kind: `visitor`, `guest` or `account`.
    ///
    /// ```
    /// use veillee_sdk::{Call, Request, testing::MemoryDoor};
    ///
    /// let (request, mut door) = (Request::get("/"), MemoryDoor::new().kind("guest"));
    /// assert_eq!(Call::new("album", &request, &mut door).caller().kind, "guest");
    /// ```
    #[must_use]
    pub fn kind(mut self, kind: &str) -> Self {
        self.caller.kind = kind.into();
        self
    }

    /// The same host for a caller of this name.
    #[must_use]
    pub fn display_name(mut self, name: &str) -> Self {
        self.caller.display_name = Some(name.into());
        self
    }

    /// The same host for a caller who may not do this (an action of [`Call::may`](crate::Call::may), or `top`), on any
    /// object.
    ///
    /// ```
    /// use veillee_sdk::{Call, Request, testing::MemoryDoor};
    ///
    /// let (request, mut door) = (Request::get("/"), MemoryDoor::new().deny("top"));
    /// assert!(!Call::new("album", &request, &mut door).may_create("album"));
    /// ```
    #[must_use]
    pub fn deny(mut self, action: &str) -> Self {
        self.denied.push(action.into());
        self
    }

    /// Puts an object in, as if the caller had made it; returns its id.
    pub fn insert<'n>(
        &mut self,
        collection: &str,
        parent: Option<&str>,
        fields: impl IntoIterator<Item = (&'n str, Value)>,
    ) -> String {
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let id = self.store.next_id();
        self.store.insert(id.clone(), collection, parent.map(str::to_owned), fields);
        id
    }

    /// Tells the host which request is being answered: while it is a GET nothing can be written, and its files are
    /// those that can be attached. [`answer`](Self::answer) does it.
    pub fn begin(&mut self, request: &Request) {
        let sizes = |files: &[File]| files.iter().map(|file| file.size_bytes).collect();
        self.writable = request.method == "POST";
        self.choices = request.choices.iter().map(|choice| sizes(&choice.files)).collect();
    }

    /// Lets a service answer a request.
    pub fn answer<S: Service>(&mut self, service: &S, request: &Request) -> Result<Response, Error> {
        self.begin(request);
        crate::answer(service, request, self)
    }

    /// Lets a service run the first waiting job, once; none when no job waits.
    pub fn run_next<S: Service>(&mut self, service: &S) -> Option<Verdict> {
        if self.jobs.is_empty() {
            return None;
        }
        let NewJob { name, about, input, .. } = self.jobs.remove(0);
        (self.writable, self.choices) = (true, Vec::new());
        Some(crate::run(service, &Job { name, about, input, attempt: 1 }, self))
    }

    /// Tells a service an event.
    ///
    /// ```
    /// use veillee_sdk::{Call, Event, Service, testing::MemoryDoor};
    ///
    /// struct Album;
    ///
    /// impl Service for Album {
    ///     const NAME: &'static str = "album";
    ///
    ///     fn on(&self, call: &mut Call<'_>, event: &Event) -> Result<(), String> {
    ///         let mut changes = call.change_set();
    ///         changes.add(&event.about, "seen", 1);
    ///         changes.commit().map(drop).map_err(|error| error.to_string())
    ///     }
    /// }
    ///
    /// let mut door = MemoryDoor::new();
    /// let about = door.insert("photo", None, [("seen", 0.into())]);
    /// let event = Event { kind: "photo.created".into(), about, data: Vec::new(), sequence: 1 };
    /// assert_eq!(door.tell(&Album, &event), Ok(()));
    /// assert_eq!(door.objects("photo")[0].value("seen"), 1.into());
    /// ```
    pub fn tell<S: Service>(&mut self, service: &S, event: &Event) -> Result<(), String> {
        (self.writable, self.choices) = (true, Vec::new());
        crate::hear(service, event, self)
    }

    /// The objects of a collection that are not in the trash, oldest first.
    pub fn objects(&self, collection: &str) -> Vec<&Object> {
        self.store.objects.iter().filter(|object| object.collection == collection && !object.trashed).collect()
    }

    fn allows(&self, action: &str) -> bool {
        !self.denied.iter().any(|denied| denied == action)
    }

    fn check(&self, action: &str) -> Result<(), Error> {
        if self.allows(action) { Ok(()) } else { Err(Error::Denied) }
    }
}
