//! One call of a service: who asks, what was granted, what arrived.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use veillee_access::PrincipalId;
use veillee_engine::types::Error;

use super::duties::Duties;
use super::grants::Grants;
use super::service_log::ServiceLog;
use crate::identity::Visit;
use crate::jobs::ProgressBoard;
use crate::storage::objects::ArrivedFile;
use crate::storage::quota::Budget;
use crate::storage::shape::Shape;
use crate::storage::{Association, Moment};
use crate::words::Locale;

/// What is decided before the call.
pub struct CallInput {
    pub association: Arc<Association>,
    pub visit: Arc<Visit>,
    pub service: String,
    pub grants: Grants,
    /// Where what the guest says to the operator is kept for a while.
    pub log: Arc<ServiceLog>,
    /// The service's own collections as the version that answers declares them.
    pub shapes: Arc<[Arc<Shape>]>,
    pub locale: Locale,
    /// The request may change things: it is neither GET nor HEAD.
    pub may_write: bool,
    pub files: BTreeMap<(usize, u32), ArrivedFile>,
    /// The digest of the session that a visitor's writing goes to.
    pub session: Option<Vec<u8>>,
    /// The jobs that this version of the plugin declares.
    pub duties: Arc<Duties>,
    /// The job that this call is, if it is one.
    pub running: Option<RunningJob>,
}

/// A job that runs in this call.
pub struct RunningJob {
    pub job: String,
    /// The object it is about.
    pub about: String,
    pub board: Arc<ProgressBoard>,
}

impl CallInput {
    /// The facts as they stand now. A version that is being replaced goes on with the collections it was written for.
    pub(super) fn moment(&self) -> Moment {
        let mut moment = self.association.moment();
        if let Some(own) = moment.shapes.overlaid(&self.shapes) {
            moment.shapes = Arc::new(own);
        }
        moment
    }
}

/// Everything the capabilities of one call stand on.
pub struct Call {
    input: CallInput,
    /// Renewed after each commit, so that a call sees what it wrote.
    pub(super) moment: Moment,
    pub(super) caller: veillee_access::Caller,
    pub(super) attached: BTreeSet<(usize, u32)>,
    pub(super) new_guest: Option<PrincipalId>,
    /// Whose room was full when a change-set was refused: a guest passes on that it was, not whose.
    pub(super) full: Option<Budget>,
    /// What this call put into the trash.
    pub(super) trashed: Vec<String>,
    pub(super) reads: u32,
    pub(super) writes: u32,
}

impl Deref for Call {
    type Target = CallInput;

    fn deref(&self) -> &CallInput {
        &self.input
    }
}

impl Call {
    pub fn new(input: CallInput) -> Self {
        let (moment, caller) = (input.moment(), input.visit.caller.clone());
        Self {
            input,
            moment,
            caller,
            attached: BTreeSet::new(),
            new_guest: None,
            full: None,
            trashed: Vec::new(),
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

    pub fn full(&self) -> Option<&Budget> {
        self.full.as_ref()
    }

    /// The ids of what was put into the trash, for the person to take back.
    pub fn trashed(&self) -> &[String] {
        &self.trashed
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
