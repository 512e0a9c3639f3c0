//! Change-sets: all or nothing, each change checked against what the changes before it made.

use std::collections::{BTreeMap, BTreeSet};

use veillee_access::{Arg, Caller, Fragment, Identity, PrincipalId};
use veillee_engine::types::{Change, Fields};

use super::checked::Checking;
use super::{ObjectError, change, create};
use crate::limits;
use crate::storage::association::{Association, Moment};
use crate::storage::blobs::ArrivedContent;
use crate::storage::guests::GUEST_IS_GONE;
use crate::storage::ids;
use crate::storage::jobs::{EventFacts, EventKind};
use crate::storage::quota::{self, Charges};
use crate::storage::shape::Shape;
use crate::storage::sql::Transaction;

/// A file that a person sent, checked and sealed, not yet tied to an object.
#[derive(Clone)]
pub struct ArrivedFile {
    pub name: String,
    pub media_type: String,
    pub content: ArrivedContent,
}

/// Who writes.
pub struct Writer<'a> {
    pub association: &'a Association,
    pub moment: Moment,
    pub caller: Caller,
    pub service: &'a str,
    /// The digest of the caller's session: a visitor who creates becomes the guest of this session, which is made if it
    /// does not exist yet.
    pub session: Option<Vec<u8>>,
    /// The name a new guest gets.
    pub guest_name: &'a str,
    /// Files by choice and index.
    pub files: &'a BTreeMap<(usize, u32), ArrivedFile>,
    /// Files that an earlier change-set of the same call attached.
    pub taken: &'a BTreeSet<(usize, u32)>,
}

/// What a change-set did.
#[derive(Debug)]
pub struct Committed {
    /// Objects touched with their new versions, in the order of the changes.
    pub versions: Vec<(String, u64)>,
    /// The visitor became this guest.
    pub new_guest: Option<PrincipalId>,
    /// Files that are tied to an object now.
    pub attached: BTreeSet<(usize, u32)>,
    /// How many events the plugin is going to hear.
    pub events: usize,
    /// Pictures are due that no file of the call brought: of what was turned or copied.
    pictures_due: bool,
}

/// The open change-set: what earlier changes did, for later ones to see.
pub(in crate::storage) struct Progress<'w, 'a> {
    pub(in crate::storage) writer: &'w Writer<'a>,
    pub(in crate::storage) caller: Caller,
    pub(in crate::storage) transaction: Transaction,
    pub(in crate::storage) created: BTreeSet<String>,
    pub(in crate::storage) attached: BTreeSet<(usize, u32)>,
    /// What the changes so far mean for those who pay.
    pub(in crate::storage) charges: Charges,
    /// Of objects asked about so far.
    pub(in crate::storage) owners: BTreeMap<String, String>,
    pub(in crate::storage) events: usize,
    pub(in crate::storage) pictures_due: bool,
    /// None when the service has no check of its own.
    pub(super) checking: Option<Checking>,
    new_guest: Option<PrincipalId>,
}

impl Writer<'_> {
    pub async fn commit(&self, changes: Vec<Change>) -> Result<Committed, ObjectError> {
        self.commit_expecting(None, changes).await
    }

    /// As [`Self::commit`], while an object still has a version; else `Stale`. Whether it does is told whatever the caller
    /// may see: ask that before.
    pub async fn commit_expecting(
        &self,
        expected: Option<(&str, u64)>,
        changes: Vec<Change>,
    ) -> Result<Committed, ObjectError> {
        if changes.len() > limits::CHANGES_MAX {
            let most = limits::CHANGES_MAX;
            return Err(ObjectError::invalid(format!("a change-set takes at most {most} changes")));
        }
        let committed = self.commit_all(expected, changes).await?;
        if committed.events > 0 {
            self.association.ring();
        }
        Ok(committed)
    }

    async fn commit_all(&self, expected: Option<(&str, u64)>, changes: Vec<Change>) -> Result<Committed, ObjectError> {
        // A change that can end somebody's access waits for the writes under way and moves the generation.
        if change::take_access(&changes, &self.moment.shapes) {
            let mut taking = self.association.begin_taking().await?;
            let (transaction, outcome) = self.apply_all(taking.transaction, expected, changes).await;
            let committed = outcome?;
            taking.transaction = transaction;
            self.association.commit_taking(taking).await?;
            self.ring(&committed);
            Ok(committed)
        } else {
            let transaction = self.association.begin().await?;
            let (transaction, outcome) = self.apply_all(transaction, expected, changes).await;
            let committed = outcome?;
            transaction.commit().await?;
            self.ring(&committed);
            Ok(committed)
        }
    }

    /// Wakes whoever makes pictures of what was attached. Not heard, the work is found at the next start.
    fn ring(&self, committed: &Committed) {
        if !committed.attached.is_empty() || committed.pictures_due {
            self.association.pictures_bell.notify_one();
        }
    }

    async fn apply_all(
        &self,
        transaction: Transaction,
        expected: Option<(&str, u64)>,
        changes: Vec<Change>,
    ) -> (Transaction, Result<Committed, ObjectError>) {
        let mut progress = Progress {
            writer: self,
            caller: self.caller.clone(),
            transaction,
            created: BTreeSet::new(),
            attached: BTreeSet::new(),
            charges: Charges::default(),
            owners: BTreeMap::new(),
            events: 0,
            pictures_due: false,
            checking: self.association.field_rules(self.service).map(Checking::new),
            new_guest: None,
        };
        if let Some((id, version)) = expected
            && let Err(error) = progress.expect_version(id, version).await
        {
            return (progress.transaction, Err(error));
        }
        let mut versions = Vec::with_capacity(changes.len());
        for change in changes {
            match progress.apply_and_record(change).await {
                Ok(touched) => versions.push(touched),
                Err(error) => return (progress.transaction, Err(error)),
            }
        }
        if let Err(error) = progress.check_touched().await {
            return (progress.transaction, Err(error));
        }
        let Progress { mut transaction, attached, events, pictures_due, new_guest, charges, .. } = progress;
        if let Err(error) = charges.settle(&mut transaction, self.moment.now_ms).await {
            return (transaction, Err(error));
        }
        (transaction, Ok(Committed { versions, new_guest, attached, events, pictures_due }))
    }
}

/// What is asked about and what is written must be the same value.
fn given_once(fields: &Fields) -> Result<(), ObjectError> {
    if fields.len() > limits::FIELDS_MAX + 1 {
        return Err(ObjectError::invalid(format!("one change sets at most {} fields", limits::FIELDS_MAX)));
    }
    let mut seen = BTreeSet::new();
    match fields.iter().find(|(name, _)| !seen.insert(name.as_str())) {
        Some((name, _)) => Err(ObjectError::invalid(format!("`{name}` is given twice in one change"))),
        None => Ok(()),
    }
}

/// What the plugin may hear of a change.
fn event_of(change: &Change) -> (EventKind, Option<String>) {
    match change {
        Change::Create { .. } => (EventKind::Created, None),
        Change::Update { .. } | Change::Add { .. } | Change::Detach { .. } => (EventKind::Updated, None),
        Change::Attach { blob, .. } | Change::Copy { blob, .. } => (EventKind::Attached, Some(blob.clone())),
        Change::Move { .. } => (EventKind::Moved, None),
        Change::Trash { .. } => (EventKind::Trashed, None),
        Change::Restore { .. } => (EventKind::Restored, None),
    }
}

impl Progress<'_, '_> {
    async fn apply_and_record(&mut self, change: Change) -> Result<(String, u64), ObjectError> {
        let (kind, blob) = event_of(&change);
        self.remember(&change).await?;
        let (id, version) = self.apply(change).await?;
        self.record_event(kind, &id, &EventFacts { version, blob }).await?;
        Ok((id, version))
    }

    async fn apply(&mut self, change: Change) -> Result<(String, u64), ObjectError> {
        if let Change::Create { fields, .. } | Change::Update { fields, .. } = &change {
            given_once(fields)?;
        }
        match change {
            Change::Create { id, collection, parent, fields } => {
                create::create(self, id, &collection, parent, &fields).await
            }
            Change::Update { id, if_version, fields } => self.update(id, if_version, &fields).await,
            Change::Add { id, field, amount } => self.add(id, &field, amount).await,
            Change::Attach { id, blob, choice, index } => self.attach(id, &blob, (choice, index)).await,
            Change::Detach { id, blob } => self.detach(id, &blob).await,
            Change::Copy { id, blob, source } => self.copy_blob(id, &blob, &source).await,
            Change::Move { id, parent } => self.place_in(id, &parent).await,
            Change::Trash { id } => self.trash(id).await,
            Change::Restore { id } => self.restore(id).await,
        }
    }

    /// Who pays for an object.
    pub(in crate::storage) async fn owner_of(&mut self, shape: &Shape, id: &str) -> Result<String, ObjectError> {
        if let Some(owner) = self.owners.get(id) {
            return Ok(owner.clone());
        }
        let owner = quota::owner_of(&mut self.transaction, shape, id).await?.ok_or(ObjectError::NotFound)?;
        self.owners.insert(id.to_owned(), owner.clone());
        Ok(owner)
    }

    /// The id that a new object's author gets. A visitor becomes a guest with the first thing they make.
    pub(super) async fn author(&mut self) -> Result<PrincipalId, ObjectError> {
        if let Some(id) = self.caller.principal() {
            return Ok(id.clone());
        }
        let writer = self.writer;
        let session = writer.session.clone().ok_or(ObjectError::Denied)?;
        let id = ids::new_id(&*writer.association.random);
        let mut insert = Fragment::new("INSERT INTO principal (id, kind, name, created_ms) VALUES (");
        insert.text_arg(&id).push(", 'guest', ").text_arg(writer.guest_name).push(", ");
        insert.int_arg(writer.moment.now_ms).push(")");
        self.transaction.execute(insert).await?;
        self.give_session(&id, session).await?;
        let id = PrincipalId(id);
        self.caller.identity = Identity::Guest(id.clone());
        self.new_guest = Some(id.clone());
        Ok(id)
    }

    /// The session becomes the guest's; one that was only offered is made now, so that whoever writes nothing costs no row.
    async fn give_session(&mut self, guest: &str, digest: Vec<u8>) -> Result<(), ObjectError> {
        let now_ms = self.writer.moment.now_ms;
        let mut update = Fragment::new("UPDATE session SET principal = ");
        update
            .text_arg(guest)
            .push(" WHERE digest = ")
            .bind(Arg::Bytes(digest.clone()))
            .push(" AND (principal IS NULL OR ");
        update.push(GUEST_IS_GONE).int_arg(now_ms).push(")))");
        if self.transaction.execute(update).await? == 1 {
            return Ok(());
        }
        let mut insert =
            Fragment::new("INSERT INTO session (digest, principal, created_ms, seen_ms, ends_ms) VALUES (");
        insert.bind(Arg::Bytes(digest)).push(", ").text_arg(guest).push(", ").int_arg(now_ms).push(", ");
        insert.int_arg(now_ms).push(", ").int_arg(now_ms.saturating_add(limits::VISITOR_SESSION_LIFE_MS));
        insert.push(") ON CONFLICT (digest) DO NOTHING");
        if self.transaction.execute(insert).await? == 1 { Ok(()) } else { Err(ObjectError::Conflict) }
    }
}
