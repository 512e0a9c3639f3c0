use veillee_access::{Action, Arg, Fragment, Permit};
use veillee_ambient::Millis;

use super::{Actor, JobKind};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::ids::new_id;
use crate::storage::objects::ObjectError;
use crate::storage::quota;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// A job to be put into the queue.
pub struct NewJob<'a> {
    pub service: &'a str,
    pub name: &'a str,
    pub actor: &'a Actor,
    pub input: Vec<u8>,
    pub delay_ms: u64,
    /// At most one waiting job with this key; empty: any number.
    pub key: &'a str,
}

impl Association {
    /// Puts a job about the permit's object into the queue, in a transaction of its own. When one with the same key waits
    /// already, nothing changes. `Full` when too many wait, `OverQuota` when too many of theirs do.
    pub async fn enqueue_job(&self, permit: &Permit, new: NewJob<'_>) -> Result<(), ObjectError> {
        if permit.action() != Action::Read {
            return Err(ObjectError::Denied);
        }
        let now_ms = self.clock.now_ms();
        let delay_ms = Millis::try_from(new.delay_ms).unwrap_or(Millis::MAX).min(limits::JOB_DELAY_MS_MAX);
        let mut transaction = self.begin().await?;
        quota::may_enqueue(&mut transaction, &new.actor.principal).await?;
        room(&mut transaction, None, limits::JOBS_WAITING_MAX).await?;
        room(&mut transaction, Some(new.service), limits::JOBS_WAITING_PER_SERVICE_MAX).await?;
        let row = Row {
            id: new_id(&*self.random),
            kind: JobKind::Job,
            service: new.service,
            name: new.name,
            about: permit.object(),
            sequence: 0,
            actor: new.actor,
            input: new.input,
            key: new.key,
            due_ms: now_ms.saturating_add(delay_ms),
            now_ms,
        };
        insert(&mut transaction, row).await?;
        transaction.commit().await?;
        self.ring();
        Ok(())
    }

    /// Takes a waiting job of this key back; whether there was one.
    pub async fn cancel_job(&self, service: &str, name: &str, about: &str, key: &str) -> Result<bool, DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM job WHERE state = 'waiting' AND kind = 'job' AND key <> ''");
        delete.push(" AND service = ").text_arg(service).push(" AND name = ").text_arg(name);
        delete.push(" AND about = ").text_arg(about).push(" AND key = ").text_arg(key);
        let mut transaction = self.begin().await?;
        let cancelled = transaction.execute(delete).await?;
        transaction.commit().await?;
        Ok(cancelled > 0)
    }
}

/// Whether fewer jobs than `most` wait. Costs as many steps in an index.
async fn room(transaction: &mut Transaction, service: Option<&str>, most: usize) -> Result<(), ObjectError> {
    let mut count = Fragment::new("SELECT count(*) FROM (SELECT 1 FROM job WHERE state = 'waiting' AND kind = 'job'");
    if let Some(service) = service {
        count.push(" AND service = ").text_arg(service);
    }
    count.push(&format!(" LIMIT {most}) AS n"));
    let waiting = transaction.row(count).await?.map_or(Ok(0), |row| row.count(0))?;
    if waiting < most as u64 { Ok(()) } else { Err(ObjectError::Full) }
}

/// A new row of the queue.
pub(super) struct Row<'a> {
    pub(super) id: String,
    pub(super) kind: JobKind,
    pub(super) service: &'a str,
    pub(super) name: &'a str,
    pub(super) about: &'a str,
    pub(super) sequence: i64,
    pub(super) actor: &'a Actor,
    pub(super) input: Vec<u8>,
    pub(super) key: &'a str,
    pub(super) due_ms: Millis,
    pub(super) now_ms: Millis,
}

pub(super) async fn insert(transaction: &mut Transaction, row: Row<'_>) -> Result<(), DatabaseError> {
    let mut insert = Fragment::new(
        "INSERT INTO job (id, kind, service, name, about, sequence, actor_kind, actor, shares, input, key, state, \
         attempt, due_ms, set_ms, lease_until_ms, holder, created_ms, error) VALUES (",
    );
    insert.text_arg(&row.id).push(", ").text_arg(row.kind.name()).push(", ").text_arg(row.service).push(", ");
    insert.text_arg(row.name).push(", ").text_arg(row.about).push(", ").int_arg(row.sequence).push(", ");
    insert.text_arg(row.actor.kind.name()).push(", ").text_arg(&row.actor.principal).push(", ");
    insert.text_arg(&row.actor.shares_text()).push(", ").bind(Arg::Bytes(row.input)).push(", ").text_arg(row.key);
    insert.push(", 'waiting', 0, ").int_arg(row.due_ms).push(", ").int_arg(row.now_ms).push(", 0, '', ");
    insert.int_arg(row.now_ms).push(", '') ON CONFLICT DO NOTHING");
    transaction.execute(insert).await?;
    Ok(())
}
