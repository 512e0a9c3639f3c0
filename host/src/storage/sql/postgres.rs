use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Postgres};
use veillee_access::Fragment;

use super::{DatabaseError, Record, arguments};
use crate::limits;

/// A pool whose names all live in one schema.
#[derive(Clone)]
pub struct PostgresDatabase {
    pool: PgPool,
}

impl PostgresDatabase {
    pub(super) async fn open(url: &str, schema: &str) -> Result<Self, DatabaseError> {
        // Plans must not depend on the values of the first call, and compiling them costs more than it gives.
        let options = PgConnectOptions::from_str(url)?.options([
            ("search_path", schema),
            ("plan_cache_mode", "force_generic_plan"),
            ("jit", "off"),
        ]);
        let mut connection = options.connect().await?;
        let create = format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"");
        sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut connection).await?;
        connection.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(limits::POSTGRES_CONNECTIONS)
            .acquire_timeout(Duration::from_millis(limits::DATABASE_WAIT_MS))
            .idle_timeout(Duration::from_millis(limits::DATABASE_IDLE_MS))
            .connect_lazy_with(options);
        Ok(Self { pool })
    }

    pub(super) async fn begin(&self) -> Result<sqlx::Transaction<'static, Postgres>, DatabaseError> {
        Ok(self.pool.begin().await?)
    }

    pub(super) async fn has_schema(url: &str, schema: &str) -> Result<bool, DatabaseError> {
        let mut connection = PgConnectOptions::from_str(url)?.connect().await?;
        let select = sqlx::query("SELECT 1 FROM information_schema.schemata WHERE schema_name = $1").bind(schema);
        let found = select.fetch_optional(&mut connection).await?.is_some();
        connection.close().await?;
        Ok(found)
    }

    pub(super) async fn drop_schema(url: &str, schema: &str) -> Result<(), DatabaseError> {
        let mut connection = PgConnectOptions::from_str(url)?.connect().await?;
        let drop = format!("DROP SCHEMA IF EXISTS \"{schema}\" CASCADE");
        sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }

    pub(super) async fn begin_reading(&self) -> Result<sqlx::Transaction<'static, Postgres>, DatabaseError> {
        let mut transaction = self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        // PostgreSQL fixes the moment at the first statement that is not BEGIN.
        sqlx::query("SELECT 1").fetch_one(&mut *transaction).await?;
        Ok(transaction)
    }

    pub(super) async fn rows(&self, mut statement: Fragment) -> Result<Vec<Record>, DatabaseError> {
        let bound = arguments::for_postgres(&mut statement)?;
        let rows = sqlx::query_with(AssertSqlSafe(statement.text), bound).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(Record::Postgres).collect())
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}
