use sqlx::sqlite::SqliteError;

use crate::observe::metrics;

/// What went wrong in the database, as far as somebody can react to it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DatabaseError {
    /// A unique index holds these values already.
    #[error("these values are taken already")]
    Taken,
    /// No room on the disk, or the database may not grow.
    #[error("the database has no room left")]
    Full,
    /// The database does not answer or is busy beyond the limit.
    #[error("the database is away: {0}")]
    Away(String),
    #[error("database: {0}")]
    Internal(String),
}

impl From<sqlx::Error> for DatabaseError {
    fn from(error: sqlx::Error) -> Self {
        let error = Self::of(&error);
        if let Some(kind) = error.kind() {
            metrics::DATABASE_ERRORS.add(1, &[("kind", kind)]);
        }
        error
    }
}

impl DatabaseError {
    /// One word for what is counted; none for what a person's wish can bring about.
    fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Taken => None,
            Self::Full => Some("full"),
            Self::Away(_) => Some("away"),
            Self::Internal(_) => Some("internal"),
        }
    }

    fn of(error: &sqlx::Error) -> Self {
        let said = match error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Taken,
            sqlx::Error::Database(inner) => match inner.try_downcast_ref::<SqliteError>() {
                Some(_) => of_sqlite(inner.code().as_deref(), error.to_string()),
                None => of_postgres(inner.code().as_deref(), error.to_string()),
            },
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Away(error.to_string()),
            _ => Self::Internal(error.to_string()),
        };
        if matches!(said, Self::Full) {
            tracing::error!(%error, "the database has no room left");
        }
        said
    }
}

/// Result codes of SQLite: the low byte is the kind, the rest says more of it.
fn of_sqlite(code: Option<&str>, text: String) -> DatabaseError {
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const IO: i32 = 10;
    const FULL: i32 = 13;
    const CANNOT_OPEN: i32 = 14;
    /// The index of the log could not grow: no room for 32 KiB more.
    const IO_SHM_SIZE: i32 = IO | (19 << 8);
    match code.and_then(|code| code.parse::<i32>().ok()) {
        Some(IO_SHM_SIZE) => DatabaseError::Full,
        Some(code) => match code & 0xFF {
            FULL => DatabaseError::Full,
            BUSY | LOCKED | IO | CANNOT_OPEN => DatabaseError::Away(text),
            _ => DatabaseError::Internal(text),
        },
        None => DatabaseError::Internal(text),
    }
}

/// Codes of PostgreSQL, appendix A of its documentation.
fn of_postgres(code: Option<&str>, text: String) -> DatabaseError {
    match code {
        Some("53100") => DatabaseError::Full,
        // lock_not_available and deadlock_detected: another try may fare better.
        Some("55P03" | "40P01") => DatabaseError::Away(text),
        // Connections, resources, an operator who stops it, the system below it.
        Some(code) if ["08", "53", "57P", "58"].iter().any(|class| code.starts_with(class)) => {
            DatabaseError::Away(text)
        }
        _ => DatabaseError::Internal(text),
    }
}
