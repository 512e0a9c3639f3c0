use veillee_access::Fragment;

use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// What each service used on each day (since 1970-01-01, UTC).
pub(super) async fn apply_ledger(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    let text = transaction.dialect().text_type();
    let table = format!(
        "CREATE TABLE IF NOT EXISTS ledger_day (day bigint NOT NULL, service {text} NOT NULL, requests bigint NOT NULL, \
         errors bigint NOT NULL, cpu_us bigint NOT NULL, peak_memory_bytes bigint NOT NULL, \
         received_bytes bigint NOT NULL, sent_bytes bigint NOT NULL, PRIMARY KEY (day, service))"
    );
    transaction.execute(Fragment::new(table)).await.map(drop)
}
