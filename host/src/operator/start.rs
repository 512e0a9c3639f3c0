//! After a restart: every service stands as it was left, then the plugins folder has its say.

use super::{Installed, Operator, OperatorError, closed, version};
use crate::plugin::{Closed, PackageKind, inspect_package};
use crate::storage::Association;
use crate::storage::services::ServiceRecord;
use crate::storage::sql::DatabaseError;

impl Operator {
    /// Puts every service where `host.db` says it is. One whose package cannot be loaded is closed, not gone.
    pub async fn start(&self) -> Result<(), DatabaseError> {
        self.start_codecs().await?;
        for record in self.hosts.services().await? {
            let Some(association) = self.all().into_iter().find(|known| known.id == record.association) else {
                continue;
            };
            if record.removed_ms.is_some() || self.stands(&record) {
                continue;
            }
            if let Err(error) = self.start_one(&association, &record).await {
                let (association, service, digest) = (&record.association, &record.name, &record.current.digest);
                tracing::error!(association, service, digest, %error, "a service cannot be started");
                self.plugins.close(association, service, Some(Closed::Lost));
            }
        }
        Ok(())
    }

    async fn start_one(&self, association: &Association, record: &ServiceRecord) -> Result<(), OperatorError> {
        let plugin = self.plugins.load(&record.current.digest).await?;
        let shapes = self.plugins.prepare(association, &plugin).await?;
        self.plugins.stand(association, version(plugin, record), shapes, closed(record)).await?;
        Ok(())
    }

    /// A package of the plugins folder. Putting it there is the operator's yes: it is enabled wherever it never was. A
    /// package that the folder did not hold before is an upgrade, unless it wants more. What an operator closed, removed
    /// or rolled back stays so. Returns sentences on what waits or did not work.
    pub async fn offer(&self, bytes: &[u8]) -> Result<(Installed, Vec<String>), OperatorError> {
        let package = inspect_package(bytes)?;
        if package.kind == PackageKind::Codec {
            return Ok((self.offer_codec(package, bytes).await?, Vec::new()));
        }
        let installed = self.install(bytes, false).await?;
        let (name, digest) = (&installed.consent.name, &installed.consent.digest);
        let news = self.hosts.offered(name).await?.as_ref() != Some(digest);
        let (mut notes, mut failed) = (Vec::new(), false);
        for association in self.all() {
            match self.offer_to(&association, name, digest, news).await {
                Ok(note) => notes.extend(note),
                Err(error) => {
                    notes.push(format!("{name}, in {}: {error}", association.id));
                    failed = true;
                }
            }
        }
        if news && !failed {
            self.hosts.set_offered(name, digest).await?;
        }
        Ok((installed, notes))
    }

    /// A package of the plugins folder, for an association that came while the host runs.
    pub async fn offer_in(&self, association: &Association, bytes: &[u8]) -> Result<(), OperatorError> {
        let package = inspect_package(bytes)?;
        if package.kind == PackageKind::Service {
            let installed = self.install(bytes, false).await?;
            let (name, digest) = (&installed.consent.name, &installed.consent.digest);
            self.offer_to(association, name, digest, false).await?;
        }
        Ok(())
    }

    async fn offer_to(
        &self,
        association: &Association,
        name: &str,
        digest: &str,
        news: bool,
    ) -> Result<Option<String>, OperatorError> {
        let Some(record) = self.hosts.service(&association.id, name).await? else {
            let _turn = self.turn(&association.id, name).await;
            let plugin = self.plugins.load(digest).await?;
            self.enable_first(association, plugin, true).await?;
            return Ok(None);
        };
        if record.removed_ms.is_some() {
            return Ok(None);
        }
        if record.current.digest == digest {
            // Its package was lost, and here it is.
            if !self.stands(&record) {
                self.start_one(association, &record).await?;
            }
            return Ok(None);
        }
        if news {
            self.upgrade(association, name, Some(digest), false).await?;
        }
        let waiting = self.hosts.service(&association.id, name).await?.and_then(|record| record.waiting);
        Ok(waiting.filter(|waiting| waiting.digest == digest).map(|waiting| {
            let wants = waiting.grants.into_iter().collect::<Vec<_>>().join(", ");
            format!(
                "{name}, in {}: the new version wants {wants} more and waits for `veillee plugin upgrade {name} --yes`",
                association.id
            )
        }))
    }
}
