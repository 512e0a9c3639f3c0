//! Deleting: the key goes in the transaction, the files follow.

use veillee_access::{Arg, Fragment};
use veillee_vault::{SegmentId, VaultError};

use crate::storage::association::Association;
use crate::storage::objects::{ObjectError, Progress};
use crate::storage::sql::{Ask as _, DatabaseError};

/// Segments removed in one round of collection.
const ROUND: i64 = 200;

#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl Progress<'_, '_> {
    /// Drops a blob. When no other blob refers to its content, the content's key is destroyed with it.
    pub(super) async fn forget_blob(&mut self, object: &str, name: &str) -> Result<(), ObjectError> {
        let mut delete = Fragment::new("DELETE FROM blob WHERE object = ");
        delete.text_arg(object).push(" AND name = ").text_arg(name).push(" RETURNING content");
        let Some(row) = self.transaction.row(delete).await? else { return Ok(()) };
        let content = row.bytes(0)?;
        let mut others = Fragment::new("SELECT count(*) FROM blob WHERE content = ");
        others.bind(Arg::Bytes(content.clone()));
        if self.transaction.row(others).await?.map_or(Ok(0), |row| row.int(0))? > 0 {
            return Ok(());
        }
        let mut doom = Fragment::new("INSERT INTO doomed_segment (id, since_ms) SELECT id, ");
        doom.int_arg(self.writer.moment.now_ms)
            .push(" FROM segment WHERE content = ")
            .bind(Arg::Bytes(content.clone()));
        self.transaction.execute(doom).await?;
        for table in ["segment WHERE content", "content WHERE id"] {
            let mut delete = Fragment::new(format!("DELETE FROM {table} = "));
            delete.bind(Arg::Bytes(content.clone()));
            self.transaction.execute(delete).await?;
        }
        Ok(())
    }
}

impl Association {
    /// Removes the files whose key is gone, and says how many. Killed in between, it does the same again.
    pub async fn collect_doomed(&self) -> Result<usize, CollectError> {
        let mut removed = 0;
        loop {
            let select = Fragment::new(format!("SELECT id FROM doomed_segment ORDER BY since_ms LIMIT {ROUND}"));
            let rows = self.database().rows(select).await?;
            if rows.is_empty() {
                return Ok(removed);
            }
            for row in rows {
                let id = row.bytes(0)?;
                if let Ok(bytes) = <[u8; 16]>::try_from(id.as_slice()) {
                    self.vault.remove(&SegmentId::from_bytes(bytes)).await?;
                }
                let mut delete = Fragment::new("DELETE FROM doomed_segment WHERE id = ");
                delete.bind(Arg::Bytes(id));
                self.database.execute(delete).await?;
                removed += 1;
            }
        }
    }
}
