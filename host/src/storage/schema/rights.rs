use crate::storage::sql::Dialect;

/// When the last share of an invited guest was taken back; 0: it lasts, or ends by its date.
pub(super) const GUEST_COLUMNS: [(&str, &str, &str); 1] = [("invited_guest", "ended_ms", "bigint NOT NULL DEFAULT 0")];

/// Erasure of accounts and guests, and restriction of accounts; see `storage/rights`.
pub(super) fn tables(dialect: Dialect) -> Vec<String> {
    let text = dialect.text_type();
    [
        // Accounts and guests that are to be erased, and from when on nothing brings them back.
        format!("erasure (account {text} PRIMARY KEY, asked_ms bigint NOT NULL, due_ms bigint NOT NULL)"),
        // Accounts on hold: what they own is kept and not shown.
        format!("account_hold (account {text} PRIMARY KEY, since_ms bigint NOT NULL)"),
        // Ids of those who were erased. They name nobody any more.
        format!("erased (account {text} PRIMARY KEY, erased_ms bigint NOT NULL)"),
        // What the law keeps of an erased account, sealed under the association's key, until a day.
        format!("kept_by_law (id {text} PRIMARY KEY, sealed {text} NOT NULL, until_ms bigint NOT NULL)"),
    ]
    .into_iter()
    .map(|table| format!("CREATE TABLE IF NOT EXISTS {table}"))
    .collect()
}
