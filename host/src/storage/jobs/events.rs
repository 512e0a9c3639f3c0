use veillee_access::Fragment;

use super::enqueue::{Row, insert};
use super::{Actor, BEHIND_MS, JobKind};
use crate::storage::ids::new_id;
use crate::storage::objects::{ObjectError, Progress};
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// What can happen to an object, as a manifest names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    Created,
    Updated,
    Moved,
    Trashed,
    Restored,
    Attached,
}

impl EventKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Moved => "moved",
            Self::Trashed => "trashed",
            Self::Restored => "restored",
            Self::Attached => "attached",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Created, Self::Updated, Self::Moved, Self::Trashed, Self::Restored, Self::Attached]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// What an event carries, as the queue keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFacts {
    /// Of the object, after the change.
    pub version: u64,
    /// What was attached.
    pub blob: Option<String>,
}

/// No name of a blob holds it.
const BETWEEN: char = '\u{1F}';

impl EventFacts {
    fn keep(&self) -> Vec<u8> {
        format!("{}{BETWEEN}{}", self.version, self.blob.as_deref().unwrap_or_default()).into_bytes()
    }

    pub fn read(kept: &[u8]) -> Option<Self> {
        let (version, blob) = std::str::from_utf8(kept).ok()?.split_once(BETWEEN)?;
        let blob = (!blob.is_empty()).then(|| blob.to_owned());
        Some(Self { version: version.parse().ok()?, blob })
    }
}

impl Progress<'_, '_> {
    /// Writes down what happened, in the transaction that makes it happen, if the plugin wants to hear of it.
    pub(in crate::storage) async fn record_event(
        &mut self,
        kind: EventKind,
        id: &str,
        facts: &EventFacts,
    ) -> Result<(), ObjectError> {
        let shape = self.shape_of(id)?;
        if !shape.events.contains(&kind) {
            return Ok(());
        }
        let association = self.writer.association;
        let now_ms = self.writer.moment.now_ms;
        let sequence = next_sequence(&mut self.transaction, id).await?;
        let waits = Waiting { service: shape.service(), about: id };
        let due_ms = if waits.is_any(&mut self.transaction).await? { BEHIND_MS } else { now_ms };
        let row = Row {
            id: new_id(&*association.random),
            kind: JobKind::Event,
            service: shape.service(),
            name: &format!("{}.{}", shape.name, kind.name()),
            about: id,
            sequence,
            actor: &Actor::of(&self.caller),
            input: facts.keep(),
            key: "",
            due_ms,
            now_ms,
        };
        insert(&mut self.transaction, row).await?;
        self.events += 1;
        Ok(())
    }
}

async fn next_sequence(transaction: &mut Transaction, object: &str) -> Result<i64, DatabaseError> {
    let mut count = Fragment::new("INSERT INTO event_count (object, last) VALUES (");
    count.text_arg(object).push(", 1) ON CONFLICT (object) DO UPDATE SET last = event_count.last + 1 RETURNING last");
    transaction.row(count).await?.ok_or_else(|| DatabaseError::Internal("no sequence".to_owned()))?.int(0)
}

/// The events of one object that are still to be told. Whoever asks has locked the object's count, or waits for it.
pub(super) struct Waiting<'a> {
    pub(super) service: &'a str,
    pub(super) about: &'a str,
}

impl Waiting<'_> {
    /// Events of this object are added and ended by one transaction after the other.
    pub(super) async fn lock(&self, transaction: &mut Transaction) -> Result<(), DatabaseError> {
        let mut lock = Fragment::new("UPDATE event_count SET last = last WHERE object = ");
        lock.text_arg(self.about);
        transaction.execute(lock).await?;
        Ok(())
    }

    pub(super) async fn is_any(&self, transaction: &mut Transaction) -> Result<bool, DatabaseError> {
        let mut select = Fragment::new("SELECT 1 FROM job WHERE kind = 'event' AND about = ");
        select.text_arg(self.about).push(" AND service = ").text_arg(self.service);
        select.push(" AND state IN ('waiting', 'running') LIMIT 1");
        Ok(transaction.row(select).await?.is_some())
    }

    /// Lets the first of them come, if it waited for one before it.
    pub(super) async fn release(&self, transaction: &mut Transaction, now_ms: i64) -> Result<(), DatabaseError> {
        let mut update = Fragment::new("UPDATE job SET due_ms = ");
        update.int_arg(now_ms).push(", set_ms = ").int_arg(now_ms).push(" WHERE due_ms = ").int_arg(BEHIND_MS);
        update.push(" AND id = (SELECT e.id FROM job e WHERE e.kind = 'event' AND e.about = ").text_arg(self.about);
        update.push(" AND e.service = ").text_arg(self.service);
        update.push(" AND e.state IN ('waiting', 'running') ORDER BY e.sequence LIMIT 1)");
        transaction.execute(update).await?;
        Ok(())
    }
}
