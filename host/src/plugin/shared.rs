//! The capabilities of a call, as the engine holds them.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Mutex;
use veillee_engine::Capabilities;
use veillee_engine::types::{CallerCard, Change, Error, NewJob, Page, Query, Receipt, Row};

use super::call::Call;
use super::capability;

/// Shared, so that the host can look after it when the engine is done or was stopped.
pub struct Shared(pub Arc<Mutex<Call>>);

#[async_trait]
impl Capabilities for Shared {
    async fn get(&mut self, id: &str, select: &[String]) -> Result<Row, Error> {
        capability::objects_read::get(&mut *self.0.lock().await, id, select).await
    }

    async fn run(&mut self, query: &Query, after: Option<String>, limit: u32) -> Result<Page, Error> {
        capability::objects_read::run(&mut *self.0.lock().await, query, after.as_deref(), limit).await
    }

    async fn count(&mut self, query: &Query, up_to: u32) -> Result<u32, Error> {
        capability::objects_read::count(&mut *self.0.lock().await, query, up_to).await
    }

    async fn may(&mut self, id: &str, action: &str) -> Result<bool, Error> {
        capability::objects_read::may(&mut *self.0.lock().await, id, action).await
    }

    async fn may_create(&mut self, collection: &str) -> Result<bool, Error> {
        capability::objects_read::may_create(&*self.0.lock().await, collection)
    }

    fn new_id(&mut self, collection: &str) -> String {
        self.0.try_lock().map_or_else(|_| String::new(), |call| capability::objects_write::new_id(&call, collection))
    }

    async fn commit(&mut self, changes: Vec<Change>) -> Result<Vec<(String, u64)>, Error> {
        capability::objects_write::commit(&mut *self.0.lock().await, changes).await
    }

    async fn sentence(&mut self, id: &str) -> Result<String, Error> {
        capability::sharing::sentence(&*self.0.lock().await, id).await
    }

    async fn receipts(&mut self, id: &str) -> Result<Vec<Receipt>, Error> {
        capability::sharing::receipts(&*self.0.lock().await, id).await
    }

    async fn enqueue(&mut self, job: NewJob) -> Result<(), Error> {
        capability::queue::enqueue(&mut *self.0.lock().await, job).await
    }

    async fn cancel(&mut self, job: &str, about: &str, key: &str) -> Result<bool, Error> {
        capability::queue::cancel(&mut *self.0.lock().await, job, about, key).await
    }

    fn progress(&mut self, done: u32, total: u32, word: &str) {
        if let Ok(mut call) = self.0.try_lock() {
            capability::queue::progress(&mut call, done, total, word);
        }
    }

    fn caller(&self) -> CallerCard {
        self.0.try_lock().map_or_else(
            |_| CallerCard { kind: "visitor".to_owned(), display_name: None, locale: "fr".to_owned() },
            |call| capability::caller::card(&call),
        )
    }

    fn log(&mut self, level: &str, message: &str) {
        if let Ok(call) = self.0.try_lock() {
            capability::log::write(&call, level, message);
        }
    }
}
