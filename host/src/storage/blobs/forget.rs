//! Deleting: the key goes in the transaction, the files follow.

use std::collections::{BTreeMap, BTreeSet};

use tokio::sync::OwnedRwLockReadGuard;
use veillee_access::{Arg, Fragment};
use veillee_vault::{SegmentId, VaultError};

use crate::storage::association::Association;
use crate::storage::objects::ObjectError;
use crate::storage::pictures;
use crate::storage::quota::{Amounts, Charges, payers, referring};
use crate::storage::shape::Shapes;
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

/// Who pays for what is dropped.
pub(in crate::storage) struct Bill<'a> {
    pub(in crate::storage) shapes: &'a Shapes,
    pub(in crate::storage) charges: &'a mut Charges,
    /// Of all objects that lose blobs.
    pub(in crate::storage) owners: &'a BTreeMap<String, String>,
}

/// Drops the blobs of these objects, or only those called `name`. When no other blob refers to a content, the content's
/// key is destroyed with it.
pub(in crate::storage) async fn forget_blobs(
    transaction: &mut Transaction,
    bill: &mut Bill<'_>,
    objects: &[String],
    name: Option<&str>,
    now_ms: i64,
) -> Result<(), ObjectError> {
    let names = name.map(|name| vec![name.to_owned()]);
    if drop_blobs(transaction, bill, objects, names.as_deref(), now_ms).await? == 0 {
        return Ok(());
    }
    // What was made of them goes with them.
    let renditions = pictures::forget(transaction, objects, name).await?;
    if name.is_some() && !renditions.is_empty() {
        drop_blobs(transaction, bill, objects, Some(&renditions), now_ms).await?;
    }
    Ok(())
}

/// Drops the blobs of these objects, or only those with these names, and says how many that were.
pub(in crate::storage) async fn drop_blobs(
    transaction: &mut Transaction,
    bill: &mut Bill<'_>,
    objects: &[String],
    names: Option<&[String]>,
    now_ms: i64,
) -> Result<usize, ObjectError> {
    let mut delete = Fragment::new("DELETE FROM blob WHERE object IN ");
    delete.list_arg(objects);
    if let Some(names) = names {
        delete.push(" AND name IN ").list_arg(names);
    }
    delete.push(" RETURNING content, object");
    let mut dropped: BTreeMap<Vec<u8>, BTreeSet<&String>> = BTreeMap::new();
    let rows = transaction.rows(delete).await?;
    let number = rows.len();
    for row in rows {
        dropped.entry(row.bytes(0)?).or_default().extend(bill.owners.get(&row.text(1)?));
    }
    for (content, leaving) in dropped {
        let others = referring(transaction, &content).await?;
        let size_bytes = if others.is_empty() {
            destroy(transaction, &content, now_ms).await?
        } else {
            size_of(transaction, &content).await?
        };
        let staying = payers(transaction, bill.shapes, &others).await?;
        for owner in leaving.into_iter().filter(|owner| !staying.contains(*owner)) {
            bill.charges.add(owner, Amounts::bytes(-size_bytes));
        }
    }
    Ok(number)
}

/// Destroys the key of a content, leaves its files to the collection, and says how large it was.
async fn destroy(transaction: &mut Transaction, content: &[u8], now_ms: i64) -> Result<i64, DatabaseError> {
    let mut doom = Fragment::new("INSERT INTO doomed_segment (id, since_ms) SELECT id, ");
    doom.int_arg(now_ms).push(" FROM segment WHERE content = ").bind(Arg::Bytes(content.to_vec()));
    transaction.execute(doom).await?;
    let mut segments = Fragment::new("DELETE FROM segment WHERE content = ");
    segments.bind(Arg::Bytes(content.to_vec()));
    transaction.execute(segments).await?;
    let mut key = Fragment::new("DELETE FROM content WHERE id = ");
    key.bind(Arg::Bytes(content.to_vec())).push(" RETURNING size_bytes");
    transaction.row(key).await?.map_or(Ok(0), |row| row.int(0))
}

async fn size_of(transaction: &mut Transaction, content: &[u8]) -> Result<i64, DatabaseError> {
    let mut select = Fragment::new("SELECT size_bytes FROM content WHERE id = ");
    select.bind(Arg::Bytes(content.to_vec()));
    transaction.row(select).await?.map_or(Ok(0), |row| row.int(0))
}

impl Association {
    /// How many files wait to be removed.
    pub async fn doomed_segments(&self) -> Result<u64, DatabaseError> {
        let count = Fragment::new("SELECT count(*) FROM doomed_segment");
        self.database().row(count).await?.map_or(Ok(0), |row| row.count(0))
    }

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
