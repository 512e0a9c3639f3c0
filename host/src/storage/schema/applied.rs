//! The mark of the statements that a database has had: a start asks once instead of making each table again.

use std::sync::LazyLock;

use veillee_access::Fragment;

use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Of every file here that makes tables of the core.
static MARK: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = blake3::Hasher::new();
    for text in SOURCES {
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
});

const SOURCES: &[&str] = &[
    include_str!("adopted.rs"),
    include_str!("applied.rs"),
    include_str!("audit.rs"),
    include_str!("core.rs"),
    include_str!("durability.rs"),
    include_str!("factors.rs"),
    include_str!("jobs.rs"),
    include_str!("ledger.rs"),
    include_str!("mailed_links.rs"),
    include_str!("outbox.rs"),
    include_str!("pictures.rs"),
    include_str!("quota.rs"),
    include_str!("receipts.rs"),
    include_str!("rights.rs"),
    include_str!("settings.rs"),
    include_str!("sharing.rs"),
    include_str!("tokens.rs"),
    include_str!("uploads.rs"),
];

/// Whether the statements of this version were the last ones. A copy of a database does not carry the mark: it is the
/// table that [`tables`](crate::storage::sql::Dialect::tables) leaves out.
pub(super) async fn is_applied(transaction: &mut Transaction) -> Result<bool, DatabaseError> {
    let text = transaction.dialect().text_type();
    let table = format!("CREATE TABLE IF NOT EXISTS applied_schema (id bigint PRIMARY KEY, mark {text} NOT NULL)");
    transaction.execute(Fragment::new(table)).await?;
    let row = transaction.row(Fragment::new("SELECT mark FROM applied_schema WHERE id = 1")).await?;
    Ok(row.map(|row| row.text(0)).transpose()?.is_some_and(|mark| mark == *MARK))
}

pub(super) async fn mark_applied(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    let mut upsert = Fragment::new("INSERT INTO applied_schema (id, mark) VALUES (1, ");
    upsert.text_arg(&MARK).push(") ON CONFLICT (id) DO UPDATE SET mark = excluded.mark");
    transaction.execute(upsert).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_file_of_tables_is_in_the_mark() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/storage/schema");
        let others = ["mod.rs", "collection.rs"];
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let texts: Vec<String> = names
            .filter(|name| !others.contains(&name.as_str()))
            .map(|name| std::fs::read_to_string(format!("{folder}/{name}")).unwrap())
            .collect();
        assert_eq!(texts.len(), super::SOURCES.len());
        assert!(texts.iter().all(|text| super::SOURCES.contains(&text.as_str())));
    }
}
