use crate::storage::sql::Dialect;

/// What programs come with in the name of an account. `service` is empty for all of them; `used_ms` is 0 before the first
/// use.
pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let (text, bytes) = (dialect.text_type(), dialect.bytes_type());
    vec![
        format!(
            "CREATE TABLE IF NOT EXISTS account_token (id {text} PRIMARY KEY, principal {text} NOT NULL, \
             kind {text} NOT NULL, name {text} NOT NULL, digest {bytes} NOT NULL UNIQUE, service {text} NOT NULL, \
             writes boolean NOT NULL, created_ms bigint NOT NULL, ends_ms bigint NOT NULL, used_ms bigint NOT NULL)"
        ),
        "CREATE INDEX IF NOT EXISTS account_token_by_principal ON account_token (principal)".to_owned(),
    ]
}
