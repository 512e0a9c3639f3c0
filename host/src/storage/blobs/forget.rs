//! Deleting: the key goes in the transaction, the files follow.

use veillee_access::{Arg, Fragment};
use veillee_vault::{SegmentId, VaultError};

use crate::storage::association::Association;
use crate::storage::objects::ObjectError;
use crate::storage::pictures;
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
    let names = name.map(|name| vec![name.to_owned()]);
    if drop_blobs(transaction, objects, names.as_deref(), now_ms).await? == 0 {
        return Ok(());
    }
    // What was made of them goes with them.
    let renditions = pictures::forget(transaction, objects, name).await?;
    if name.is_some() && !renditions.is_empty() {
        drop_blobs(transaction, objects, Some(&renditions), now_ms).await?;
    }
    Ok(())
}

/// Drops the blobs of these objects, or only those with these names, and says how many that were.
pub(in crate::storage) async fn drop_blobs(
    transaction: &mut Transaction,
    objects: &[String],
    names: Option<&[String]>,
    now_ms: i64,
) -> Result<usize, ObjectError> {
    let mut delete = Fragment::new("DELETE FROM blob WHERE object IN ");
    delete.list_arg(objects);
    if let Some(names) = names {
        delete.push(" AND name IN ").list_arg(names);
    }
    delete.push(" RETURNING content");
    let rows = transaction.rows(delete).await?;
    let number = rows.len();
    for row in rows {
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
    Ok(number)
}

impl Association {
    /// How many files wait to be removed.
    pub async fn doomed_segments(&self) -> Result<u64, DatabaseError> {
        let count = Fragment::new("SELECT count(*) FROM doomed_segment");
        self.database().row(count).await?.map_or(Ok(0), |row| row.count(0))
    }

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
