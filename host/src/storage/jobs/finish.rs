use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::events::Waiting;
use super::{ClaimedJob, JobKind, JobState};
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// What becomes of a job that was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    Done,
    /// Once more at this time.
    Again {
        due_ms: Millis,
        error: String,
    },
    /// Untouched, through no fault of the job: this start does not count.
    GivenBack {
        due_ms: Millis,
    },
    /// Given up, with the reason; an operator may try it again.
    Dead {
        error: String,
    },
    /// Nobody is left to act for.
    Dropped {
        reason: String,
    },
}

impl Association {
    /// Ends a job. False when it is no longer the holder's: its lease ran out and somebody else has it.
    pub async fn finish_job(&self, job: &ClaimedJob, ending: Ending) -> Result<bool, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let waiting = Waiting { service: &job.service, about: &job.about };
        if job.kind == JobKind::Event {
            waiting.lock(&mut transaction).await?;
        }
        let ended = match &ending {
            Ending::Done => delete(&mut transaction, job).await?,
            Ending::Again { due_ms, error } => put_back(&mut transaction, job, 0, *due_ms, error, now_ms).await?,
            Ending::GivenBack { due_ms } => put_back(&mut transaction, job, 1, *due_ms, "", now_ms).await?,
            Ending::Dead { error } => keep(&mut transaction, job, JobState::Dead, error, now_ms).await?,
            Ending::Dropped { reason } => keep(&mut transaction, job, JobState::Dropped, reason, now_ms).await?,
        };
        if job.kind == JobKind::Event && ended {
            waiting.release(&mut transaction, now_ms).await?;
        }
        transaction.commit().await?;
        self.ring();
        Ok(ended)
    }
}

/// Only what the holder still holds.
fn write_held(statement: &mut Fragment, job: &ClaimedJob) {
    statement.push(" WHERE state = 'running' AND id = ").text_arg(&job.id).push(" AND holder = ").text_arg(&job.holder);
}

async fn delete(transaction: &mut Transaction, job: &ClaimedJob) -> Result<bool, DatabaseError> {
    let mut delete = Fragment::new("DELETE FROM job");
    write_held(&mut delete, job);
    Ok(transaction.execute(delete).await? == 1)
}

/// Waits again, or leaves the work to a twin that was put there under the same key meanwhile.
async fn put_back(
    transaction: &mut Transaction,
    job: &ClaimedJob,
    uncounted: i64,
    due_ms: Millis,
    error: &str,
    now_ms: Millis,
) -> Result<bool, DatabaseError> {
    if !job.key.is_empty() && hasten_twin(transaction, job, due_ms).await? {
        return delete(transaction, job).await;
    }
    let mut update = Fragment::new("UPDATE job SET state = 'waiting', holder = '', attempt = attempt - ");
    update.int_arg(uncounted).push(", due_ms = ").int_arg(due_ms).push(", set_ms = ").int_arg(now_ms);
    if !error.is_empty() {
        update.push(", error = ").text_arg(error);
    }
    write_held(&mut update, job);
    Ok(transaction.execute(update).await? == 1)
}

/// The twin comes no later than the job whose work it takes over. Whether there is one.
async fn hasten_twin(transaction: &mut Transaction, job: &ClaimedJob, due_ms: Millis) -> Result<bool, DatabaseError> {
    let mut twin = Fragment::new("SELECT id, due_ms FROM job WHERE state = 'waiting' AND key <> '' AND service = ");
    twin.text_arg(&job.service).push(" AND name = ").text_arg(&job.name).push(" AND about = ").text_arg(&job.about);
    twin.push(" AND key = ").text_arg(&job.key);
    let Some(row) = transaction.row(twin).await? else { return Ok(false) };
    let mut hasten = Fragment::new("UPDATE job SET due_ms = ");
    hasten.int_arg(row.int(1)?.min(due_ms)).push(" WHERE id = ").text_arg(&row.text(0)?);
    transaction.execute(hasten).await?;
    Ok(true)
}

async fn keep(
    transaction: &mut Transaction,
    job: &ClaimedJob,
    state: JobState,
    why: &str,
    now_ms: Millis,
) -> Result<bool, DatabaseError> {
    let mut update = Fragment::new("UPDATE job SET holder = '', state = ");
    update.text_arg(state.name()).push(", error = ").text_arg(why).push(", set_ms = ").int_arg(now_ms);
    write_held(&mut update, job);
    Ok(transaction.execute(update).await? == 1)
}
