use crate::observe::metrics;

/// What went wrong in the database, as far as somebody can react to it.
#[derive(Debug, thiserror::Error)]
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
        match error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Taken,
            // SQLITE_FULL; PostgreSQL class 53 "disk_full".
            sqlx::Error::Database(inner) if matches!(inner.code().as_deref(), Some("13" | "53100")) => Self::Full,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Away(error.to_string()),
            _ => Self::Internal(error.to_string()),
        }
    }
}
