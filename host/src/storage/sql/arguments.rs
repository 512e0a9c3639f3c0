use sqlx::Arguments as _;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use veillee_access::{Arg, Fragment};

use super::DatabaseError;

/// The values that the text asks for. A predicate binds the caller's id before it is known whether any term names it; a
/// value behind the last placeholder would make two statements of one text differ, which PostgreSQL refuses.
fn asked_for(statement: &mut Fragment) -> Vec<Arg> {
    let number = |piece: &str| {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        piece[..digits].parse().unwrap_or(0)
    };
    let highest = statement.text.split('$').skip(1).map(number).max().unwrap_or(0);
    let mut args = std::mem::take(&mut statement.args);
    args.truncate(highest);
    args
}

macro_rules! bind_all {
    ($name:ident, $arguments:ty) => {
        pub(super) fn $name(statement: &mut Fragment) -> Result<$arguments, DatabaseError> {
            let mut bound = <$arguments>::default();
            for arg in asked_for(statement) {
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
