use crate::{
    Caller, ChangeSet, Choice, Door, Error, Language, NewJob, Object, QueryBuilder, Receipt, Request, Row, Time,
};

/// One request being answered: the request itself and everything the host does for it.
///
/// What it hands out of the request lives as long as the request, so it can be kept while the call is used further.
///
/// ```
/// use veillee_sdk::{Call, Request, testing::MemoryDoor};
///
/// let (request, mut door) = (Request::get("/4f1c").with_query("after", "c1"), MemoryDoor::new().display_name("Zoé"));
/// let call = Call::new("album", &request, &mut door);
/// assert_eq!((call.service(), call.request().method.as_str()), ("album", "GET"));
/// assert_eq!((call.segments(), call.query_field("after")), (vec!["4f1c"], Some("c1")));
/// assert_eq!(call.caller().display_name.as_deref(), Some("Zoé"));
/// ```
pub struct Call<'call> {
    service: &'static str,
    request: &'call Request,
    caller: Caller,
    door: &'call mut (dyn Door + 'call),
}

impl<'call> Call<'call> {
    /// A call of the service with this name. Asks the door once who the caller is.
    pub fn new(service: &'static str, request: &'call Request, door: &'call mut (dyn Door + 'call)) -> Self {
        Self { service, request, caller: door.caller(), door }
    }

    /// The request.
    pub fn request(&self) -> &'call Request {
        self.request
    }

    /// The parts of the path between slashes; see [`Request::segments`].
    pub fn segments(&self) -> Vec<&'call str> {
        self.request.segments()
    }

    /// The first query field of this name.
    pub fn query_field(&self, name: &str) -> Option<&'call str> {
        self.request.query_field(name)
    }

    /// The first form field of this name.
    pub fn form_field(&self, name: &str) -> Option<&'call str> {
        self.request.form_field(name)
    }

    /// What was chosen in the host control of this name.
    pub fn choice(&self, name: &str) -> Option<&'call Choice> {
        self.request.choice(name)
    }

    /// Who is asking.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The text in the caller's language: French, or English for everyone else.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// let (request, mut door) = (Request::get("/"), MemoryDoor::new().locale("en"));
    /// let call = Call::new("album", &request, &mut door);
    /// assert_eq!(call.say("Nouvel album", "New album"), "New album");
    /// assert_eq!(call.path("/4f1c"), "/album/4f1c");
    /// ```
    pub fn say<'text>(&self, french: &'text str, english: &'text str) -> &'text str {
        match self.language() {
            Language::French => french,
            Language::English => english,
        }
    }

    /// The caller's language: French, or English for everyone else.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Language, Request, testing::MemoryDoor};
    /// let (request, mut door) = (Request::get("/"), MemoryDoor::new().locale("fr"));
    /// assert_eq!(Call::new("album", &request, &mut door).language(), Language::French);
    /// ```
    pub fn language(&self) -> Language {
        if self.caller.locale == "fr" { Language::French } else { Language::English }
    }

    /// The service's name, as in `plugin.toml`.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// The address of a page of this service, for links and forms: `/ID` becomes `/NAME/ID`. [`Response::see_other`]
    /// takes the path without it.
    ///
    /// [`Response::see_other`]: crate::Response::see_other
    pub fn path(&self, path: &str) -> String {
        format!("/{}{path}", self.service)
    }

    /// The address of a page of this service with query fields, which are percent-encoded (RFC 3986, 2.1).
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
    /// # let call = Call::new("album", &request, &mut door);
    /// assert_eq!(call.link("/", &[("words", "été & co")]), "/album/?words=%C3%A9t%C3%A9%20%26%20co");
    /// ```
    pub fn link(&self, path: &str, query: &[(&str, &str)]) -> String {
        let mut link = self.path(path);
        for (place, (name, value)) in query.iter().enumerate() {
            link.push(if place == 0 { '?' } else { '&' });
            percent_encode(name, &mut link);
            link.push('=');
            percent_encode(value, &mut link);
        }
        link
    }

    /// One object with these fields or system columns, at most 32. Errors: `NotFound`, `Invalid`.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
    /// # let id = door.insert("album", None, [("title", "Summer".into())]);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// let row = call.get(&id, &["title", "@mine"])?;
    /// assert_eq!((row.text(0), row.boolean(1)), ("Summer", true));
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn get(&mut self, id: &str, select: &[&str]) -> Result<Row, Error> {
        self.door.get(id, select)
    }

    /// One object as a struct; see [`Object`]. Errors: `NotFound`, `Invalid`; `Other` when the row does not fit the struct.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Error, Object, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
    /// # let id = door.insert("album", None, [("title", "Summer".into())]);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// #[derive(Object)]
    /// #[object(collection = "album")]
    /// struct Album {
    ///     title: String,
    /// }
    ///
    /// assert_eq!(call.object::<Album>(&id)?.title, "Summer");
    /// assert_eq!(call.object::<Album>("unknown").err(), Some(Error::NotFound));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn object<T: Object>(&mut self, id: &str) -> Result<T, Error> {
        T::from_row(self.door.get(id, T::SELECT)?)
    }

    /// A list of objects of this collection; see [`QueryBuilder`].
    pub fn query(&mut self, collection: &str) -> QueryBuilder<'_> {
        QueryBuilder::new(self.door, collection)
    }

    /// A list of objects as structs; see [`Object`].
    ///
    /// ```
    /// # use veillee_sdk::{Call, Object, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
    /// # let album = door.insert("album", None, []);
    /// # door.insert("photo", Some(&album), [("title", "Lake".into()), ("position", 1.into())]);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// #[derive(Object)]
    /// #[object(collection = "photo")]
    /// struct Photo {
    ///     id: String,
    ///     title: Option<String>,
    /// }
    ///
    /// let page = call.objects::<Photo>().under(&album).order("position").run(None, 100)?;
    /// assert_eq!(page.rows[0].title.as_deref(), Some("Lake"));
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn objects<T: Object>(&mut self) -> QueryBuilder<'_, T> {
        QueryBuilder::new(self.door, T::COLLECTION).select(T::SELECT.iter().copied())
    }

    /// Changes that happen together or not at all; see [`ChangeSet`].
    pub fn change_set(&mut self) -> ChangeSet<'_> {
        ChangeSet::new(self.door)
    }

    /// May the caller do this? `read`, `create` (anything in this object; `create:photo` one collection of them), `update`, `delete`, `move`, `share` or `count`. To draw
    /// or hide a button; never the check itself. An error of the host counts as no.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new().deny("delete"));
    /// # let id = door.insert("album", None, []);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// assert!(call.may(&id, "update") && !call.may(&id, "delete"));
    /// assert!(!call.may("unknown", "read"));
    /// ```
    pub fn may(&mut self, id: &str, action: &str) -> bool {
        self.door.may(id, action).unwrap_or(false)
    }

    /// May the caller make an object of this collection at the top? An error of the host counts as no.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new().deny("top"));
    /// # let mut call = Call::new("album", &request, &mut door);
    /// assert!(!call.may_create("album"), "no button to make one");
    /// ```
    pub fn may_create(&mut self, collection: &str) -> bool {
        self.door.may_create(collection).unwrap_or(false)
    }

    /// "Who can see this?" in one sentence, in the caller's language. Errors: `NotFound`.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
    /// # let id = door.insert("album", None, []);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// assert_eq!(call.sentence(&id)?, "Only you can see this.");
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn sentence(&mut self, id: &str) -> Result<String, Error> {
        self.door.sentence(id)
    }

    /// Who got the bytes of an object and of what lies directly in it, the latest first; see [`Receipt`]. Errors: `NotFound`;
    /// `Denied`, to whoever may not share the object.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Receipt, Request, Time, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
    /// # let id = door.insert("transfer", None, []);
    /// # door.receipts.push(Receipt { object: id.clone(), blob: "file".into(), who: "Zoé".into(), at: Time::from_ms(0), times: 1 });
    /// # let mut call = Call::new("envoi", &request, &mut door);
    /// assert_eq!(call.receipts(&id)?[0].who, "Zoé");
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn receipts(&mut self, id: &str) -> Result<Vec<Receipt>, Error> {
        self.door.receipts(id)
    }

    /// The moment of this call, by the host's clock.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, Time, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new().at(Time::from_ms(60_000)));
    /// # let mut call = Call::new("envoi", &request, &mut door);
    /// assert_eq!(call.now().ms(), 60_000);
    /// ```
    pub fn now(&mut self) -> Time {
        self.door.now()
    }

    /// Puts a job of the manifest into the queue; see [`Door::enqueue`]. It runs later, at least once, for this caller, with
    /// the rights they have then, on its object and what lies in it.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Error, Job, NewJob, Request, Response, Service, Verdict, testing::MemoryDoor};
    /// struct Tidy;
    ///
    /// impl Service for Tidy {
    ///     const NAME: &'static str = "tidy";
    ///     # const CAPABILITIES: &'static [veillee_sdk::Capability] = &[];
    ///
    ///     fn post(&self, call: &mut Call<'_>) -> Result<Response, Error> {
    ///         let about = call.form_field("album").unwrap_or_default().to_owned();
    ///         // The key: pressed twice, it is done once.
    ///         let key = Some("tidy".to_owned());
    ///         call.enqueue(&NewJob { name: "tidy".into(), about, input: Vec::new(), delay_ms: 0, key })?;
    ///         Ok(Response::see_other("/"))
    ///     }
    ///
    ///     fn run(&self, call: &mut Call<'_>, job: &Job) -> Verdict {
    ///         let mut changes = call.change_set();
    ///         changes.update(&job.about, [("tidy", true.into())]);
    ///         match changes.commit() {
    ///             Ok(_) => Verdict::Done,
    ///             Err(Error::Conflict) => Verdict::RetryAfterMs(1_000),
    ///             Err(error) => Verdict::GiveUp(error.to_string()),
    ///         }
    ///     }
    /// }
    ///
    /// let mut door = MemoryDoor::new();
    /// let album = door.insert("album", None, [("tidy", false.into())]);
    /// door.answer(&Tidy, &Request::post("/").with_form("album", &album))?;
    /// assert_eq!(door.run_next(&Tidy), Some(Verdict::Done));
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn enqueue(&mut self, job: &NewJob) -> Result<(), Error> {
        self.door.enqueue(job)
    }

    /// Takes a waiting job with this key back; whether there was one.
    ///
    /// ```
    /// # use veillee_sdk::{Call, NewJob, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
    /// # let about = door.insert("album", None, []);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// let key = Some("remind".to_owned());
    /// call.enqueue(&NewJob { name: "remind".into(), about: about.clone(), input: Vec::new(), delay_ms: 60_000, key })?;
    /// assert!(call.cancel("remind", &about, "remind")?);
    /// assert!(!call.cancel("remind", &about, "remind")?, "none waits any more");
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn cancel(&mut self, name: &str, about: &str, key: &str) -> Result<bool, Error> {
        self.door.cancel(name, about, key)
    }

    /// How far the running job is: `done` of `total` (0: unknown), with a word for people.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
    /// # let mut call = Call::new("album", &request, &mut door);
    /// call.progress(3, 12, "photos");
    /// assert_eq!(door.progress, [(3, 12, "photos".to_owned())]);
    /// ```
    pub fn progress(&mut self, done: u32, total: u32, word: &str) {
        self.door.progress(done, total, word);
    }

    /// One line for the operator; see [`Door::log`]. Do not write personal data.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
    /// # let mut call = Call::new("album", &request, &mut door);
    /// call.log("warn", "an album without a cover");
    /// assert_eq!(door.lines, [("warn".to_owned(), "an album without a cover".to_owned())]);
    /// ```
    pub fn log(&mut self, level: &str, message: &str) {
        self.door.log(level, message);
    }
}

/// Everything but the unreserved characters (RFC 3986, 2.3).
fn percent_encode(text: &str, into: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push(char::from(DIGITS[usize::from(byte >> 4)]));
            into.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}
