use veillee_access::Fragment;

use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// What each owner uses, what running uploads have reserved, and what is allowed.
pub(super) async fn apply_quota(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    let text = transaction.dialect().text_type();
    let statements = [
        format!(
            "CREATE TABLE IF NOT EXISTS usage (owner {text} PRIMARY KEY, size_bytes bigint NOT NULL, \
             objects bigint NOT NULL)"
        ),
        format!(
            "CREATE TABLE IF NOT EXISTS reservation (id {text} PRIMARY KEY, owner {text} NOT NULL, \
             size_bytes bigint NOT NULL, ends_ms bigint NOT NULL)"
        ),
        "CREATE INDEX IF NOT EXISTS reservation_by_owner ON reservation (owner, ends_ms)".to_owned(),
        format!(
            "CREATE TABLE IF NOT EXISTS usage_limit (owner {text} PRIMARY KEY, soft_bytes bigint, hard_bytes bigint, \
             soft_objects bigint, hard_objects bigint, hard_jobs bigint)"
        ),
        // The row of the whole association is also what its writers wait for when it has a limit.
        "INSERT INTO usage_limit (owner) VALUES ('') ON CONFLICT (owner) DO NOTHING".to_owned(),
    ];
    for statement in statements {
        transaction.execute(Fragment::new(statement)).await?;
    }
    Ok(())
}
