//! Group commit on SQLite: writers that wait for each other share one sync.
//!
//! SQLite has one writer, and a commit costs a sync of the log. The first writer that ends well leaves the transaction
//! open and queues up behind those who wait already. Each of them works in the same transaction, inside a savepoint of
//! its own: one that fails goes back to its savepoint, which touches nobody else. Then one commit makes all of it durable,
//! and only then is any of them told. A writer that nobody waits behind commits at once: nothing is ever delayed for the
//! sake of a larger group.
//!
//! A connection that nobody used for a minute is closed: most associations of a host rest most of the time, and each
//! connection holds a thread, the tables and what they lately read.
//!
//! The order of writers is the order of their turns, as without groups: each sees what those before it wrote. When the
//! shared commit fails, all of the group failed.

use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Connection as _, Sqlite};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard, watch};
use veillee_access::Fragment;

use super::{DatabaseError, arguments};
use crate::limits;

type Outcome = Result<(), DatabaseError>;

/// The one writing connection of a file, and the queue for it.
#[derive(Clone)]
pub(super) struct Writers {
    turn: Arc<Mutex<Turn>>,
}

/// What whoever has the turn holds.
struct Turn {
    options: SqliteConnectOptions,
    connection: Option<SqliteConnection>,
    /// The open transaction, while there is one.
    group: Option<Group>,
    /// Set before every step that opens, ends or turns back a transaction, and unset when it went well. A step that failed
    /// or was dropped half-way leaves it set: the connection is then closed, which undoes whatever was open.
    doubtful: bool,
    next_number: u64,
}

struct Group {
    number: u64,
    /// Tells everybody in the group how the shared commit ended.
    outcome: watch::Sender<Option<Outcome>>,
    /// Some writer has ended well and waits to be told.
    has_kept: bool,
}

impl Writers {
    /// `idle`: a connection that nobody used for so long is closed, within twice that time.
    pub(super) async fn open(options: SqliteConnectOptions, idle: Duration) -> Result<Self, DatabaseError> {
        let connection = Some(SqliteConnection::connect_with(&options).await?);
        let turn = Turn { options, connection, group: None, doubtful: false, next_number: 0 };
        let writers = Self { turn: Arc::new(Mutex::new(turn)) };
        tokio::spawn(writers.clone().close_when_idle(idle));
        Ok(writers)
    }

    /// Closes the connection after a round in which nothing began, and ends with the last other handle.
    async fn close_when_idle(self, idle: Duration) {
        let weak = Arc::downgrade(&self.turn);
        drop(self);
        let mut last_number = 0;
        loop {
            tokio::time::sleep(idle).await;
            let Some(turn) = weak.upgrade() else { return };
            let mut turn = turn.lock().await;
            let is_idle = turn.next_number == last_number && turn.group.is_none() && !turn.doubtful;
            last_number = turn.next_number;
            let unused = if is_idle { turn.connection.take() } else { None };
            if let Some(connection) = unused {
                connection.close().await.ok();
            }
        }
    }

    /// Waits for the turn and begins: a transaction, or a savepoint in the one that is open.
    pub(super) async fn begin(&self) -> Result<Member, DatabaseError> {
        let wait = Duration::from_millis(limits::DATABASE_WAIT_MS);
        let turn = tokio::time::timeout(wait, self.turn.clone().lock_owned()).await;
        let mut turn = turn.map_err(|_| DatabaseError::Away("the queue of writers does not move".to_owned()))?;
        turn.recover().await?;
        let first = turn.group.is_none();
        if first {
            turn.step("BEGIN IMMEDIATE").await?;
            turn.next_number += 1;
            let number = turn.next_number;
            turn.group = Some(Group { number, outcome: watch::channel(None).0, has_kept: false });
        } else {
            // One savepoint more or less harms nobody: dropped here, it is no reason for doubt.
            sqlx::query("SAVEPOINT member").execute(turn.connection()?).await?;
        }
        Ok(Member { turn: Some(turn), writers: self.clone(), first, failed: None })
    }

    /// Commits the group, unless that was done already.
    async fn end(self, number: u64) {
        let mut turn = self.turn.lock_owned().await;
        if turn.doubtful {
            if let Err(error) = turn.recover().await {
                tracing::error!(%error, "the database cannot be opened again");
            }
        } else if turn.group.as_ref().is_some_and(|group| group.number == number) {
            let outcome = turn.step("COMMIT").await;
            turn.tell(&outcome);
        }
    }

    pub(super) async fn close(&self) {
        let mut turn = self.turn.lock().await;
        if turn.group.is_some() {
            let outcome = turn.step("COMMIT").await;
            turn.tell(&outcome);
        }
        if let Some(connection) = turn.connection.take() {
            connection.close().await.ok();
        }
    }
}

impl Turn {
    /// After doubt: whoever waits for the group hears that it failed, and a new connection takes the old one's place.
    async fn recover(&mut self) -> Result<(), DatabaseError> {
        if self.doubtful {
            self.tell(&Err(DatabaseError::Away("the transaction was cut".to_owned())));
            if let Some(old) = self.connection.take() {
                old.close_hard().await.ok();
            }
        }
        if self.connection.is_none() {
            self.connection = Some(SqliteConnection::connect_with(&self.options).await?);
        }
        self.doubtful = false;
        Ok(())
    }

    async fn step(&mut self, statement: &'static str) -> Outcome {
        self.doubtful = true;
        sqlx::query(statement).execute(self.connection()?).await?;
        self.doubtful = false;
        Ok(())
    }

    fn connection(&mut self) -> Result<&mut SqliteConnection, DatabaseError> {
        self.connection.as_mut().ok_or_else(|| DatabaseError::Away("the database is closed".to_owned()))
    }

    fn tell(&mut self, outcome: &Outcome) {
        if let Some(group) = self.group.take() {
            group.outcome.send_replace(Some(outcome.clone()));
        }
    }

    /// Undoes what the member who has the turn wrote; `cause` is the error that made it end.
    async fn undo(&mut self, first: bool, cause: Option<DatabaseError>) {
        match self.step(if first { "ROLLBACK" } else { "ROLLBACK TO member" }).await {
            Ok(()) if first => self.group = None,
            Ok(()) => {}
            // SQLite gives up the whole transaction for some errors, a full disk among them: nobody is told yes.
            Err(error) => self.tell(&Err(cause.unwrap_or(error))),
        }
    }
}

/// One writer's part of a group. Dropped without [`Member::commit`], nothing of it happened.
pub struct Member {
    turn: Option<OwnedMutexGuard<Turn>>,
    writers: Writers,
    first: bool,
    /// As on PostgreSQL, nothing goes on after a statement that failed: SQLite may have given up the transaction, and
    /// what came next would be committed by itself.
    failed: Option<DatabaseError>,
}

impl Member {
    pub(super) async fn execute(&mut self, mut statement: Fragment) -> Result<u64, DatabaseError> {
        let bound = arguments::for_sqlite(&mut statement)?;
        let connection = self.connection()?;
        let done = query(statement, bound).execute(connection).await;
        Ok(self.note(done)?.rows_affected())
    }

    pub(super) async fn rows(&mut self, mut statement: Fragment) -> Result<Vec<SqliteRow>, DatabaseError> {
        let bound = arguments::for_sqlite(&mut statement)?;
        let connection = self.connection()?;
        let rows = query(statement, bound).fetch_all(connection).await;
        self.note(rows)
    }

    fn connection(&mut self) -> Result<&mut SqliteConnection, DatabaseError> {
        match (&self.failed, &mut self.turn) {
            (Some(error), _) => Err(error.clone()),
            (None, Some(turn)) => turn.connection(),
            (None, None) => Err(DatabaseError::Internal("the transaction has ended".to_owned())),
        }
    }

    fn note<T>(&mut self, done: Result<T, sqlx::Error>) -> Result<T, DatabaseError> {
        let done = done.map_err(DatabaseError::from);
        self.failed = done.as_ref().err().cloned();
        done
    }

    /// Resolves when the commit that all of the group share is durable.
    pub(super) async fn commit(mut self) -> Result<(), DatabaseError> {
        if let Some(error) = self.failed.clone() {
            return Err(error);
        }
        let gone = || DatabaseError::Away("the outcome of the commit is not known".to_owned());
        let mut turn = self.turn.take().ok_or_else(gone)?;
        let group = turn.group.as_mut().ok_or_else(gone)?;
        let mut outcome = group.outcome.subscribe();
        if !std::mem::replace(&mut group.has_kept, true) {
            // In a task: a request that is dropped now must not leave the transaction open.
            tokio::spawn(self.writers.clone().end(group.number));
        }
        drop(turn);
        let told = outcome.wait_for(Option::is_some).await;
        told.map_err(|_| gone())?.clone().ok_or_else(gone)?
    }
}

fn query(statement: Fragment, bound: SqliteArguments) -> sqlx::query::Query<'static, Sqlite, SqliteArguments> {
    sqlx::query_with(AssertSqlSafe(statement.text), bound)
}

impl Drop for Member {
    fn drop(&mut self) {
        let Some(mut turn) = self.turn.take() else { return };
        let (first, cause) = (self.first, self.failed.take());
        turn.doubtful = true;
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move { turn.undo(first, cause).await });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
    use veillee_access::Fragment;

    use super::Writers;

    const LOOKS: u32 = 2_000;
    const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

    #[tokio::test]
    async fn a_connection_that_nobody_uses_is_closed_and_the_next_writer_opens_another() {
        let folder = tempfile::tempdir().unwrap();
        let (file, log) = (folder.path().join("idle.db"), folder.path().join("idle.db-wal"));
        let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
        let options = options.journal_mode(SqliteJournalMode::Wal);
        let writers = Writers::open(options, Duration::from_millis(20)).await.unwrap();
        for statement in ["CREATE TABLE mark (id bigint PRIMARY KEY)", "INSERT INTO mark (id) VALUES (1)"] {
            let mut member = writers.begin().await.unwrap();
            member.execute(Fragment::new(statement)).await.unwrap();
            assert!(log.exists(), "the writer has its log");
            member.commit().await.unwrap();
            // SQLite removes the log with its last connection.
            for _ in 0..LOOKS {
                if !log.exists() {
                    break;
                }
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
            assert!(!log.exists(), "nobody wrote since");
        }
    }
}
