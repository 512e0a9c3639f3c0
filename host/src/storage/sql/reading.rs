use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt as _, TryStreamExt as _};
use sqlx::{AssertSqlSafe, Postgres, Sqlite};
use veillee_access::Fragment;

use super::{Ask, DatabaseError, Dialect, Record, arguments};

/// A transaction that sees one moment of the database for as long as it lives, and holds up no writer.
pub enum ReadTransaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl ReadTransaction {
    /// The rows of a statement as they come, few of them in memory at a time.
    pub fn stream(&mut self, mut statement: Fragment) -> BoxStream<'_, Result<Record, DatabaseError>> {
        match self {
            Self::Sqlite(inner) => match arguments::for_sqlite(&mut statement) {
                Ok(bound) => sqlx::query_with(AssertSqlSafe(statement.text), bound)
                    .fetch(&mut **inner)
                    .map_ok(Record::Sqlite)
                    .map_err(DatabaseError::from)
                    .boxed(),
                Err(error) => stream::iter([Err(error)]).boxed(),
            },
            Self::Postgres(inner) => match arguments::for_postgres(&mut statement) {
                Ok(bound) => sqlx::query_with(AssertSqlSafe(statement.text), bound)
                    .fetch(&mut **inner)
                    .map_ok(Record::Postgres)
                    .map_err(DatabaseError::from)
                    .boxed(),
                Err(error) => stream::iter([Err(error)]).boxed(),
            },
        }
    }
}

impl Ask for ReadTransaction {
    async fn rows(&mut self, statement: Fragment) -> Result<Vec<Record>, DatabaseError> {
        self.stream(statement).try_collect().await
    }

    fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }
}
