//! The album outside of the sandbox: the same crate, behind the same functions of the host.

use album::Album;
use async_trait::async_trait;
use tokio::runtime::Handle;
use veillee::plugin::Answers;
use veillee_engine::types::{self as wire, Request};
use veillee_engine::{CallLimits, Capabilities, Finished, Usage};
use veillee_sdk::{
    ArchiveEntry, Caller, Change, Door, Error, Filter, NewJob, Page, Query, Receipt, Response, Row, Time, Touched,
    Value,
};

use veillee_tests::world::START_MS;

use crate::samples::now;

/// Where the handler runs, which waits for the database without giving its thread back.
#[derive(Clone, Copy)]
pub(crate) enum Thread {
    /// One of tokio's blocking threads.
    Blocking,
    /// The request's own; tokio puts another in its place.
    InPlace,
}

pub(crate) struct NativeAlbum(pub(crate) Thread);

#[async_trait]
impl Answers for NativeAlbum {
    async fn call(&self, request: Request, capabilities: Box<dyn Capabilities>, _: &CallLimits) -> Finished {
        let started = now();
        let runtime = Handle::current();
        let work = move || {
            let mut door = NativeDoor { capabilities, runtime };
            let answer = veillee_sdk::answer(&Album, &take_request(request), &mut door);
            (answer, door.capabilities)
        };
        let (answer, capabilities) = match self.0 {
            Thread::Blocking => tokio::task::spawn_blocking(work).await.expect("the album answers"),
            Thread::InPlace => tokio::task::block_in_place(work),
        };
        let elapsed = started.elapsed();
        let usage = Usage { peak_memory_bytes: 0, host_calls: 0, log_lines_dropped: 0, cpu: elapsed, elapsed };
        Finished { outcome: Ok(answer.map(give_response).map_err(give_error)), capabilities, usage }
    }

    async fn run(&self, _: wire::Job, _: Box<dyn Capabilities>, _: &CallLimits) -> Finished<wire::Verdict> {
        panic!("pages are measured, and a page puts nothing into the queue")
    }

    async fn hear(&self, _: wire::Event, _: Box<dyn Capabilities>, _: &CallLimits) -> Finished<Result<(), String>> {
        panic!("pages are measured, and the album subscribes to nothing")
    }
}

struct NativeDoor {
    capabilities: Box<dyn Capabilities>,
    runtime: Handle,
}

impl Door for NativeDoor {
    fn get(&mut self, id: &str, select: &[&str]) -> Result<Row, Error> {
        let select: Vec<String> = select.iter().map(|&name| name.to_owned()).collect();
        self.runtime.block_on(self.capabilities.get(id, &select)).map(take_row).map_err(take_error)
    }

    fn run(&mut self, query: &Query, after: Option<&str>, limit: u32) -> Result<Page, Error> {
        let after = after.map(str::to_owned);
        let page =
            self.runtime.block_on(self.capabilities.run(&give_query(query), after, limit)).map_err(take_error)?;
        Ok(Page { rows: page.rows.into_iter().map(take_row).collect(), next: page.next })
    }

    fn count(&mut self, query: &Query, up_to: u32) -> Result<u32, Error> {
        self.runtime.block_on(self.capabilities.count(&give_query(query), up_to)).map_err(take_error)
    }

    fn may(&mut self, id: &str, action: &str) -> Result<bool, Error> {
        self.runtime.block_on(self.capabilities.may(id, action)).map_err(take_error)
    }

    fn may_create(&mut self, collection: &str) -> Result<bool, Error> {
        self.runtime.block_on(self.capabilities.may_create(collection)).map_err(take_error)
    }

    fn new_id(&mut self, collection: &str) -> String {
        self.capabilities.new_id(collection)
    }

    /// Pages are measured, and a page writes nothing.
    fn commit(&mut self, _: &[Change]) -> Result<Vec<Touched>, Error> {
        Err(Error::Denied)
    }

    fn sentence(&mut self, id: &str) -> Result<String, Error> {
        self.runtime.block_on(self.capabilities.sentence(id)).map_err(take_error)
    }

    /// Nobody got anything while pages are measured.
    fn receipts(&mut self, _: &str) -> Result<Vec<Receipt>, Error> {
        Ok(Vec::new())
    }

    fn now(&mut self) -> Time {
        Time::from_ms(START_MS)
    }

    /// A page puts nothing into the queue.
    fn enqueue(&mut self, _: &NewJob) -> Result<(), Error> {
        Err(Error::Denied)
    }

    fn cancel(&mut self, _: &str, _: &str, _: &str) -> Result<bool, Error> {
        Err(Error::Denied)
    }

    fn progress(&mut self, _: u32, _: u32, _: &str) {}

    fn caller(&mut self) -> Caller {
        let wire::CallerCard { kind, display_name, locale } = self.capabilities.caller();
        Caller { kind, display_name, locale }
    }

    fn log(&mut self, level: &str, message: &str) {
        self.capabilities.log(level, message);
    }
}

fn take_request(request: Request) -> veillee_sdk::Request {
    let Request { method, path, query, form, choices: _ } = request;
    veillee_sdk::Request { method, path, query, form, choices: Vec::new() }
}

fn give_response(response: Response) -> wire::Response {
    match response {
        Response::Page { title, main, status } => wire::Response::Page { title, main, status },
        Response::SeeOther(path) => wire::Response::SeeOther(path),
        Response::Blob { id, name, download } => wire::Response::Blob { id, name, download },
        Response::Archive { name, entries } => wire::Response::Archive(wire::Archive {
            name,
            entries: entries
                .into_iter()
                .map(|ArchiveEntry { object, blob, path }| wire::ArchiveEntry { object, blob, path })
                .collect(),
        }),
    }
}

fn give_query(query: &Query) -> wire::Query {
    let order = query.order.as_ref();
    wire::Query {
        collection: query.collection.clone(),
        select: query.select.clone(),
        under: query.under.clone(),
        filters: query.filters.iter().map(give_filter).collect(),
        search: query.search.clone(),
        order: order.map(|order| wire::Order { field: order.field.clone(), descending: order.descending }),
    }
}

fn give_filter(filter: &Filter) -> wire::Filter {
    match filter.clone() {
        Filter::Equals { field, value } => wire::Filter::Equals { field, value: give_value(value) },
        Filter::Between { field, low, high } => {
            wire::Filter::Between { field, low: give_value(low), high: give_value(high) }
        }
        Filter::AnyOf { field, values } => {
            wire::Filter::AnyOf { field, values: values.into_iter().map(give_value).collect() }
        }
    }
}

fn take_row(row: wire::Row) -> Row {
    Row { id: row.id, version: row.version, values: row.values.into_iter().map(take_value).collect() }
}

fn take_value(value: wire::Value) -> Value {
    match value {
        wire::Value::None => Value::None,
        wire::Value::Boolean(boolean) => Value::Boolean(boolean),
        wire::Value::Integer(integer) => Value::Integer(integer),
        wire::Value::Real(real) => Value::Real(real),
        wire::Value::Text(text) => Value::Text(text),
        wire::Value::Texts(texts) => Value::Texts(texts),
        wire::Value::Bytes(bytes) => Value::Bytes(bytes),
    }
}

fn give_value(value: Value) -> wire::Value {
    match value {
        Value::None => wire::Value::None,
        Value::Boolean(boolean) => wire::Value::Boolean(boolean),
        Value::Integer(integer) => wire::Value::Integer(integer),
        Value::Real(real) => wire::Value::Real(real),
        Value::Text(text) => wire::Value::Text(text),
        Value::Texts(texts) => wire::Value::Texts(texts),
        Value::Bytes(bytes) => wire::Value::Bytes(bytes),
    }
}

fn take_error(error: wire::Error) -> Error {
    match error {
        wire::Error::NotFound => Error::NotFound,
        wire::Error::Denied => Error::Denied,
        wire::Error::Conflict => Error::Conflict,
        wire::Error::Invalid(sentence) => Error::Invalid(sentence),
        wire::Error::QuotaExceeded => Error::QuotaExceeded,
        wire::Error::RateLimited(after_ms) => Error::RateLimited(after_ms),
        wire::Error::Unavailable(sentence) => Error::Unavailable(sentence),
        wire::Error::Other(sentence) => Error::Other(sentence),
    }
}

fn give_error(error: Error) -> wire::Error {
    match error {
        Error::NotFound => wire::Error::NotFound,
        Error::Denied => wire::Error::Denied,
        Error::Conflict => wire::Error::Conflict,
        Error::Invalid(sentence) => wire::Error::Invalid(sentence),
        Error::QuotaExceeded => wire::Error::QuotaExceeded,
        Error::RateLimited(after_ms) => wire::Error::RateLimited(after_ms),
        Error::Unavailable(sentence) => wire::Error::Unavailable(sentence),
        Error::Other(sentence) => wire::Error::Other(sentence),
    }
}
