//! What an operator sees of the queue, and does with it.

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::events::Waiting;
use super::{BEHIND_MS, JobKind, JobState};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Record};

/// A row of the queue, without what it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRecord {
    pub id: String,
    pub kind: JobKind,
    pub service: String,
    pub name: String,
    pub about: String,
    pub state: JobState,
    /// How often it was started.
    pub attempt: u32,
    /// When it is to run; none while an event waits for those before it.
    pub due_ms: Option<Millis>,
    pub created_ms: Millis,
    /// Why the last start failed, or why it ended.
    pub error: String,
}

/// How many rows of each state there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    pub waiting: u64,
    pub running: u64,
    pub dead: u64,
}

impl Association {
    /// Rows in one state or in all, the oldest first, at most [`limits::JOBS_LISTED_MAX`].
    pub async fn jobs(&self, state: Option<JobState>) -> Result<Vec<JobRecord>, DatabaseError> {
        self.first_jobs(state, limits::JOBS_LISTED_MAX).await
    }

    /// As [`Self::jobs`], at most `count`.
    pub async fn first_jobs(&self, state: Option<JobState>, count: usize) -> Result<Vec<JobRecord>, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT id, kind, service, name, about, state, attempt, due_ms, created_ms, error FROM job WHERE ",
        );
        match state {
            Some(state) => select.push("state = ").text_arg(state.name()),
            None => select.push("1 = 1"),
        };
        select.push(&format!(" ORDER BY created_ms, sequence, id LIMIT {count}"));
        self.database().rows(select).await?.iter().map(record).collect()
    }

    pub async fn job_counts(&self) -> Result<JobCounts, DatabaseError> {
        let select = Fragment::new("SELECT state, count(*) FROM job GROUP BY state");
        let mut counts = JobCounts::default();
        for row in self.database().rows(select).await? {
            match JobState::from_name(&row.text(0)?) {
                Some(JobState::Waiting) => counts.waiting = row.count(1)?,
                Some(JobState::Running) => counts.running = row.count(1)?,
                Some(JobState::Dead) => counts.dead = row.count(1)?,
                Some(JobState::Dropped) | None => {}
            }
        }
        Ok(counts)
    }

    /// Lets a dead or dropped job run again, with all its attempts. An event goes behind those that run or wait to be
    /// told; those told already stay told. False when there is none with this id.
    pub async fn retry_job(&self, id: &str) -> Result<bool, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut select =
            Fragment::new("SELECT kind, service, about FROM job WHERE state IN ('dead', 'dropped') AND id = ");
        select.text_arg(id);
        let Some(row) = transaction.row(select).await? else { return Ok(false) };
        let (kind, service, about) = (row.text(0)?, row.text(1)?, row.text(2)?);
        let waiting = Waiting { service: &service, about: &about };
        let mut due_ms = now_ms;
        if kind == JobKind::Event.name() {
            waiting.lock(&mut transaction).await?;
            due_ms = if waiting.is_any(&mut transaction).await? { BEHIND_MS } else { now_ms };
        }
        let mut merge = Fragment::new("DELETE FROM job WHERE key <> '' AND id = ");
        merge.text_arg(id).push(
            " AND EXISTS (SELECT 1 FROM job t WHERE t.state = 'waiting' AND t.service = job.service \
             AND t.name = job.name AND t.about = job.about AND t.key = job.key)",
        );
        transaction.execute(merge).await?;
        let mut update = Fragment::new("UPDATE job SET state = 'waiting', attempt = 0, due_ms = ");
        update.int_arg(due_ms).push(", set_ms = ").int_arg(now_ms);
        update.push(" WHERE state IN ('dead', 'dropped') AND id = ").text_arg(id);
        transaction.execute(update).await?;
        transaction.commit().await?;
        self.ring();
        Ok(true)
    }

    /// Throws a job away that does not run at this moment. False when there is none with this id.
    pub async fn drop_job(&self, id: &str) -> Result<bool, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut delete = Fragment::new("DELETE FROM job WHERE state <> 'running' AND id = ");
        delete.text_arg(id).push(" RETURNING kind, service, about");
        let Some(row) = transaction.row(delete).await? else { return Ok(false) };
        let (kind, service, about) = (row.text(0)?, row.text(1)?, row.text(2)?);
        if kind == JobKind::Event.name() {
            let waiting = Waiting { service: &service, about: &about };
            waiting.lock(&mut transaction).await?;
            waiting.release(&mut transaction, now_ms).await?;
        }
        transaction.commit().await?;
        self.ring();
        Ok(true)
    }

    /// Forgets what ended long ago.
    pub async fn sweep_jobs(&self) -> Result<u64, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut swept = 0;
        for (state, life_ms) in
            [(JobState::Dead, limits::JOB_DEAD_LIFE_MS), (JobState::Dropped, limits::JOB_DROPPED_LIFE_MS)]
        {
            let mut delete = Fragment::new("DELETE FROM job WHERE state = ");
            delete.text_arg(state.name()).push(" AND set_ms <= ").int_arg(now_ms.saturating_sub(life_ms));
            swept += self.database.execute(delete).await?;
        }
        Ok(swept)
    }
}

fn record(row: &Record) -> Result<JobRecord, DatabaseError> {
    let malformed = || DatabaseError::Internal("a job in the queue is malformed".to_owned());
    let due_ms = row.int(7)?;
    Ok(JobRecord {
        id: row.text(0)?,
        kind: JobKind::from_name(&row.text(1)?).ok_or_else(malformed)?,
        service: row.text(2)?,
        name: row.text(3)?,
        about: row.text(4)?,
        state: JobState::from_name(&row.text(5)?).ok_or_else(malformed)?,
        attempt: u32::try_from(row.count(6)?).unwrap_or(u32::MAX),
        due_ms: (due_ms < BEHIND_MS).then_some(due_ms),
        created_ms: row.int(8)?,
        error: row.text(9)?,
    })
}
