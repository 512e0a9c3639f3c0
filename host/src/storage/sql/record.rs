use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use super::DatabaseError;

/// One row of a result. Columns are read by position, in the order of the statement.
pub enum Record {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! getter {
    ($(#[$doc:meta])* $name:ident, $kind:ty) => {
        $(#[$doc])*
        pub fn $name(&self, column: usize) -> Result<$kind, DatabaseError> {
            Ok(match self {
                Self::Sqlite(row) => row.try_get(column)?,
                Self::Postgres(row) => row.try_get(column)?,
            })
        }
    };
}

impl Record {
    getter!(int, i64);
    getter!(maybe_int, Option<i64>);
    getter!(text, String);
    getter!(maybe_text, Option<String>);
    getter!(truth, bool);
    getter!(maybe_truth, Option<bool>);
    getter!(maybe_real, Option<f64>);
    getter!(bytes, Vec<u8>);
    getter!(maybe_bytes, Option<Vec<u8>>);

    /// A number that is never negative: versions, sizes, counts.
    pub fn count(&self, column: usize) -> Result<u64, DatabaseError> {
        let value = self.int(column)?;
        u64::try_from(value).map_err(|_| DatabaseError::Internal(format!("column {column} is negative: {value}")))
    }

    /// A condition, written as `CASE WHEN … THEN 1 ELSE 0 END`.
    pub fn flag(&self, column: usize) -> Result<bool, DatabaseError> {
        Ok(self.int(column)? != 0)
    }
}
