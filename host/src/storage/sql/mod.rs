//! One SQL text on two databases.
//!
//! Statements are [`Fragment`]s: text with `$1` placeholders, and bound values. What differs between SQLite and
//! PostgreSQL stands in [`dialect`] and nowhere else.

mod arguments;
pub mod dialect;
mod error;
mod grouped;
mod postgres;
mod reading;
mod record;
mod sqlite;
mod transaction;

pub use dialect::Dialect;
pub use error::DatabaseError;
pub use reading::ReadTransaction;
pub use record::Record;
pub use transaction::Transaction;
use veillee_access::Fragment;

/// A connection pool to one association's database, or the host's.
#[derive(Clone)]
pub enum Database {
    Sqlite(sqlite::SqliteDatabase),
    Postgres(postgres::PostgresDatabase),
}

/// Something a statement can be asked on: the pool, or an open transaction.
pub trait Ask: Send {
    fn rows(&mut self, statement: Fragment) -> impl Future<Output = Result<Vec<Record>, DatabaseError>> + Send;

    fn dialect(&self) -> Dialect;

    /// The first row, if there is one.
    fn row(&mut self, statement: Fragment) -> impl Future<Output = Result<Option<Record>, DatabaseError>> + Send {
        async move { Ok(self.rows(statement).await?.into_iter().next()) }
    }
}

impl Database {
    /// Opens, and creates when missing, an SQLite file.
    pub async fn sqlite(file: &std::path::Path) -> Result<Self, DatabaseError> {
        sqlite::SqliteDatabase::open(file).await.map(Self::Sqlite)
    }

    /// Connects to PostgreSQL; all names live in `schema`, which is created when missing.
    pub async fn postgres(url: &str, schema: &str) -> Result<Self, DatabaseError> {
        postgres::PostgresDatabase::open(url, schema).await.map(Self::Postgres)
    }

    pub async fn has_postgres_schema(url: &str, schema: &str) -> Result<bool, DatabaseError> {
        postgres::PostgresDatabase::has_schema(url, schema).await
    }

    /// Removes a schema with all in it, if it is there.
    pub async fn drop_postgres(url: &str, schema: &str) -> Result<(), DatabaseError> {
        postgres::PostgresDatabase::drop_schema(url, schema).await
    }

    /// Starts a writing transaction; on SQLite it is the only one of this database at a time.
    pub async fn begin(&self) -> Result<Transaction, DatabaseError> {
        match self {
            Self::Sqlite(database) => Ok(Transaction::Sqlite(database.begin().await?)),
            Self::Postgres(database) => Ok(Transaction::Postgres(database.begin().await?)),
        }
    }

    /// Starts reading: everything asked on the answer is as it stood at one moment, now.
    pub async fn begin_reading(&self) -> Result<ReadTransaction, DatabaseError> {
        match self {
            Self::Sqlite(database) => Ok(ReadTransaction::Sqlite(database.begin_reading().await?)),
            Self::Postgres(database) => Ok(ReadTransaction::Postgres(database.begin_reading().await?)),
        }
    }

    /// One statement in a transaction of its own.
    pub async fn execute(&self, statement: Fragment) -> Result<u64, DatabaseError> {
        let mut transaction = self.begin().await?;
        let touched = transaction.execute(statement).await?;
        transaction.commit().await?;
        Ok(touched)
    }

    /// Whether the whole database can be read: `ok`, or what is broken.
    pub async fn quick_check(&self) -> Result<String, DatabaseError> {
        let mut ask = self.clone();
        let statement = Fragment::new(ask.dialect().quick_check());
        ask.row(statement).await?.map_or_else(|| Ok(String::new()), |row| row.text(0))
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite(database) => database.close().await,
            Self::Postgres(database) => database.close().await,
        }
    }
}

impl Ask for Database {
    async fn rows(&mut self, statement: Fragment) -> Result<Vec<Record>, DatabaseError> {
        match self {
            Self::Sqlite(database) => database.rows(statement).await,
            Self::Postgres(database) => database.rows(statement).await,
        }
    }

    fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }
}
