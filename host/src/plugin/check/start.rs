//! What a start costs: the first page, on a host that keeps nothing, for a visitor.

use std::path::Path;

use async_trait::async_trait;
use serde::Serialize;
use tokio::time::Instant;
use veillee_engine::types::{CallerCard, Change, Error, NewJob, Page, Query, Receipt, Request, Row};
use veillee_engine::{CallLimits, Capabilities, Engine, EngineLimits, Failure, Service, Usage};

use crate::limits;
use crate::plugin::compiler::Compiler;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Start {
    /// Once, when the package is installed.
    pub compile_ms: u64,
    /// Each call: from nothing to the answer, the middle of some.
    pub start_us: u64,
    /// All linear memories together.
    pub memory_bytes: usize,
}

/// Compiles a package in `folder` and starts it some times. The error is a sentence for its author.
pub async fn measure(bytes: &[u8], compiler: &Compiler, folder: &Path) -> Result<Start, String> {
    let (package, code) = (folder.join("package.wasm"), folder.join("package.cwasm"));
    let unwritable = |error: std::io::Error| format!("its start cannot be measured in {}: {error}", folder.display());
    tokio::fs::write(&package, bytes).await.map_err(unwritable)?;
    let started = Instant::now();
    compiler.compile(&package, &code).await.map_err(|error| error.to_string())?;
    let compile_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let engine = Engine::new(EngineLimits::default()).map_err(|error| error.to_string())?;
    let service = engine.load(&code).map_err(|error| error.to_string())?;
    let mut usages = Vec::with_capacity(limits::CHECK_STARTS);
    for _ in 0..limits::CHECK_STARTS {
        usages.push(first_page(&service).await?);
    }
    usages.sort_unstable_by_key(|usage| usage.elapsed);
    let middle = usages.get(usages.len() / 2).ok_or("it was never started")?;
    let start_us = u64::try_from(middle.elapsed.as_micros()).unwrap_or(u64::MAX);
    Ok(Start { compile_ms, start_us, memory_bytes: middle.peak_memory_bytes })
}

async fn first_page(service: &Service) -> Result<Usage, String> {
    let request = Request { method: "GET".to_owned(), path: "/".to_owned(), ..Request::default() };
    let finished = service.call(request, Box::new(EmptyHost), &CallLimits::web()).await;
    finished.outcome.map(|_| finished.usage).map_err(|failure| sentence(&failure))
}

fn sentence(failure: &Failure) -> String {
    let detail: String = failure.detail().lines().next().unwrap_or_default().chars().take(200).collect();
    format!(
        "on a host that keeps nothing yet, its first page fails ({failure}: {}): let it answer when there is nothing to show",
        detail.escape_debug()
    )
}

/// Keeps nothing, and lets a visitor do nothing.
pub struct EmptyHost;

#[async_trait]
impl Capabilities for EmptyHost {
    async fn get(&mut self, _id: &str, _select: &[String]) -> Result<Row, Error> {
        Err(Error::NotFound)
    }

    async fn run(&mut self, _query: &Query, _after: Option<String>, _limit: u32) -> Result<Page, Error> {
        Ok(Page::default())
    }

    async fn count(&mut self, _query: &Query, _up_to: u32) -> Result<u32, Error> {
        Ok(0)
    }

    async fn may(&mut self, _id: &str, _action: &str) -> Result<bool, Error> {
        Ok(false)
    }

    async fn may_create(&mut self, _collection: &str) -> Result<bool, Error> {
        Ok(false)
    }

    fn new_id(&mut self, _collection: &str) -> String {
        "new".to_owned()
    }

    async fn commit(&mut self, _changes: Vec<Change>) -> Result<Vec<(String, u64)>, Error> {
        Err(Error::Denied)
    }

    async fn receipts(&mut self, _id: &str) -> Result<Vec<Receipt>, Error> {
        Err(Error::NotFound)
    }

    async fn sentence(&mut self, _id: &str) -> Result<String, Error> {
        Err(Error::NotFound)
    }

    async fn enqueue(&mut self, _job: NewJob) -> Result<(), Error> {
        Err(Error::Denied)
    }

    async fn cancel(&mut self, _job: &str, _about: &str, _key: &str) -> Result<bool, Error> {
        Ok(false)
    }

    fn progress(&mut self, _done: u32, _total: u32, _word: &str) {}

    fn caller(&self) -> CallerCard {
        CallerCard { kind: "visitor".to_owned(), display_name: None, locale: "fr".to_owned() }
    }

    fn log(&mut self, _level: &str, _message: &str) {}
}
