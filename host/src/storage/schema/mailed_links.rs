use crate::storage::sql::Dialect;

/// Links that were mailed: what somebody may do who reads the mail of an address.
pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let (text, bytes) = (dialect.text_type(), dialect.bytes_type());
    // An account that does not exist yet waits in its link: an address that nobody confirmed belongs to nobody.
    let table = "mailed_link (digest BYTES PRIMARY KEY, purpose TEXT NOT NULL, principal TEXT NOT NULL, \
                 address TEXT NOT NULL, address_key TEXT NOT NULL, name TEXT NOT NULL, password TEXT NOT NULL, \
                 role TEXT NOT NULL, locale TEXT NOT NULL, created_ms bigint NOT NULL, ends_ms bigint NOT NULL, \
                 used_ms bigint NOT NULL)";
    let table = table.replace("TEXT", text).replace("BYTES", bytes);
    let indexes = [
        "mailed_link_by_principal ON mailed_link (principal, purpose)",
        "mailed_link_by_address ON mailed_link (address_key, purpose)",
        "mailed_link_by_end ON mailed_link (ends_ms)",
    ];
    let indexes = indexes.map(|index| format!("CREATE INDEX IF NOT EXISTS {index}"));
    [format!("CREATE TABLE IF NOT EXISTS {table}")].into_iter().chain(indexes).collect()
}
