use super::{Operator, OperatorError, Outcome};
use crate::storage::Association;

impl Operator {
    /// Gives a capability that the service asks for.
    pub async fn grant(
        &self,
        association: &Association,
        name: &str,
        capability: &str,
    ) -> Result<Outcome, OperatorError> {
        let _turn = self.turn(&association.id, name).await;
        let mut record = self.record(association, name).await?;
        let plugin = self.plugins.load(&record.current.digest).await?;
        if !plugin.capabilities.iter().any(|asked| asked == capability) {
            let (service, capability) = (name.to_owned(), capability.to_owned());
            return Err(OperatorError::NotAsked { service, capability });
        }
        if !record.current.grants.insert(capability.to_owned()) {
            return Ok(Outcome::Unchanged);
        }
        record.changed_ms = self.clock.now_ms();
        self.hosts.keep_service(&record).await?;
        self.plugins.grant(&association.id, name, capability, true);
        Ok(Outcome::Done)
    }

    /// Takes a capability back, from the version before too. Calls under way are refused it at their next host call.
    pub async fn revoke(
        &self,
        association: &Association,
        name: &str,
        capability: &str,
    ) -> Result<Outcome, OperatorError> {
        let _turn = self.turn(&association.id, name).await;
        let mut record = self.record(association, name).await?;
        let taken = record.current.grants.remove(capability);
        let before = record.previous.as_mut().is_some_and(|previous| previous.grants.remove(capability));
        if !taken && !before {
            return Ok(Outcome::Unchanged);
        }
        record.changed_ms = self.clock.now_ms();
        self.hosts.keep_service(&record).await?;
        self.plugins.grant(&association.id, name, capability, false);
        Ok(Outcome::Done)
    }
}
