use sqlx::{AssertSqlSafe, Postgres};
use veillee_access::Fragment;

use super::grouped::Member;
use super::{Ask, DatabaseError, Dialect, Record, arguments};

/// A writing transaction. Dropped without [`Transaction::commit`], nothing happened.
pub enum Transaction {
    Sqlite(Member),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Transaction {
    /// Runs a statement and says how many rows it touched.
    pub async fn execute(&mut self, mut statement: Fragment) -> Result<u64, DatabaseError> {
        match self {
            Self::Sqlite(inner) => inner.execute(statement).await,
            Self::Postgres(inner) => {
                let bound = arguments::for_postgres(&mut statement)?;
                let text = AssertSqlSafe(statement.text);
                Ok(sqlx::query_with(text, bound).execute(&mut **inner).await?.rows_affected())
            }
        }
    }

    /// Makes everything durable; on SQLite together with the writers who waited meanwhile. Only after this returns may anybody be told.
    pub async fn commit(self) -> Result<(), DatabaseError> {
        match self {
            Self::Sqlite(inner) => inner.commit().await,
            Self::Postgres(inner) => Ok(inner.commit().await?),
        }
    }
}

impl Ask for Transaction {
    async fn rows(&mut self, mut statement: Fragment) -> Result<Vec<Record>, DatabaseError> {
        match self {
            Self::Sqlite(inner) => Ok(inner.rows(statement).await?.into_iter().map(Record::Sqlite).collect()),
            Self::Postgres(inner) => {
                let bound = arguments::for_postgres(&mut statement)?;
                let text = AssertSqlSafe(statement.text);
                let rows = sqlx::query_with(text, bound).fetch_all(&mut **inner).await?;
                Ok(rows.into_iter().map(Record::Postgres).collect())
            }
        }
    }

    fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }
}
