use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Sqlite};
use veillee_access::Fragment;

use super::grouped::{Member, Writers};
use super::{DatabaseError, Record, arguments};
use crate::limits;

/// One writer and a few readers on a file in WAL mode, synced at every commit.
#[derive(Clone)]
pub struct SqliteDatabase {
    writers: Writers,
    readers: SqlitePool,
}

impl SqliteDatabase {
    pub(super) async fn open(file: &Path) -> Result<Self, DatabaseError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_millis(limits::DATABASE_BUSY_MS));
        let wait = Duration::from_millis(limits::DATABASE_WAIT_MS);
        let idle = Duration::from_millis(limits::DATABASE_IDLE_MS);
        let writers = Writers::open(options.clone(), idle).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(limits::SQLITE_READERS)
            .acquire_timeout(wait)
            .idle_timeout(idle)
            .max_lifetime(None)
            .connect_lazy_with(options.pragma("query_only", "1"));
        Ok(Self { writers, readers })
    }

    pub(super) async fn begin(&self) -> Result<Member, DatabaseError> {
        self.writers.begin().await
    }

    pub(super) async fn begin_reading(&self) -> Result<sqlx::Transaction<'static, Sqlite>, DatabaseError> {
        let mut transaction = self.readers.begin().await?;
        // SQLite fixes the moment at the first look.
        sqlx::query("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *transaction).await?;
        Ok(transaction)
    }

    pub(super) async fn rows(&self, mut statement: Fragment) -> Result<Vec<Record>, DatabaseError> {
        let bound = arguments::for_sqlite(&mut statement)?;
        let rows = sqlx::query_with(AssertSqlSafe(statement.text), bound).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(Record::Sqlite).collect())
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}
