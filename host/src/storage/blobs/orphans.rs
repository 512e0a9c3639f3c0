//! Segments that no list names: of uploads that were cut together with the host.

use futures_util::TryStreamExt as _;
use veillee_access::{Arg, Fragment};

use super::forget::CollectError;
use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::Ask as _;

impl Association {
    /// Removes them, and says how many. Young ones are spared: an upload under way is in no list yet.
    pub async fn sweep_orphans(&self) -> Result<usize, CollectError> {
        // What a copy still wants may be in no list any more.
        let Ok(_turn) = self.copying.try_write() else { return Ok(0) };
        let before_ms = self.clock.now_ms().saturating_sub(limits::ORPHAN_AGE_MS);
        let mut listed = self.vault.list();
        let mut removed = 0;
        while let Some(segment) = listed.try_next().await? {
            if segment.written_ms > before_ms {
                continue;
            }
            // One statement: between two, a segment may pass from an upload to a content and be in neither answer.
            let mut select = Fragment::new("SELECT 1 FROM segment WHERE id = ");
            select.bind(Arg::Bytes(segment.id.as_bytes().to_vec()));
            select.push(" UNION ALL SELECT 1 FROM upload_segment WHERE id = $1");
            if self.database().row(select).await?.is_none() {
                self.vault.remove(&segment.id).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}
