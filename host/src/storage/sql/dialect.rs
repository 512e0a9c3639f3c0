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

    /// Run before the owners' sums are compared with the association's own limit: whoever compares waits for those before.
    pub fn hold_whole_limit(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT owner FROM usage_limit WHERE owner = '' FOR UPDATE"),
        }
    }

    /// The greater of two numbers.
    pub fn greatest(self) -> &'static str {
        match self {
            Self::Sqlite => "max",
            Self::Postgres => "greatest",
        }
    }

    /// Run first by what needs all data to stand still: it waits for the writes under way and lets no other begin.
    pub fn stop_writes(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT value FROM generation WHERE id = 1 FOR UPDATE"),
        }
    }

    /// Run first by a change of tables while people use them. PostgreSQL: writers wait outside, so that none holds one
    /// table while it waits for another; and who reads wins: the change gives up after a moment, long before
    /// `deadlock_timeout` would look for a victim, and is tried again. SQLite has one writer, whom no reader waits for.
    pub fn hold_for_tables(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[],
            Self::Postgres => {
                &["SET LOCAL lock_timeout = '250ms'", "SELECT value FROM generation WHERE id = 1 FOR UPDATE"]
            }
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

    /// The names of all tables with something to keep: all but the mark of how they were made.
    pub fn tables(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT name FROM sqlite_schema \
                 WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' AND name <> 'applied_schema'"
            }
            Self::Postgres => {
                "SELECT table_name::text FROM information_schema.tables \
                 WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> 'applied_schema'"
            }
        }
    }

    /// The columns of a table in their order: name, type, whether a value is required, place in the primary key or 0;
    /// `$1` is the table.
    pub fn description_of_table(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT name, type, \"notnull\", pk FROM pragma_table_info($1) ORDER BY cid",
            Self::Postgres => {
                "SELECT c.column_name::text, c.data_type::text, \
                 CASE c.is_nullable WHEN 'NO' THEN 1 ELSE 0 END::bigint, \
                 coalesce((SELECT k.ordinal_position FROM information_schema.table_constraints t \
                 JOIN information_schema.key_column_usage k ON k.constraint_name = t.constraint_name \
                 AND k.table_schema = t.table_schema AND k.table_name = t.table_name \
                 WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = c.table_schema \
                 AND t.table_name = c.table_name AND k.column_name = c.column_name), 0)::bigint \
                 FROM information_schema.columns c \
                 WHERE c.table_schema = current_schema() AND c.table_name = $1 ORDER BY c.ordinal_position"
            }
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
