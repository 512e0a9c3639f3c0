//! One call of a service: who asks, what was granted, what arrived.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use veillee_access::PrincipalId;
use veillee_engine::Capabilities;
use veillee_engine::types::{CallerCard, Change, Error, Page, Query, Row};

use super::capability;
use super::grants::Grants;
use crate::identity::Visit;
use crate::storage::objects::ArrivedFile;
use crate::storage::{Association, Moment};
use crate::words::Locale;

/// Everything the capabilities of one call stand on.
pub struct Call {
    pub association: Arc<Association>,
    pub visit: Arc<Visit>,
    pub service: String,
    pub grants: Grants,
    pub locale: Locale,
    /// The request may change things: it is neither GET nor HEAD.
    pub may_write: bool,
    pub files: BTreeMap<(usize, u32), ArrivedFile>,
    /// The digest of the session that a visitor's writing goes to.
    pub session: Option<Vec<u8>>,
    /// Renewed after each commit, so that a call sees what it wrote.
    pub(super) moment: Moment,
    pub(super) caller: veillee_access::Caller,
    pub(super) attached: BTreeSet<(usize, u32)>,
    pub(super) new_guest: Option<PrincipalId>,
    pub(super) reads: u32,
    pub(super) writes: u32,
}

/// What is decided before the call.
pub struct CallInput {
    pub association: Arc<Association>,
    pub visit: Arc<Visit>,
    pub service: String,
    pub grants: Grants,
    pub locale: Locale,
    pub may_write: bool,
    pub files: BTreeMap<(usize, u32), ArrivedFile>,
    pub session: Option<Vec<u8>>,
}

impl Call {
    pub fn new(input: CallInput) -> Self {
        let CallInput { association, visit, service, grants, locale, may_write, files, session } = input;
        let (moment, caller) = (association.moment(), visit.caller.clone());
        Self {
            association,
            visit,
            service,
            grants,
            locale,
            may_write,
            files,
            session,
            moment,
            caller,
            attached: BTreeSet::new(),
            new_guest: None,
            reads: 0,
            writes: 0,
        }
    }

    /// The first of the two yeses: the operator's grant.
    pub(super) fn granted(&self, capability: &str) -> Result<(), Error> {
        if self.grants.allows(capability) { Ok(()) } else { Err(Error::Denied) }
    }

    pub fn new_guest(&self) -> Option<&PrincipalId> {
        self.new_guest.as_ref()
    }

    /// How many capability calls read and wrote, for the log.
    pub fn counts(&self) -> (u32, u32) {
        (self.reads, self.writes)
    }

    /// Throws away what arrived and was attached to nothing.
    pub async fn discard_unattached(&self) {
        let mut rest = Vec::new();
        for (place, file) in &self.files {
            if !self.attached.contains(place) {
                rest.push(file.content.clone());
            }
        }
        self.association.discard(rest).await;
    }
}

/// The call as the engine holds it: shared, so that the host can look after it when the engine is done or was stopped.
pub struct Shared(pub Arc<tokio::sync::Mutex<Call>>);

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
