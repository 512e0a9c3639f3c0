use crate::storage::sql::Dialect;

/// What the administrators of an association chose for it.
pub(super) fn tables(dialect: Dialect) -> Vec<String> {
    let (text, bytes) = (dialect.text_type(), dialect.bytes_type());
    [
        // One row for each choice: what has none is as it was born, and a new choice needs no new column.
        format!("association_setting (name {text} PRIMARY KEY, value {text} NOT NULL)"),
        // One row at most: the picture beside the name, which everybody sees.
        format!("association_mark (id bigint PRIMARY KEY, media_type {text} NOT NULL, content {bytes} NOT NULL)"),
    ]
    .into_iter()
    .map(|table| format!("CREATE TABLE IF NOT EXISTS {table}"))
    .collect()
}
