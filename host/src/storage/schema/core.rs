use veillee_access::{Arg, Fragment};

use super::adopted::apply_adopted;
use super::applied::{is_applied, mark_applied};
use crate::storage::sql::{Ask, DatabaseError, Dialect, Transaction};

/// Makes the tables every association has. Statements only add, so that the previous version runs on them too.
pub async fn apply_core(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    if is_applied(transaction).await? {
        return Ok(());
    }
    let dialect = transaction.dialect();
    let parts = vec![
        tables(dialect),
        indexes(),
        super::durability::tables(dialect),
        super::jobs::statements(dialect),
        super::settings::tables(dialect),
        super::audit::statements(dialect),
        super::mailed_links::statements(dialect),
        super::rights::tables(dialect),
        super::sharing::statements(dialect),
        super::factors::tables(dialect),
        super::tokens::statements(dialect),
    ];
    for statement in parts.into_iter().flatten() {
        transaction.execute(Fragment::new(statement)).await?;
    }
    add_columns(transaction).await?;
    for index in super::sharing::SHARE_INDEXES {
        transaction.execute(Fragment::new(format!("CREATE INDEX IF NOT EXISTS {index}"))).await?;
    }
    apply_adopted(transaction).await?;
    transaction
        .execute(Fragment::new("INSERT INTO generation (id, value) VALUES (1, 1) ON CONFLICT (id) DO NOTHING"))
        .await?;
    super::quota::apply_quota(transaction).await?;
    super::ledger::apply_ledger(transaction).await?;
    super::uploads::apply(transaction).await?;
    super::pictures::apply_pictures(transaction).await?;
    super::outbox::apply(transaction).await?;
    super::receipts::apply(transaction).await?;
    mark_applied(transaction).await
}

/// Columns that a table got after it was first made: table, name, definition. Each has a default, so that the version before
/// goes on writing rows without it.
const ADDED_COLUMNS: [(&str, &str, &str); 5] = [
    ("session", "device", "TEXT NOT NULL DEFAULT ''"),
    ("account", "seen_ms", "bigint NOT NULL DEFAULT 0"),
    // When the person last proved who they are, by password or passkey, and by a second factor.
    ("session", "proved_ms", "bigint NOT NULL DEFAULT 0"),
    ("session", "factor_ms", "bigint NOT NULL DEFAULT 0"),
    // What forms and cursors were bound to when the session began, in hexadecimal; empty: its digest, which is still the first.
    ("session", "root", "TEXT NOT NULL DEFAULT ''"),
];

fn all_added_columns() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    ADDED_COLUMNS.into_iter().chain(super::sharing::SHARE_COLUMNS).chain(super::rights::GUEST_COLUMNS)
}

async fn add_columns(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    let dialect = transaction.dialect();
    for (table, column, definition) in all_added_columns() {
        let mut statement = Fragment::new(dialect.columns_of_table());
        statement.args.push(Arg::Text(table.to_owned()));
        let rows = transaction.rows(statement).await?;
        let known = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
        if !known.iter().any(|name| name == column) {
            let definition = definition.replace("TEXT", dialect.text_type());
            transaction.execute(Fragment::new(format!("ALTER TABLE {table} ADD COLUMN {column} {definition}"))).await?;
        }
    }
    Ok(())
}

fn tables(dialect: Dialect) -> Vec<String> {
    let text = dialect.text_type();
    let bytes = dialect.bytes_type();
    let table = |name: &str, columns: &str| {
        let columns = columns.replace("TEXT", text).replace("BYTES", bytes);
        format!("CREATE TABLE IF NOT EXISTS {name} ({columns})")
    };
    vec![
        table("generation", "id bigint PRIMARY KEY, value bigint NOT NULL"),
        table(
            "collection",
            "number bigint PRIMARY KEY, service TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (service, name)",
        ),
        // Declared fields with the type they were born with.
        table(
            "field",
            "collection bigint NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (collection, name)",
        ),
        table(
            "container",
            "id TEXT PRIMARY KEY, service TEXT NOT NULL, parent TEXT NOT NULL, owner TEXT NOT NULL, \
             private boolean NOT NULL, trashed_ms bigint NOT NULL, trashed_root TEXT NOT NULL",
        ),
        // Each container with itself and the containers it inherits shares from.
        table("container_path", "container TEXT NOT NULL, ancestor TEXT NOT NULL, PRIMARY KEY (container, ancestor)"),
        table(
            "share",
            "id TEXT PRIMARY KEY, container TEXT NOT NULL, service TEXT NOT NULL, subject TEXT NOT NULL, \
             role bigint NOT NULL, ends_ms bigint NOT NULL, label TEXT NOT NULL, created_ms bigint NOT NULL, \
             created_by TEXT NOT NULL, token_digest BYTES, token_sealed TEXT, opened_ms bigint, \
             opened_times bigint NOT NULL",
        ),
        table("principal", "id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, created_ms bigint NOT NULL"),
        table(
            "account",
            "id TEXT PRIMARY KEY, address TEXT NOT NULL, address_key TEXT NOT NULL UNIQUE, password TEXT NOT NULL, \
             role TEXT NOT NULL, locale TEXT NOT NULL, suspended_ms bigint NOT NULL, \
             seen_ms bigint NOT NULL DEFAULT 0",
        ),
        table(
            "session",
            "digest BYTES PRIMARY KEY, principal TEXT, created_ms bigint NOT NULL, seen_ms bigint NOT NULL, \
             ends_ms bigint NOT NULL, device TEXT NOT NULL DEFAULT ''",
        ),
        table(
            "session_share",
            "session BYTES NOT NULL, share TEXT NOT NULL, opened_ms bigint NOT NULL, PRIMARY KEY (session, share)",
        ),
        table("setup_link", "digest BYTES PRIMARY KEY, ends_ms bigint NOT NULL, used_ms bigint NOT NULL"),
        table(
            "word",
            "collection bigint NOT NULL, word TEXT NOT NULL, object TEXT NOT NULL, \
             PRIMARY KEY (collection, word, object)",
        ),
        table(
            "content",
            "id BYTES PRIMARY KEY, key_sealed BYTES NOT NULL, size_bytes bigint NOT NULL, sha_256 BYTES NOT NULL, \
             crc_32 bigint NOT NULL, created_ms bigint NOT NULL",
        ),
        table(
            "segment",
            "content BYTES NOT NULL, position bigint NOT NULL, id BYTES NOT NULL, clear_bytes bigint NOT NULL, \
             PRIMARY KEY (content, position)",
        ),
        table(
            "blob",
            "object TEXT NOT NULL, name TEXT NOT NULL, content BYTES NOT NULL, media_type TEXT NOT NULL, \
             file_name TEXT NOT NULL, validator TEXT NOT NULL, created_ms bigint NOT NULL, PRIMARY KEY (object, name)",
        ),
        // Segments whose key is gone: their files are still to be removed.
        table("doomed_segment", "id BYTES PRIMARY KEY, since_ms bigint NOT NULL"),
    ]
}

fn indexes() -> Vec<String> {
    [
        "container_by_parent ON container (parent)",
        "container_path_by_ancestor ON container_path (ancestor, container)",
        "share_by_container ON share (container, subject, ends_ms, role)",
        "share_by_subject ON share (subject, service, container, ends_ms, role)",
        "session_by_principal ON session (principal)",
        "session_by_end ON session (ends_ms)",
        "session_share_by_share ON session_share (share)",
        "word_by_object ON word (object)",
        "blob_by_content ON blob (content)",
        "content_by_sum ON content (sha_256)",
        "segment_by_id ON segment (id)",
    ]
    .into_iter()
    .map(|index| format!("CREATE INDEX IF NOT EXISTS {index}"))
    .chain([String::from(
        "CREATE UNIQUE INDEX IF NOT EXISTS share_by_token ON share (token_digest) WHERE token_digest IS NOT NULL",
    )])
    .collect()
}
