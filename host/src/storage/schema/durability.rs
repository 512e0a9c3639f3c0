use crate::storage::sql::Dialect;

/// Where few bytes lie, and what the check of stored bytes found.
pub(super) fn tables(dialect: Dialect) -> Vec<String> {
    let (text, bytes) = (dialect.text_type(), dialect.bytes_type());
    [
        // The sealed bytes of a segment that has no file.
        format!("inline_segment (id {bytes} PRIMARY KEY, sealed {bytes} NOT NULL)"),
        // One row: the pass under way with its place, and the last whole one.
        format!(
            "scrub (id bigint PRIMARY KEY, began_ms bigint NOT NULL, content {bytes} NOT NULL, \
             position bigint NOT NULL, segments bigint NOT NULL, bytes bigint NOT NULL, \
             last_began_ms bigint NOT NULL, last_ended_ms bigint NOT NULL, last_segments bigint NOT NULL, \
             last_bytes bigint NOT NULL)"
        ),
        format!(
            "scrub_damage (segment {bytes} PRIMARY KEY, content {bytes} NOT NULL, position bigint NOT NULL, \
             kind {text} NOT NULL, found_ms bigint NOT NULL)"
        ),
    ]
    .into_iter()
    .map(|table| format!("CREATE TABLE IF NOT EXISTS {table}"))
    .collect()
}
