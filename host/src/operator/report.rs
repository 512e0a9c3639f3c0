//! What an operator is shown.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use veillee_ambient::Millis;

use super::{Operator, OperatorError};
use crate::plugin::{Consent, HealthReport};
use crate::storage::Association;
use crate::storage::services::{GrantedVersion, PackageRecord, ServiceRecord, ServiceState};

/// A version of a service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct VersionReport {
    pub digest: String,
    /// As the manifest says; empty when the package is not known any more.
    pub version: String,
    /// Granted; for a version that waits: wanted more.
    pub capabilities: BTreeSet<String>,
}

/// A service of an association.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ServiceReport {
    pub association: String,
    /// Names the association answers under.
    pub domains: Vec<String>,
    pub service: String,
    /// `enabled`, `paused`, `disabled`, `resting` (it failed too often), `lost` (no package) or `removed`.
    pub state: String,
    pub current: VersionReport,
    /// Asked for and not granted.
    pub refused: BTreeSet<String>,
    pub previous: Option<VersionReport>,
    pub waiting: Option<VersionReport>,
    pub paused_until_ms: Option<Millis>,
    pub reason: String,
    pub note: String,
    pub removed_ms: Option<Millis>,
    pub changed_ms: Millis,
    pub health: HealthReport,
}

/// A package on the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct PackageReport {
    pub name: String,
    pub version: String,
    pub digest: String,
    pub publisher: Option<String>,
    pub installed_ms: Millis,
    /// A codec that all services are served by.
    pub is_codec_in_use: bool,
}

impl Operator {
    /// The services of these associations, the removed ones whose data is still there too.
    pub async fn list(
        &self,
        associations: &[std::sync::Arc<Association>],
    ) -> Result<Vec<ServiceReport>, OperatorError> {
        let packages = self.hosts.packages().await?;
        let versions: BTreeMap<&str, &str> =
            packages.iter().map(|package| (package.digest.as_str(), package.version.as_str())).collect();
        let records = self.hosts.services().await?;
        let mut reports = Vec::new();
        for association in associations {
            let domains = self.hosts.domains(&association.id).await?;
            let mine = records.iter().filter(|record| record.association == association.id);
            for record in mine {
                // A stopped host has loaded nothing; a package that is lost asks for nothing.
                let plugin = self.plugins.load(&record.current.digest).await.ok();
                let asked = plugin.map(|plugin| plugin.capabilities.clone()).unwrap_or_default();
                reports.push(self.report(record, asked, &domains, &versions));
            }
        }
        Ok(reports)
    }

    /// All packages on the shelf, the newest of each name first.
    pub async fn packages(&self) -> Result<Vec<PackageReport>, OperatorError> {
        let codecs: BTreeSet<String> = self.hosts.codecs().await?.into_iter().map(|(_, digest)| digest).collect();
        let packages = self.hosts.packages().await?;
        Ok(packages.into_iter().map(|record| package(record, &codecs)).collect())
    }

    /// What the newest package of a name asks for, or the one with this digest.
    pub async fn consent(&self, name: &str, digest: Option<&str>) -> Result<Consent, OperatorError> {
        let digest = match digest {
            Some(digest) => digest.to_owned(),
            None => self.newest(name).await?.digest,
        };
        Ok(self.plugins.consent(&digest).await?)
    }

    fn report(
        &self,
        record: &ServiceRecord,
        asked: Vec<String>,
        domains: &[String],
        versions: &BTreeMap<&str, &str>,
    ) -> ServiceReport {
        let version = |granted: &GrantedVersion| VersionReport {
            digest: granted.digest.clone(),
            version: versions.get(granted.digest.as_str()).copied().unwrap_or_default().to_owned(),
            capabilities: granted.grants.clone(),
        };
        let health = self.plugins.health(&record.association, &record.current.digest).report();
        let refused = asked.into_iter().filter(|name| !record.current.grants.contains(name)).collect();
        ServiceReport {
            association: record.association.clone(),
            domains: domains.to_vec(),
            service: record.name.clone(),
            state: self.state(record, &health).to_owned(),
            current: version(&record.current),
            refused,
            previous: record.previous.as_ref().map(version),
            waiting: record.waiting.as_ref().map(version),
            paused_until_ms: record.paused_until_ms,
            reason: record.reason.clone(),
            note: record.note.clone(),
            removed_ms: record.removed_ms,
            changed_ms: record.changed_ms,
            health,
        }
    }

    fn state(&self, record: &ServiceRecord, health: &HealthReport) -> &'static str {
        let now_ms = self.clock.now_ms();
        let lost = || {
            let standing = self.plugins.standing(&record.association, &record.name);
            standing.is_some_and(|standing| standing.enabled.is_none())
        };
        let paused = record.paused_until_ms.is_none_or(|until_ms| until_ms > now_ms);
        match record.state {
            _ if record.removed_ms.is_some() => "removed",
            _ if lost() => "lost",
            ServiceState::Paused if !paused => ServiceState::Enabled.name(),
            ServiceState::Enabled if health.resting_until_ms.is_some() => "resting",
            state => state.name(),
        }
    }
}

fn package(record: PackageRecord, codecs: &BTreeSet<String>) -> PackageReport {
    let is_codec_in_use = codecs.contains(&record.digest);
    let PackageRecord { name, version, digest, publisher, installed_ms } = record;
    PackageReport { name, version, digest, publisher, installed_ms, is_codec_in_use }
}
