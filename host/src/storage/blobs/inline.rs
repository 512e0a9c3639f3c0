//! Where sealed bytes lie: those of a small content in a row of the database, all others in the vault.
//!
//! A file of its own costs two syncs before the commit; a row is durable with the commit that names it.

use bytes::Bytes;
use veillee_access::{Arg, Fragment};
use veillee_vault::{INLINE_BYTES, Segment, SegmentId, Vault, VaultError};

use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, Database, DatabaseError, Transaction};

/// The sealed segments of one association.
#[derive(Clone)]
pub struct Segments {
    database: Database,
    vault: Vault,
}

impl Association {
    pub fn segments(&self) -> Segments {
        Segments { database: self.database(), vault: self.vault.clone() }
    }

    /// Whether a segment has a file.
    pub async fn has_segment(&self, id: &SegmentId) -> Result<bool, VaultError> {
        self.vault.has(id).await
    }

    /// How many segments lie in the database.
    pub async fn inline_segments(&self) -> Result<u64, DatabaseError> {
        let count = Fragment::new("SELECT count(*) FROM inline_segment");
        self.database().row(count).await?.map_or(Ok(0), |row| row.count(0))
    }
}

impl Segments {
    /// The sealed bytes of a segment, wherever they lie. Costs one query for a small one.
    pub async fn fetch(&self, segment: &Segment) -> Result<Bytes, VaultError> {
        if may_be_inline(segment)
            && let Some(sealed) = self.inline(&segment.id).await.map_err(|error| VaultError::Io(Box::new(error)))?
        {
            return Ok(sealed);
        }
        self.vault.fetch_sealed(&segment.id).await
    }

    /// The sealed bytes of a segment that has a file.
    pub async fn stored(&self, id: &SegmentId) -> Result<Bytes, VaultError> {
        self.vault.fetch_sealed(id).await
    }

    /// The sealed bytes of a segment that lies in the database.
    pub async fn inline(&self, id: &SegmentId) -> Result<Option<Bytes>, DatabaseError> {
        let mut select = Fragment::new("SELECT sealed FROM inline_segment WHERE id = ");
        select.bind(Arg::Bytes(id.as_bytes().to_vec()));
        let row = self.database.clone().row(select).await?;
        row.map(|row| row.bytes(0).map(Bytes::from)).transpose()
    }
}

/// Larger ones never are; a small one has a file when it was stored before its end was known.
pub fn may_be_inline(segment: &Segment) -> bool {
    segment.clear_bytes <= INLINE_BYTES as u64
}

pub(in crate::storage) async fn insert_inline(
    transaction: &mut Transaction,
    id: &SegmentId,
    sealed: &Bytes,
) -> Result<(), DatabaseError> {
    let mut insert = Fragment::new("INSERT INTO inline_segment (id, sealed) VALUES (");
    insert.bind(Arg::Bytes(id.as_bytes().to_vec())).push(", ").bind(Arg::Bytes(sealed.to_vec())).push(")");
    transaction.execute(insert).await?;
    Ok(())
}
