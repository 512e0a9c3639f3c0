use crate::{Call, Door, Error, Event, Job, Request, Response, Routes, Verdict};

/// A service: what a plugin implements, then names in [`export!`](crate::export).
///
/// Each call meets a fresh instance: what a service keeps, it keeps in objects.
///
/// ```
/// use veillee_sdk::{Call, Capability, Error, Event, Request, Response, Service, hear, html, testing::MemoryDoor};
///
/// struct Walks;
///
/// impl Service for Walks {
///     const NAME: &'static str = "walks";
///     const CAPABILITIES: &'static [Capability] = &[Capability::ObjectsRead, Capability::Log];
///
///     fn get(&self, call: &mut Call<'_>) -> Result<Response, Error> {
///         let walks = call.query("walk").count(1_000)?;
///         Ok(Response::page("Walks", html!("<p>{}</p>", walks)))
///     }
///
///     fn on(&self, call: &mut Call<'_>, event: &Event) -> Result<(), String> {
///         call.log("info", &event.kind);
///         Ok(())
///     }
/// }
///
/// let mut door = MemoryDoor::new();
/// assert!(door.answer(&Walks, &Request::get("/")).is_ok());
/// let event = Event { kind: "walk.created".into(), about: "4f1c".into(), data: Vec::new(), sequence: 1 };
/// assert_eq!(hear(&Walks, &event, &mut door), Ok(()));
/// assert_eq!(door.lines.len(), 1);
/// ```
pub trait Service {
    /// The service's name, as in `plugin.toml`: its pages live under `/NAME/`.
    const NAME: &'static str;

    /// What the service may ask of the host, the same as under `[reasons]` in `plugin.toml`. What is left out is not
    /// imported at all: the host never asks the operator for it, and calls that need it say [`Error::Denied`].
    const CAPABILITIES: &'static [Capability] = &[Capability::Caller];

    /// Which function answers which address; see [`routes!`](crate::routes!). Without any, [`get`](Self::get) and
    /// [`post`](Self::post) answer all of them.
    const ROUTES: Routes = Routes::NONE;

    /// Answers one request: by [`ROUTES`](Self::ROUTES) when there are some, else by [`get`](Self::get) for a GET and
    /// [`post`](Self::post) for anything else.
    fn handle(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        if !Self::ROUTES.is_empty() {
            return Self::ROUTES.answer(call);
        }
        if call.request().method == "GET" { self.get(call) } else { self.post(call) }
    }

    /// Answers a GET. Whatever it tries to write is denied.
    fn get(&self, _call: &mut Call<'_>) -> Result<Response, Error> {
        Err(Error::NotFound)
    }

    /// Answers a POST: writes, then usually [`Response::see_other`].
    fn post(&self, _call: &mut Call<'_>) -> Result<Response, Error> {
        Err(Error::NotFound)
    }

    /// Runs a job that the manifest declares, or one turn of a schedule. It may run more than once.
    fn run(&self, _call: &mut Call<'_>, job: &Job) -> Verdict {
        Verdict::GiveUp(format!("the service does not know the job `{}`", job.name))
    }

    /// Hears an event that the manifest subscribes to. It may come more than once; an error brings it again later.
    fn on(&self, _call: &mut Call<'_>, _event: &Event) -> Result<(), String> {
        Ok(())
    }
}

/// An interface of the host that a plugin may import.
///
/// ```
/// use veillee_sdk::Capability;
///
/// const ASKED: &[Capability] = &[Capability::ObjectsRead, Capability::Caller];
/// assert_eq!(ASKED[0].key(), "objects-read");
/// assert!(!Capability::Log.is_in(ASKED));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// Reading objects: one, lists, counts, and what the caller may do.
    ObjectsRead,
    /// Change-sets.
    ObjectsWrite,
    /// Saying in a sentence who can see an object.
    Sharing,
    /// Without it the caller is an unnamed visitor who reads French.
    Caller,
    /// Putting jobs into the queue, and saying how far one is.
    JobsQueue,
    /// Lines for the operator.
    Log,
}

impl Capability {
    /// Its key under `[reasons]` in `plugin.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Self::ObjectsRead => "objects-read",
            Self::ObjectsWrite => "objects-write",
            Self::Sharing => "sharing",
            Self::Caller => "caller",
            Self::JobsQueue => "jobs-queue",
            Self::Log => "log",
        }
    }

    /// Whether it is in the list; known while compiling, so that the import of an unused capability disappears.
    pub const fn is_in(self, list: &[Self]) -> bool {
        let mut at = 0;
        while at < list.len() {
            if list[at] as u8 == self as u8 {
                return true;
            }
            at += 1;
        }
        false
    }
}

/// Lets a service answer one request behind a door. What the sandbox, tests and benchmarks call.
pub fn answer<S: Service>(service: &S, request: &Request, door: &mut dyn Door) -> Result<Response, Error> {
    service.handle(&mut Call::new(S::NAME, request, door))
}

/// Lets a service run one job behind a door.
pub fn run<S: Service>(service: &S, job: &Job, door: &mut dyn Door) -> Verdict {
    let nobody = Request::get("/");
    service.run(&mut Call::new(S::NAME, &nobody, door), job)
}

/// Lets a service hear one event behind a door.
pub fn hear<S: Service>(service: &S, event: &Event, door: &mut dyn Door) -> Result<(), String> {
    let nobody = Request::get("/");
    service.on(&mut Call::new(S::NAME, &nobody, door), event)
}
