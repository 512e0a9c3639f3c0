//! Schedules: one durable due time for each, and a cursor while a turn goes through the objects.
//!
//! A turn gives each object one job, a few at a time, in the transaction that moves the cursor: a host that is killed
//! goes on where it stopped. Nothing is kept for each object, so that a hundred thousand of them cost nothing between
//! two turns.

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::enqueue::{Row, insert};
use super::{Actor, ActorKind, JobKind};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::ids::new_id;
use crate::storage::shape::Shape;
use crate::storage::sql::{Ask as _, DatabaseError, Record, Transaction};

/// The owner of what belongs to the association itself.
pub(super) const ASSOCIATION: &str = crate::storage::quota::ASSOCIATION_OWNER;

/// At most one job of a schedule waits for each object: what was missed is made up for once.
const KEY: &str = "turn";

/// A schedule as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleRecord {
    pub service: String,
    pub name: String,
    /// As written in the manifest that made it.
    pub rhythm: String,
    pub due_ms: Millis,
    /// A turn is under way, and not all objects have their job.
    pub turning: bool,
}

/// One step of a turn.
pub struct ScheduleTurn<'a> {
    pub service: &'a str,
    pub name: &'a str,
    /// The collection whose objects get a job.
    pub shape: &'a Shape,
    /// When the turn after this one is due.
    pub next_ms: Millis,
}

impl Association {
    pub async fn schedules(&self) -> Result<Vec<ScheduleRecord>, DatabaseError> {
        let select = Fragment::new("SELECT service, name, rhythm, due_ms, cursor FROM schedule ORDER BY service, name");
        let rows = self.database().rows(select).await?;
        let read = |row: &Record| -> Result<_, DatabaseError> {
            Ok(ScheduleRecord {
                service: row.text(0)?,
                name: row.text(1)?,
                rhythm: row.text(2)?,
                due_ms: row.int(3)?,
                turning: row.maybe_text(4)?.is_some(),
            })
        };
        rows.iter().map(read).collect()
    }

    /// Sets when a schedule is due next; a turn that is under way goes on.
    pub async fn set_schedule(
        &self,
        service: &str,
        name: &str,
        rhythm: &str,
        due_ms: Millis,
    ) -> Result<(), DatabaseError> {
        let mut upsert = Fragment::new("INSERT INTO schedule (service, name, rhythm, due_ms, cursor) VALUES (");
        upsert.text_arg(service).push(", ").text_arg(name).push(", ").text_arg(rhythm).push(", ").int_arg(due_ms);
        upsert.push(
            ", NULL) ON CONFLICT (service, name) DO UPDATE SET rhythm = excluded.rhythm, due_ms = excluded.due_ms",
        );
        self.database.execute(upsert).await?;
        Ok(())
    }

    /// Gives the next few objects their job, if few jobs of this schedule wait. How many it gave.
    pub async fn turn_schedule(&self, turn: ScheduleTurn<'_>) -> Result<usize, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        transaction.execute(Fragment::new("UPDATE job_turn SET taken = taken + 1 WHERE id = 1")).await?;
        let Some((cursor, starts)) = begin(&mut transaction, &turn, now_ms).await? else { return Ok(0) };
        if waiting(&mut transaction, &turn).await? >= limits::SCHEDULE_JOBS_AHEAD {
            return Ok(0);
        }
        let objects = objects(&mut transaction, turn.shape, &cursor).await?;
        for (id, actor) in &objects {
            let row = Row {
                id: new_id(&*self.random),
                kind: JobKind::Schedule,
                service: turn.service,
                name: turn.name,
                about: id,
                sequence: 0,
                actor,
                input: Vec::new(),
                key: KEY,
                due_ms: now_ms,
                now_ms,
            };
            insert(&mut transaction, row).await?;
        }
        let rest = objects.len() == limits::SCHEDULE_JOBS_AHEAD;
        let cursor = objects.last().filter(|_| rest).map(|(id, _)| id.as_str());
        advance(&mut transaction, &turn, cursor, starts).await?;
        transaction.commit().await?;
        Ok(objects.len())
    }
}

/// The place where the turn goes on, and whether it starts now; none, when nothing is due.
async fn begin(
    transaction: &mut Transaction,
    turn: &ScheduleTurn<'_>,
    now_ms: Millis,
) -> Result<Option<(String, bool)>, DatabaseError> {
    let mut select = Fragment::new("SELECT due_ms, cursor FROM schedule WHERE service = ");
    select.text_arg(turn.service).push(" AND name = ").text_arg(turn.name);
    let Some(row) = transaction.row(select).await? else { return Ok(None) };
    match row.maybe_text(1)? {
        Some(cursor) => Ok(Some((cursor, false))),
        None if row.int(0)? <= now_ms => Ok(Some((String::new(), true))),
        None => Ok(None),
    }
}

async fn waiting(transaction: &mut Transaction, turn: &ScheduleTurn<'_>) -> Result<usize, DatabaseError> {
    let mut count =
        Fragment::new("SELECT count(*) FROM job WHERE state = 'waiting' AND kind = 'schedule' AND service = ");
    count.text_arg(turn.service).push(" AND name = ").text_arg(turn.name);
    let waiting = transaction.row(count).await?.map_or(Ok(0), |row| row.count(0))?;
    Ok(usize::try_from(waiting).unwrap_or(usize::MAX))
}

/// The next objects that are not in the trash, each with its owner.
async fn objects(
    transaction: &mut Transaction,
    shape: &Shape,
    after: &str,
) -> Result<Vec<(String, Actor)>, DatabaseError> {
    let mut select = Fragment::new(format!(
        "SELECT o.id, o.owner, coalesce(p.kind, '') FROM {} o LEFT JOIN principal p ON p.id = o.owner \
         WHERE o.trashed_ms = 0 AND (SELECT c.trashed_ms FROM container c WHERE c.id = o.container) = 0 AND o.id > ",
        shape.table()
    ));
    select.text_arg(after).push(&format!(" ORDER BY o.id LIMIT {}", limits::SCHEDULE_JOBS_AHEAD));
    let owner = |row: &Record| -> Result<_, DatabaseError> {
        let (principal, kind) = (row.text(1)?, row.text(2)?);
        let kind = if principal == ASSOCIATION { ActorKind::Association.name() } else { kind.as_str() };
        let actor = Actor::read(kind, principal, "").unwrap_or(Actor {
            kind: ActorKind::Visitor,
            principal: String::new(),
            shares: Vec::new(),
        });
        Ok((row.text(0)?, actor))
    };
    transaction.rows(select).await?.iter().map(owner).collect()
}

async fn advance(
    transaction: &mut Transaction,
    turn: &ScheduleTurn<'_>,
    cursor: Option<&str>,
    starts: bool,
) -> Result<(), DatabaseError> {
    let mut update = Fragment::new("UPDATE schedule SET cursor = ");
    match cursor {
        Some(id) => update.text_arg(id),
        None => update.push("NULL"),
    };
    if starts {
        update.push(", due_ms = ").int_arg(turn.next_ms);
    }
    update.push(" WHERE service = ").text_arg(turn.service).push(" AND name = ").text_arg(turn.name);
    transaction.execute(update).await?;
    Ok(())
}
