use crate::storage::sql::Dialect;

/// Who got which bytes, for those who sent them.
pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    // One row for each blob and whoever got it: an account by its id, anybody else by the share that let them in.
    let table = "receipt (object TEXT NOT NULL, blob TEXT NOT NULL, principal TEXT NOT NULL, share TEXT NOT NULL, \
                 container TEXT NOT NULL, first_ms bigint NOT NULL, last_ms bigint NOT NULL, times bigint NOT NULL, \
                 PRIMARY KEY (object, blob, principal, share))";
    vec![
        format!("CREATE TABLE IF NOT EXISTS {}", table.replace("TEXT", dialect.text_type())),
        "CREATE INDEX IF NOT EXISTS receipt_by_container ON receipt (container, last_ms)".to_owned(),
        "CREATE INDEX IF NOT EXISTS receipt_by_principal ON receipt (principal)".to_owned(),
    ]
}
