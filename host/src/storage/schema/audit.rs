use crate::storage::sql::Dialect;

/// The log of what happened to accounts and rights; see `storage/audit`.
pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let (text, bytes) = (dialect.text_type(), dialect.bytes_type());
    let tables = [
        // Written once, never changed. `doer` and `person` are ids; whose they are says `principal`, while it lasts.
        format!(
            "audit_entry (number bigint PRIMARY KEY, at_ms bigint NOT NULL, happening {text} NOT NULL, \
             doer {text} NOT NULL, person {text} NOT NULL, about {text} NOT NULL, device {text} NOT NULL, \
             words_digest {bytes} NOT NULL, hash {bytes} NOT NULL)"
        ),
        // What people call things, beside the chain: rows go when their person is erased.
        format!("audit_words (number bigint PRIMARY KEY, salt {bytes} NOT NULL, words {text} NOT NULL)"),
        // One row: the last entry, under a seal.
        format!(
            "audit_head (id bigint PRIMARY KEY, number bigint NOT NULL, hash {bytes} NOT NULL, seal {bytes} NOT NULL)"
        ),
    ];
    let indexes =
        ["audit_entry_by_doer ON audit_entry (doer, number)", "audit_entry_by_person ON audit_entry (person, number)"];
    let tables = tables.into_iter().map(|table| format!("CREATE TABLE IF NOT EXISTS {table}"));
    tables.chain(indexes.map(|index| format!("CREATE INDEX IF NOT EXISTS {index}"))).collect()
}
