use super::{Operator, OperatorError};
use crate::limits;

impl Operator {
    /// Destroys what services kept that were removed 30 days ago, and says how many services went.
    pub async fn purge_removed(&self) -> Result<usize, OperatorError> {
        let before_ms = self.clock.now_ms().saturating_sub(limits::REMOVED_LIFE_MS);
        let is_over = |removed_ms: Option<i64>| removed_ms.is_some_and(|removed_ms| removed_ms <= before_ms);
        let mut purged = 0;
        for record in self.hosts.services().await?.into_iter().filter(|record| is_over(record.removed_ms)) {
            let Some(association) = self.all().into_iter().find(|known| known.id == record.association) else {
                continue;
            };
            let _turn = self.turn(&association.id, &record.name).await;
            // It may have been enabled meanwhile.
            let now = self.hosts.service(&association.id, &record.name).await?;
            if !now.is_some_and(|now| is_over(now.removed_ms)) {
                continue;
            }
            let objects = association.purge_service(&record.name).await?;
            self.hosts.forget_service(&association.id, &record.name).await?;
            let (association, service) = (&association.id, &record.name);
            tracing::info!(association, service, objects, "the data of a removed service was destroyed");
            purged += 1;
        }
        Ok(purged)
    }
}
