//! What a database holds, looked at past every right.

use futures_util::StreamExt as _;
use veillee::storage::sql::Ask as _;
use veillee_access::Fragment;

use super::bench::Bench;

impl Bench {
    /// The number that a statement selects.
    pub(crate) async fn number(&self, statement: &str) -> i64 {
        let row = self.association.database().row(Fragment::new(statement)).await.expect("read");
        row.expect("a row").int(0).expect("a number")
    }

    /// Every value of every table, but for what is sealed.
    pub(crate) async fn all_rows(&self) -> String {
        let mut snapshot = self.association.database().snapshot().await.expect("a snapshot");
        let mut lines = Vec::new();
        for head in snapshot.tables().await.expect("tables") {
            let mut rows = snapshot.rows(&head);
            while let Some(row) = rows.next().await {
                lines.extend_from_slice(head.name.as_bytes());
                head.write_row(&row.expect("a row"), &mut lines);
            }
        }
        String::from_utf8(lines).expect("text")
    }

    /// The log and the numbers of the ledger fit to what is there.
    pub(crate) async fn is_whole(&self) {
        let verdict = self.association.verify_audit().await.expect("walked");
        assert_eq!(verdict.fault, None, "the chain is whole");
        assert_eq!(self.association.audit_usage().await.expect("counted"), [], "the numbers are what is there");
    }
}
