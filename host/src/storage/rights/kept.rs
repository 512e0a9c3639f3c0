//! What the law keeps of somebody who was erased.
//!
//! Whoever keeps what others publish must be able to say for a year whose it was (France: LCEN, article 6, and décret
//! 2021-1362). Name, address and dates are sealed under the association's key, shown on no page, and gone after that year.

use serde::{Deserialize, Serialize};
use veillee_access::Fragment;
use veillee_ambient::Millis;

use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

const PURPOSE: &str = "veillee kept by law";

/// What is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The id that the log knows.
    pub account: String,
    pub name: String,
    pub address: String,
    pub created_ms: Millis,
    pub erased_ms: Millis,
    /// Until when it is kept.
    pub until_ms: Millis,
}

impl Kept {
    pub(super) fn until(erased_ms: Millis) -> Millis {
        erased_ms.saturating_add(limits::KEPT_BY_LAW_MS)
    }
}

pub(super) async fn keep(
    association: &Association,
    transaction: &mut Transaction,
    kept: &Kept,
) -> Result<(), DatabaseError> {
    let clear = serde_json::to_vec(kept).map_err(|error| DatabaseError::Internal(error.to_string()))?;
    let mut insert = Fragment::new("INSERT INTO kept_by_law (id, sealed, until_ms) VALUES (");
    insert.text_arg(&kept.account).push(", ").text_arg(&association.seal(PURPOSE, &clear));
    insert.push(", ").int_arg(kept.until_ms).push(") ON CONFLICT (id) DO NOTHING");
    transaction.execute(insert).await.map(drop)
}

impl Association {
    /// What the law keeps at this moment, for whoever has the machine.
    pub async fn kept_by_law(&self) -> Result<Vec<Kept>, DatabaseError> {
        let mut select = Fragment::new("SELECT sealed FROM kept_by_law WHERE until_ms > ");
        select.int_arg(self.clock.now_ms()).push(" ORDER BY until_ms, id");
        let rows = self.database().rows(select).await?;
        rows.iter()
            .map(|row| {
                let clear = self.unseal(PURPOSE, &row.text(0)?);
                clear.and_then(|clear| serde_json::from_slice(&clear).ok()).ok_or_else(|| {
                    DatabaseError::Internal("what the law keeps does not open with this association's key".to_owned())
                })
            })
            .collect()
    }

    /// Forgets what the law keeps no longer.
    pub async fn sweep_kept_by_law(&self) -> Result<u64, DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM kept_by_law WHERE until_ms <= ");
        delete.int_arg(self.clock.now_ms());
        self.database().execute(delete).await
    }
}
