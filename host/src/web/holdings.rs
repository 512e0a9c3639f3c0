//! What associations hold together, with one count a minute at most: sums over all owners and all jobs are no work for each
//! look at a page.

use std::collections::HashMap;

use tokio::sync::Mutex;
use veillee_ambient::Millis;

use crate::limits;
use crate::storage::Association;
use crate::storage::quota::{ASSOCIATION_OWNER, Budget, Standing};
use crate::storage::sql::DatabaseError;

/// A count, and when it was made.
#[derive(Clone, Copy)]
pub struct Holding {
    pub counted_ms: Millis,
    /// Of all together.
    pub whole: Standing,
    /// Of what belongs to the association itself.
    pub own: Standing,
}

/// By association.
#[derive(Default)]
pub struct Holdings(Mutex<HashMap<String, Holding>>);

impl Holdings {
    /// The last count; a new one when that is older than [`limits::CONSOLE_COUNT_LIFE_MS`]. Whoever else asks meanwhile
    /// waits for it.
    pub async fn of(&self, association: &Association) -> Result<Holding, DatabaseError> {
        let now_ms = association.clock.now_ms();
        let mut known = self.0.lock().await;
        let is_young = |holding: &&Holding| {
            let age_ms = now_ms.saturating_sub(holding.counted_ms);
            (0..limits::CONSOLE_COUNT_LIFE_MS).contains(&age_ms)
        };
        if let Some(holding) = known.get(&association.id).filter(is_young) {
            return Ok(*holding);
        }
        let whole = association.standing(&Budget::Whole).await?;
        let own = association.standing(&Budget::Owner(ASSOCIATION_OWNER.to_owned())).await?;
        let holding = Holding { counted_ms: now_ms, whole, own };
        known.insert(association.id.clone(), holding);
        Ok(holding)
    }
}
