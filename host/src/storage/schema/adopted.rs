use veillee_access::Fragment;

use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Versions of services whose tables were made already, by what was made then.
pub async fn apply_adopted(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    let text = transaction.dialect().text_type();
    let table = format!(
        "CREATE TABLE IF NOT EXISTS adopted (service {text} NOT NULL, digest {text} NOT NULL, made bigint NOT NULL, \
         PRIMARY KEY (service, digest))"
    );
    transaction.execute(Fragment::new(table)).await?;
    Ok(())
}
