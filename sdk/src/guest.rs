//! The sandbox's side: the world's bindings, and the door made of the host's imports.

mod changes;
mod convert;

use std::marker::PhantomData;

use bindings::exports::veillee::{jobs::run, web::web};
use bindings::veillee::{caller::caller, jobs::queue, log::log, objects::read, objects::write, sharing::sharing};
use bindings::veillee::{types::choices, types::types};
use changes::{Made, NEW_ID, give_change};
use convert::{give_error, give_query, give_response, take_error, take_request, take_row, take_value};

use crate::{
    Caller, Capability, Change, Door, Error, Event, Job, NewJob, Page, Query, Receipt, Row, Service, Time, Touched,
    Verdict,
};

/// The world as generated from `wit/`. A service needs none of it; it is open for what the SDK does not wrap yet.
#[expect(warnings, missing_docs, clippy::all, clippy::pedantic, unsafe_code, reason = "generated")]
pub mod bindings {
    wit_bindgen::generate!({
        path: "../wit",
        world: "veillee:service/worker",
        generate_all,
        pub_export_macro: true,
        export_macro_name: "export_world",
        default_bindings_module: "veillee_sdk::guest::bindings",
    });
}

/// The export of a service with a check of its own; see [`export_rules!`](crate::export_rules).
#[expect(warnings, missing_docs, clippy::all, clippy::pedantic, unsafe_code, reason = "generated")]
pub mod checker {
    wit_bindgen::generate!({
        path: "../wit",
        world: "veillee:service/checker",
        with: { "veillee:types/types@0.1.0": crate::guest::bindings::veillee::types::types },
        pub_export_macro: true,
        export_macro_name: "export_checker",
        default_bindings_module: "veillee_sdk::guest::checker",
    });
}

/// What says of a change whether it may be: the collection, the fields before and after.
type Check = fn(&str, Option<&[(String, crate::Value)]>, &[(String, crate::Value)]) -> Result<(), String>;

/// Lets a service check a change. Called by [`export_rules!`](crate::export_rules).
pub fn check(
    check: Check,
    collection: &str,
    before: Option<Vec<(String, types::Value)>>,
    after: Vec<(String, types::Value)>,
) -> Result<(), String> {
    let take = |fields: Vec<(String, types::Value)>| -> Vec<(String, crate::Value)> {
        fields.into_iter().map(|(name, value)| (name, take_value(value))).collect()
    };
    check(collection, before.map(take).as_deref(), &take(after))
}

/// Lets a service answer the export `web`. Called by [`export!`](crate::export).
pub fn handle<S: Service>(service: &S, request: web::Request) -> Result<web::Response, types::Error> {
    let (request, choices) = take_request(request);
    let mut door = GuestDoor::<S>::new(choices);
    match crate::answer(service, &request, &mut door) {
        Ok(response) => Ok(give_response(response)),
        Err(error) => Err(give_error(error)),
    }
}

/// Lets a service run a job. Called by [`export!`](crate::export).
pub fn run<S: Service>(service: &S, name: String, about: String, input: Vec<u8>, attempt: u32) -> run::Verdict {
    let job = Job { name, about, input, attempt };
    match crate::run(service, &job, &mut GuestDoor::<S>::new(Vec::new())) {
        Verdict::Done => run::Verdict::Done,
        Verdict::RetryAfterMs(after_ms) => run::Verdict::RetryAfterMs(after_ms),
        Verdict::GiveUp(sentence) => run::Verdict::GiveUp(sentence),
    }
}

/// Lets a service hear an event. Called by [`export!`](crate::export).
pub fn hear<S: Service>(
    service: &S,
    kind: String,
    about: String,
    data: Vec<(String, types::Value)>,
    sequence: u64,
) -> Result<(), String> {
    let data = data.into_iter().map(|(name, value)| (name, take_value(value))).collect();
    let event = Event { kind, about, data, sequence };
    crate::hear(service, &event, &mut GuestDoor::<S>::new(Vec::new()))
}

/// The host's imports as a door. Parts of it that the service does not name as capabilities vanish with their imports.
struct GuestDoor<S> {
    choices: Vec<choices::Choice>,
    new_ids: u32,
    service: PhantomData<S>,
}

impl<S: Service> GuestDoor<S> {
    const READ: bool = Capability::ObjectsRead.is_in(S::CAPABILITIES);
    const WRITE: bool = Capability::ObjectsWrite.is_in(S::CAPABILITIES);
    const SHARING: bool = Capability::Sharing.is_in(S::CAPABILITIES);
    const CALLER: bool = Capability::Caller.is_in(S::CAPABILITIES);
    const LOG: bool = Capability::Log.is_in(S::CAPABILITIES);
    const QUEUE: bool = Capability::JobsQueue.is_in(S::CAPABILITIES);

    fn new(choices: Vec<choices::Choice>) -> Self {
        Self { choices, new_ids: 0, service: PhantomData }
    }
}

impl<S: Service> Door for GuestDoor<S> {
    fn get(&mut self, id: &str, select: &[&str]) -> Result<Row, Error> {
        if !Self::READ {
            return Err(Error::Denied);
        }
        let select: Vec<String> = select.iter().map(|&name| name.to_owned()).collect();
        read::get(id, &select).map(take_row).map_err(take_error)
    }

    fn run(&mut self, query: &Query, after: Option<&str>, limit: u32) -> Result<Page, Error> {
        if !Self::READ {
            return Err(Error::Denied);
        }
        let page = give_query(query).run(after, limit).map_err(take_error)?;
        Ok(Page { rows: page.rows.into_iter().map(take_row).collect(), next: page.next })
    }

    fn count(&mut self, query: &Query, up_to: u32) -> Result<u32, Error> {
        if !Self::READ {
            return Err(Error::Denied);
        }
        give_query(query).count(up_to).map_err(take_error)
    }

    fn may(&mut self, id: &str, action: &str) -> Result<bool, Error> {
        if Self::READ { read::may(id, action).map_err(take_error) } else { Err(Error::Denied) }
    }

    fn may_create(&mut self, collection: &str) -> Result<bool, Error> {
        if Self::READ { read::may_create(collection).map_err(take_error) } else { Err(Error::Denied) }
    }

    fn new_id(&mut self, _collection: &str) -> String {
        self.new_ids += 1;
        format!("{NEW_ID}{}", self.new_ids)
    }

    fn commit(&mut self, changes: &[Change]) -> Result<Vec<Touched>, Error> {
        if !Self::WRITE {
            return Err(Error::Denied);
        }
        let set = write::ChangeSet::new();
        let mut made = Made::default();
        for change in changes {
            give_change(&set, &mut made, &self.choices, change)?;
        }
        let touched = set.commit().map_err(take_error)?;
        Ok(touched.into_iter().map(|(id, version)| Touched { id, version }).collect())
    }

    fn sentence(&mut self, id: &str) -> Result<String, Error> {
        if Self::SHARING { sharing::sentence(id).map_err(take_error) } else { Err(Error::Denied) }
    }

    fn receipts(&mut self, id: &str) -> Result<Vec<Receipt>, Error> {
        if !Self::SHARING {
            return Err(Error::Denied);
        }
        let of_host = |receipt: sharing::Receipt| {
            let sharing::Receipt { object, blob, who, at_ms, times } = receipt;
            Receipt { object, blob, who, at: Time::from_ms(at_ms), times }
        };
        sharing::receipts(id).map(|all| all.into_iter().map(of_host).collect()).map_err(take_error)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "in the sandbox this is the host's clock, as it is handed to each call"
    )]
    fn now(&mut self) -> Time {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Time::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn enqueue(&mut self, job: &NewJob) -> Result<(), Error> {
        if !Self::QUEUE {
            return Err(Error::Denied);
        }
        queue::enqueue(&job.name, &job.about, &job.input, job.delay_ms, job.key.as_deref()).map_err(take_error)
    }

    fn cancel(&mut self, name: &str, about: &str, key: &str) -> Result<bool, Error> {
        if Self::QUEUE { queue::cancel(name, about, key).map_err(take_error) } else { Err(Error::Denied) }
    }

    fn progress(&mut self, done: u32, total: u32, word: &str) {
        if Self::QUEUE {
            queue::progress(done, total, word);
        }
    }

    fn caller(&mut self) -> Caller {
        if !Self::CALLER {
            return Caller::unknown();
        }
        Caller { kind: caller::kind(), display_name: caller::display_name(), locale: caller::locale() }
    }

    fn log(&mut self, level: &str, message: &str) {
        if Self::LOG {
            log::write(level, message);
        }
    }
}
