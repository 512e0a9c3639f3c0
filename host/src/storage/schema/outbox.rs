use veillee_access::Fragment;

use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Mails on their way out, and for a while those that went.
pub(super) async fn apply(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    let dialect = transaction.dialect();
    let (text, bytes) = (dialect.text_type(), dialect.bytes_type());
    // The body is sealed under the association's key: it holds links that let somebody in. None, once it is forgotten.
    let table = "TABLE IF NOT EXISTS mail (id TEXT PRIMARY KEY, key TEXT NOT NULL, address TEXT NOT NULL, \
         from_name TEXT NOT NULL, subject TEXT NOT NULL, body BYTES, state TEXT NOT NULL, tries bigint NOT NULL, \
         created_ms bigint NOT NULL, since_ms bigint NOT NULL, until_ms bigint NOT NULL, next_ms bigint NOT NULL, \
         lease_until_ms bigint NOT NULL, holder TEXT NOT NULL, set_ms bigint NOT NULL, sent_ms bigint NOT NULL, \
         fault TEXT NOT NULL, detail TEXT NOT NULL)";
    let table = table.replace("TEXT", text).replace("BYTES", bytes);
    let indexes = [
        "UNIQUE INDEX IF NOT EXISTS mail_by_key ON mail (key) WHERE key <> ''",
        "INDEX IF NOT EXISTS mail_by_next ON mail (next_ms, id) WHERE state = 'waiting'",
        "INDEX IF NOT EXISTS mail_by_lease ON mail (lease_until_ms) WHERE state = 'sending'",
        "INDEX IF NOT EXISTS mail_by_time ON mail (created_ms, id)",
    ];
    for statement in [table.as_str()].into_iter().chain(indexes) {
        transaction.execute(Fragment::new(format!("CREATE {statement}"))).await?;
    }
    Ok(())
}
