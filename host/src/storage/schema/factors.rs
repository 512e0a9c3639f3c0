use crate::storage::sql::Dialect;

/// What an account is proved with beside its password.
pub(super) fn tables(dialect: Dialect) -> Vec<String> {
    let (text, bytes) = (dialect.text_type(), dialect.bytes_type());
    let tables = [
        // The secret is sealed under the association's key; `last_step` is that of the last code that was taken.
        format!(
            "totp (account {text} PRIMARY KEY, secret_sealed {text} NOT NULL, last_step bigint NOT NULL, \
             created_ms bigint NOT NULL, used_ms bigint NOT NULL)"
        ),
        format!(
            "recovery_code (account {text} NOT NULL, mark {bytes} NOT NULL, used_ms bigint NOT NULL, \
             PRIMARY KEY (account, mark))"
        ),
        // `host`: the name the association had where the passkey was made; browsers offer it there alone.
        format!(
            "passkey (credential {bytes} PRIMARY KEY, id {text} NOT NULL, account {text} NOT NULL, host {text} NOT NULL, \
             name {text} NOT NULL, public_key {text} NOT NULL, created_ms bigint NOT NULL, used_ms bigint NOT NULL)"
        ),
        // Somebody who gave the right password and has not shown the second factor yet.
        format!(
            "pending_sign_in (digest {bytes} PRIMARY KEY, account {text} NOT NULL, tries bigint NOT NULL, \
             ends_ms bigint NOT NULL)"
        ),
        // Codes of an account that did not fit, since when.
        format!("factor_failures (account {text} PRIMARY KEY, failures bigint NOT NULL, since_ms bigint NOT NULL)"),
    ];
    let indexes = [
        "passkey_by_account ON passkey (account)",
        "pending_sign_in_by_account ON pending_sign_in (account)",
        "pending_sign_in_by_end ON pending_sign_in (ends_ms)",
    ];
    let tables = tables.into_iter().map(|table| format!("CREATE TABLE IF NOT EXISTS {table}"));
    tables.chain(indexes.map(|index| format!("CREATE INDEX IF NOT EXISTS {index}"))).collect()
}
