use std::collections::BTreeMap;

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::{Actor, BEHIND_MS, JobKind};
use crate::storage::association::Association;
use crate::storage::ids::new_id;
use crate::storage::sql::{Ask as _, DatabaseError, Record, Transaction};

/// A service that may take a job now, and how many of its jobs may run at the same time.
pub struct ServiceTurn {
    pub service: String,
    pub at_a_time: u32,
    /// Tighter bounds of single jobs, by name.
    pub of_job: BTreeMap<String, u32>,
}

/// A wish for a job.
pub struct Claim<'a> {
    /// In the order in which they are asked.
    pub turns: &'a [ServiceTurn],
    pub lease_ms: Millis,
    /// Jobs that this very host is running: never claimed anew, whatever the clock says of their lease.
    pub held: &'a [String],
}

/// A job that is the holder's until its lease ends.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedJob {
    pub id: String,
    /// The name of the lease.
    pub holder: String,
    pub kind: JobKind,
    pub service: String,
    pub name: String,
    pub about: String,
    /// Of an event, among those of its object.
    pub sequence: u64,
    pub actor: Actor,
    pub input: Vec<u8>,
    pub key: String,
    /// Counts from 1.
    pub attempt: u32,
    pub created_ms: Millis,
}

/// Why a job is there again whose lease ran out.
const STOPPED: &str = "the host stopped while it ran";

const COLUMNS: &str =
    "id, holder, kind, service, name, about, sequence, actor_kind, actor, shares, input, key, attempt, created_ms";

impl Association {
    /// Takes one job that is due, of the first service in turn that has one. Reads only, when nothing is due.
    pub async fn claim_job(&self, claim: Claim<'_>) -> Result<Option<ClaimedJob>, DatabaseError> {
        let now_ms = self.clock.now_ms();
        if !self.is_due(&claim, now_ms).await? {
            return Ok(None);
        }
        let mut transaction = self.begin().await?;
        transaction.execute(Fragment::new("UPDATE job_turn SET taken = taken + 1 WHERE id = 1")).await?;
        expire(&mut transaction, claim.held, now_ms).await?;
        let busy = busy(&mut transaction).await?;
        let mut claimed = None;
        for turn in claim.turns {
            if let Some(id) = candidate(&mut transaction, turn, &busy, now_ms).await? {
                claimed = Some(self.take(&mut transaction, &id, claim.lease_ms, now_ms).await?);
                break;
            }
        }
        transaction.commit().await?;
        Ok(claimed)
    }

    async fn is_due(&self, claim: &Claim<'_>, now_ms: Millis) -> Result<bool, DatabaseError> {
        let services: Vec<String> = claim.turns.iter().map(|turn| turn.service.clone()).collect();
        if services.is_empty() {
            return Ok(false);
        }
        let mut waiting = Fragment::new("SELECT 1 FROM job WHERE state = 'waiting' AND service IN ");
        waiting.list_arg(&services).push(" AND due_ms <= ").int_arg(now_ms).push(" LIMIT 1");
        let mut ended = Fragment::new("SELECT 1 FROM job WHERE state = 'running' AND lease_until_ms <= ");
        ended.int_arg(now_ms).push(" LIMIT 1");
        let mut ask = self.database();
        Ok(ask.row(waiting).await?.is_some() || ask.row(ended).await?.is_some())
    }

    async fn take(
        &self,
        transaction: &mut Transaction,
        id: &str,
        lease_ms: Millis,
        now_ms: Millis,
    ) -> Result<ClaimedJob, DatabaseError> {
        let mut update = Fragment::new("UPDATE job SET state = 'running', attempt = attempt + 1, holder = ");
        update.text_arg(&new_id(&*self.random)).push(", lease_until_ms = ").int_arg(now_ms.saturating_add(lease_ms));
        update.push(", set_ms = ").int_arg(now_ms).push(" WHERE id = ").text_arg(id);
        update.push(&format!(" RETURNING {COLUMNS}"));
        let row = transaction.row(update).await?;
        read(&row.ok_or_else(|| DatabaseError::Internal("a job vanished while it was claimed".to_owned()))?)
    }

    /// Keeps a job for longer; whether it is still the holder's.
    pub async fn renew_job(&self, job: &ClaimedJob, lease_ms: Millis) -> Result<bool, DatabaseError> {
        let mut update = Fragment::new("UPDATE job SET lease_until_ms = ");
        update.int_arg(self.clock.now_ms().saturating_add(lease_ms)).push(" WHERE state = 'running' AND id = ");
        update.text_arg(&job.id).push(" AND holder = ").text_arg(&job.holder);
        Ok(self.database.execute(update).await? == 1)
    }

    /// Ends every lease: for the start of the only host of this database, which knows that nobody runs anything.
    pub async fn end_job_leases(&self) -> Result<(), DatabaseError> {
        let held = Fragment::new("SELECT 1 FROM job WHERE state = 'running' AND lease_until_ms > 0 LIMIT 1");
        if self.database().row(held).await?.is_some() {
            let end = Fragment::new("UPDATE job SET lease_until_ms = 0 WHERE state = 'running'");
            self.database.execute(end).await?;
        }
        Ok(())
    }

    /// When there may be something to claim next: in the past, when something is due that nobody may take now. None, when
    /// nothing waits for a time.
    pub async fn next_job_ms(&self) -> Result<Option<Millis>, DatabaseError> {
        let mut waiting = Fragment::new("SELECT min(due_ms) FROM job WHERE state = 'waiting' AND due_ms < ");
        waiting.int_arg(BEHIND_MS);
        let leases = Fragment::new("SELECT min(lease_until_ms) FROM job WHERE state = 'running'");
        let schedules = Fragment::new("SELECT min(due_ms) FROM schedule");
        let mut ask = self.database();
        let mut soonest = None;
        for statement in [waiting, leases, schedules] {
            let found = ask.row(statement).await?.map_or(Ok(None), |row| row.maybe_int(0))?;
            soonest = [soonest, found].into_iter().flatten().min();
        }
        Ok(soonest)
    }
}

/// What ran longer than its lease waits again. A twin with the same key that was put there meanwhile takes its place.
async fn expire(transaction: &mut Transaction, held: &[String], now_ms: Millis) -> Result<(), DatabaseError> {
    let write_ended = |statement: &mut Fragment| {
        statement.push(" WHERE state = 'running' AND lease_until_ms <= ").int_arg(now_ms);
        statement.push(" AND id NOT IN ").list_arg(held);
    };
    let mut merge = Fragment::new("DELETE FROM job");
    write_ended(&mut merge);
    merge.push(
        " AND key <> '' AND EXISTS (SELECT 1 FROM job t WHERE t.state = 'waiting' AND t.service = job.service \
         AND t.name = job.name AND t.about = job.about AND t.key = job.key)",
    );
    transaction.execute(merge).await?;
    let mut release = Fragment::new("UPDATE job SET state = 'waiting', holder = '', due_ms = ");
    release.int_arg(now_ms).push(", set_ms = ").int_arg(now_ms).push(", error = ").text_arg(STOPPED);
    write_ended(&mut release);
    transaction.execute(release).await?;
    Ok(())
}

/// Running jobs by service and name. There are few: no more than places to run in.
async fn busy(transaction: &mut Transaction) -> Result<BTreeMap<(String, String), u32>, DatabaseError> {
    let running = Fragment::new("SELECT service, name FROM job WHERE state = 'running'");
    let mut busy = BTreeMap::new();
    for row in transaction.rows(running).await? {
        *busy.entry((row.text(0)?, row.text(1)?)).or_default() += 1;
    }
    Ok(busy)
}

async fn candidate(
    transaction: &mut Transaction,
    turn: &ServiceTurn,
    busy: &BTreeMap<(String, String), u32>,
    now_ms: Millis,
) -> Result<Option<String>, DatabaseError> {
    let mine = || busy.iter().filter(|((service, _), _)| *service == turn.service);
    if mine().map(|(_, count)| count).sum::<u32>() >= turn.at_a_time {
        return Ok(None);
    }
    let is_full = |name: &str, count: u32| turn.of_job.get(name).is_some_and(|most| count >= *most);
    let full: Vec<String> =
        mine().filter(|((_, name), count)| is_full(name, **count)).map(|((_, name), _)| name.clone()).collect();
    let mut select = Fragment::new("SELECT j.id FROM job j WHERE j.state = 'waiting' AND j.service = ");
    select.text_arg(&turn.service).push(" AND j.due_ms <= ").int_arg(now_ms);
    if !full.is_empty() {
        select.push(" AND j.name NOT IN ").list_arg(&full);
    }
    // A key stands for one piece of work: it is never done twice at the same time.
    select.push(
        " AND (j.key = '' OR NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.service = j.service \
         AND r.name = j.name AND r.about = j.about AND r.key = j.key)) ORDER BY j.due_ms, j.id LIMIT 1",
    );
    transaction.row(select).await?.map(|row| row.text(0)).transpose()
}

fn read(row: &Record) -> Result<ClaimedJob, DatabaseError> {
    let malformed = || DatabaseError::Internal("a job in the queue is malformed".to_owned());
    Ok(ClaimedJob {
        id: row.text(0)?,
        holder: row.text(1)?,
        kind: JobKind::from_name(&row.text(2)?).ok_or_else(malformed)?,
        service: row.text(3)?,
        name: row.text(4)?,
        about: row.text(5)?,
        sequence: row.count(6)?,
        actor: Actor::read(&row.text(7)?, row.text(8)?, &row.text(9)?).ok_or_else(malformed)?,
        input: row.bytes(10)?,
        key: row.text(11)?,
        attempt: u32::try_from(row.count(12)?).unwrap_or(u32::MAX),
        created_ms: row.int(13)?,
    })
}
