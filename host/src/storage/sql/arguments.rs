use sqlx::Arguments as _;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use veillee_access::Arg;

use super::DatabaseError;

macro_rules! bind_all {
    ($name:ident, $arguments:ty) => {
        pub(super) fn $name(args: Vec<Arg>) -> Result<$arguments, DatabaseError> {
            let mut bound = <$arguments>::default();
            for arg in args {
                let added = match arg {
                    Arg::Int(value) => bound.add(value),
                    Arg::Text(value) => bound.add(value),
                    Arg::Bool(value) => bound.add(value),
                    Arg::Real(value) => bound.add(value),
                    Arg::Bytes(value) => bound.add(value),
                    Arg::NullInt => bound.add(None::<i64>),
                    Arg::NullText => bound.add(None::<String>),
                    Arg::NullBool => bound.add(None::<bool>),
                    Arg::NullReal => bound.add(None::<f64>),
                    Arg::NullBytes => bound.add(None::<Vec<u8>>),
                };
                added.map_err(|error| DatabaseError::Internal(error.to_string()))?;
            }
            Ok(bound)
        }
    };
}

bind_all!(for_sqlite, SqliteArguments);
bind_all!(for_postgres, PgArguments);
