//! What came from another place: is each content what was told when it first arrived?

use sha2::{Digest as _, Sha256};
use veillee_access::{Arg, Fragment};
use veillee_vault::{ContentId, Segment, SegmentId, VaultError, open_segment};

use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Record};

/// Contents that are looked up at a time.
const BATCH: u32 = 100;

#[derive(Debug, thiserror::Error)]
pub enum ContentsError {
    #[error("a file of the association is not what it was")]
    Damaged,
    #[error("nobody waits for it any more")]
    Unwanted,
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl Association {
    /// Reads every content and compares it with its size and its SHA-256; gives their number. `go_on` is asked before each.
    pub async fn verify_contents(&self, mut go_on: impl FnMut() -> bool) -> Result<u64, ContentsError> {
        let mut count = 0;
        let mut after = Vec::new();
        loop {
            let mut select = Fragment::new("SELECT id, key_sealed, size_bytes, sha_256 FROM content WHERE id > ");
            select.bind(Arg::Bytes(after)).push(&format!(" ORDER BY id LIMIT {BATCH}"));
            let rows = self.database().rows(select).await?;
            let Some(last) = rows.last() else { return Ok(count) };
            after = last.bytes(0)?;
            for row in &rows {
                if !go_on() {
                    return Err(ContentsError::Unwanted);
                }
                self.verify_content(row).await?;
                count += 1;
            }
        }
    }

    async fn verify_content(&self, row: &Record) -> Result<(), ContentsError> {
        let content: ContentId = row.bytes(0)?.try_into().map_err(|_| ContentsError::Damaged)?;
        let key = self.key.unwrap(&row.bytes(1)?, &content).map_err(|_| ContentsError::Damaged)?;
        let mut select = Fragment::new("SELECT id, clear_bytes FROM segment WHERE content = ");
        select.bind(Arg::Bytes(content.to_vec())).push(" ORDER BY position");
        let (mut digest, mut size_bytes) = (Sha256::new(), 0);
        for (number, listed) in (0_u32..).zip(self.database().rows(select).await?) {
            let id: [u8; 16] = listed.bytes(0)?.try_into().map_err(|_| ContentsError::Damaged)?;
            let segment = Segment { id: SegmentId::from_bytes(id), clear_bytes: listed.count(1)? };
            let sealed = self.segments().fetch(&segment).await?;
            let key = key.clone();
            let opened = move || {
                open_segment(&key, &content, number, segment, sealed)
                    .map(|clear| (digest.chain_update(&clear), clear.len()))
            };
            let (so_far, bytes) = tokio::task::spawn_blocking(opened).await.map_err(VaultError::from)??;
            digest = so_far;
            size_bytes += u64::try_from(bytes).unwrap_or(u64::MAX);
        }
        let same = size_bytes == row.count(2)? && digest.finalize().as_slice() == row.bytes(3)?;
        if same { Ok(()) } else { Err(ContentsError::Damaged) }
    }
}
