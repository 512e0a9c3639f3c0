//! The end of uploads that nobody attached: the key goes in the transaction, the files follow.

use veillee_access::{Arg, Fragment};

use super::room;
use super::upload::Upload;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Uploads that one transaction of the sweep ends.
const ROUND: i64 = 100;

impl Association {
    /// Ends an upload for good. What an object has already stays with the object.
    pub async fn end_upload(&self, upload: &Upload) -> Result<(), DatabaseError> {
        let mut transaction = self.database.begin().await?;
        forget(&mut transaction, &upload.digest, self.clock.now_ms()).await?;
        transaction.commit().await
    }

    /// Ends what has expired, and says how many uploads that were. Killed in between, the next round goes on.
    pub async fn sweep_uploads(&self) -> Result<usize, DatabaseError> {
        let mut swept = 0;
        loop {
            let now_ms = self.clock.now_ms();
            let mut transaction = self.database.begin().await?;
            let mut select = Fragment::new("SELECT digest FROM upload WHERE expires_ms <= ");
            select.int_arg(now_ms).push(" ORDER BY expires_ms LIMIT ").int_arg(ROUND);
            let rows = transaction.rows(select).await?;
            if rows.is_empty() {
                return Ok(swept);
            }
            for row in &rows {
                forget(&mut transaction, &row.bytes(0)?, now_ms).await?;
            }
            transaction.commit().await?;
            swept += rows.len();
        }
    }
}

async fn forget(transaction: &mut Transaction, digest: &[u8], now_ms: i64) -> Result<(), DatabaseError> {
    let mut doom = Fragment::new("INSERT INTO doomed_segment (id, since_ms) SELECT id, ");
    doom.int_arg(now_ms).push(" FROM upload_segment WHERE upload = ").bind(Arg::Bytes(digest.to_vec()));
    transaction.execute(doom).await?;
    room::give_back(transaction, digest).await?;
    for table in ["upload_segment WHERE upload", "upload WHERE digest"] {
        let mut delete = Fragment::new(format!("DELETE FROM {table} = "));
        delete.bind(Arg::Bytes(digest.to_vec()));
        transaction.execute(delete).await?;
    }
    Ok(())
}
