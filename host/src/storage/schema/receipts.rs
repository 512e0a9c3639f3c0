use veillee_access::Fragment;

use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Makes the table of who got which bytes, for those who sent them.
pub(super) async fn apply(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    let text = transaction.dialect().text_type();
    for statement in STATEMENTS {
        transaction.execute(Fragment::new(format!("CREATE {}", statement.replace("TEXT", text)))).await?;
    }
    Ok(())
}

const STATEMENTS: [&str; 3] = [
    // One row for each blob and whoever got it: an account by its id, anybody else by the share that let them in, whose name
    // is kept for when it is taken back.
    "TABLE IF NOT EXISTS receipt (object TEXT NOT NULL, blob TEXT NOT NULL, principal TEXT NOT NULL, \
     share TEXT NOT NULL, label TEXT NOT NULL, container TEXT NOT NULL, first_ms bigint NOT NULL, last_ms bigint NOT NULL, \
     times bigint NOT NULL, PRIMARY KEY (object, blob, principal, share))",
    "INDEX IF NOT EXISTS receipt_by_container ON receipt (container, last_ms)",
    "INDEX IF NOT EXISTS receipt_by_principal ON receipt (principal)",
];
