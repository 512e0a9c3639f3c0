//! Deleting: the key goes in the transaction, the files follow.

use tokio::sync::OwnedRwLockReadGuard;
use veillee_access::{Arg, Fragment};
use veillee_vault::{SegmentId, VaultError};

use crate::storage::association::Association;
use crate::storage::objects::ObjectError;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Segments removed in one round of collection.
const ROUND: i64 = 200;

#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Drops the blobs of these objects, or only those called `name`. When no other blob refers to a content, the content's
/// key is destroyed with it.
pub(in crate::storage) async fn forget_blobs(
    transaction: &mut Transaction,
    objects: &[String],
    name: Option<&str>,
    now_ms: i64,
) -> Result<(), ObjectError> {
    let mut delete = Fragment::new("DELETE FROM blob WHERE object IN ");
    delete.list_arg(objects);
    if let Some(name) = name {
        delete.push(" AND name = ").text_arg(name);
    }
    delete.push(" RETURNING content");
    for row in transaction.rows(delete).await? {
        let content = row.bytes(0)?;
        let mut others = Fragment::new("SELECT count(*) FROM blob WHERE content = ");
        others.bind(Arg::Bytes(content.clone()));
        if transaction.row(others).await?.map_or(Ok(0), |row| row.int(0))? > 0 {
            continue;
        }
        let mut doom = Fragment::new("INSERT INTO doomed_segment (id, since_ms) SELECT id, ");
        doom.int_arg(now_ms).push(" FROM segment WHERE content = ").bind(Arg::Bytes(content.clone()));
        transaction.execute(doom).await?;
        for table in ["segment WHERE content", "content WHERE id"] {
            let mut delete = Fragment::new(format!("DELETE FROM {table} = "));
            delete.bind(Arg::Bytes(content.clone()));
            transaction.execute(delete).await?;
        }
    }
    Ok(())
}

impl Association {
    /// Removes the sealed bytes whose key is gone, and says how many segments that were. Killed in between, it does the
    /// same again. While a copy is made it removes nothing.
    pub async fn collect_doomed(&self) -> Result<usize, CollectError> {
        let Ok(_turn) = self.copying.try_write() else { return Ok(0) };
        let mut removed = 0;
        loop {
            let select = Fragment::new(format!("SELECT id FROM doomed_segment ORDER BY since_ms LIMIT {ROUND}"));
            let rows = self.database().rows(select).await?;
            if rows.is_empty() {
                return Ok(removed);
            }
            let ids = rows.iter().map(|row| row.bytes(0)).collect::<Result<Vec<_>, _>>()?;
            for id in &ids {
                if let Ok(bytes) = <[u8; 16]>::try_from(id.as_slice()) {
                    self.vault.remove(&SegmentId::from_bytes(bytes)).await?;
                }
            }
            let mut transaction = self.begin().await?;
            for id in &ids {
                for table in ["inline_segment", "doomed_segment"] {
                    let mut delete = Fragment::new(format!("DELETE FROM {table} WHERE id = "));
                    delete.bind(Arg::Bytes(id.clone()));
                    transaction.execute(delete).await?;
                }
            }
            transaction.commit().await?;
            removed += ids.len();
        }
    }

    /// While the answer lives, no segment is removed that some list names now.
    pub async fn hold_segments(&self) -> OwnedRwLockReadGuard<()> {
        self.copying.clone().read_owned().await
    }
}
