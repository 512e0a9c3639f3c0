//! Every difference between the two databases.

/// Which database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// The column type of bytes.
    pub fn bytes_type(self) -> &'static str {
        match self {
            Self::Sqlite => "blob",
            Self::Postgres => "bytea",
        }
    }

    /// The column type of real numbers; SQLite calls any name with `DOUB` real.
    pub fn real_type(self) -> &'static str {
        "double precision"
    }

    /// Text whose order is the order of its bytes, on both: cursors and unique indexes depend on it.
    pub fn text_type(self) -> &'static str {
        match self {
            Self::Sqlite => "text",
            Self::Postgres => "text COLLATE \"C\"",
        }
    }

    /// Run first by every write: a change of sharing then waits for writes under way, and later writes see it. SQLite has
    /// one writer and needs nothing.
    pub fn hold_generation(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT value FROM generation WHERE id = 1 FOR SHARE"),
        }
    }

    /// Rows of `table o` in the containers that `reach` selects, newest first and limited.
    ///
    /// SQLite stops by itself inside each container of an `IN` list once its rows sort behind the limit. PostgreSQL
    /// does not: it needs the limited scan per container spelled out.
    pub fn rows_in_containers(self, select: &str, table: &str, reach: &str, condition: &str, tail: &str) -> String {
        match self {
            Self::Sqlite => {
                format!("SELECT {select} FROM {table} o WHERE o.container IN ({reach}) AND {condition} {tail}")
            }
            Self::Postgres => format!(
                "SELECT x.* FROM ({reach}) r CROSS JOIN LATERAL (SELECT {select} FROM {table} o \
                 WHERE o.container = r.container AND {condition} {tail}) x"
            ),
        }
    }

    /// How the condition of [`Self::rows_in_containers`] may name the container that all rows of one scan lie in: what
    /// depends on nothing else is then asked once for each container, not for each row.
    pub fn outer_container(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("r.container"),
        }
    }

    /// A look at the whole database that takes seconds for a gigabyte; one column that says `ok`, or what is broken.
    pub fn quick_check(self) -> &'static str {
        match self {
            Self::Sqlite => "PRAGMA quick_check(1)",
            // The server checks what it reads; that every row can be read is `pg_dump`'s work.
            Self::Postgres => "SELECT 'ok'",
        }
    }

    /// The columns that a table has, as one column `name`; `$1` is the table.
    pub fn columns_of_table(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT name FROM pragma_table_info($1)",
            Self::Postgres => {
                "SELECT column_name::text FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = $1"
            }
        }
    }
}
