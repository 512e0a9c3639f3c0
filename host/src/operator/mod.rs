//! What an operator does to plugins and services while people use them.
//!
//! Each deed on a service waits for the one before on the same service; it is written into `host.db` first and then seen
//! by the next request. Data is never touched: only [`Operator::purge_removed`] destroys any, 30 days after a removal.
//! A deed that began must be awaited to its end.

mod codecs;
mod error;
mod grants;
mod install;
mod purge;
pub mod quotas;
mod report;
mod services;
mod start;
mod upgrade;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::OwnedMutexGuard;
use veillee_ambient::Clock;
use veillee_engine::CallLimits;

pub use error::OperatorError;
pub use install::Installed;
pub use report::{PackageReport, ServiceReport, VersionReport};

use crate::plugin::codecs::Codecs;
use crate::plugin::{Closed, Grants, Plugin, Plugins, Version};
use crate::storage::Association;
use crate::storage::hosts::Hosts;
use crate::storage::services::{PackageRecord, ServiceRecord, ServiceState};

/// How a deed ended.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Done,
    /// It was so already.
    Unchanged,
    /// The new version wants these capabilities more: it waits for consent, the old one goes on.
    Waits(Vec<String>),
}

pub struct Operator {
    plugins: Arc<Plugins>,
    codecs: Arc<Codecs>,
    hosts: Hosts,
    clock: Arc<dyn Clock>,
    /// In the order they were made.
    associations: RwLock<Vec<Arc<Association>>>,
    turns: Mutex<Turns>,
}

type Turns = HashMap<(String, String), Arc<tokio::sync::Mutex<()>>>;

impl Operator {
    pub fn new(plugins: Arc<Plugins>, codecs: Arc<Codecs>, hosts: Hosts, clock: Arc<dyn Clock>) -> Self {
        Self { plugins, codecs, hosts, clock, associations: RwLock::default(), turns: Mutex::default() }
    }

    /// An association that was opened.
    pub fn know(&self, association: Arc<Association>) {
        self.associations.write().unwrap_or_else(PoisonError::into_inner).push(association);
    }

    fn all(&self) -> Vec<Arc<Association>> {
        self.associations.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The association with this id or under this host name; all of them when none is named.
    pub async fn associations(&self, named: Option<&str>) -> Result<Vec<Arc<Association>>, OperatorError> {
        let Some(named) = named else { return Ok(self.all()) };
        for association in self.all() {
            let domains = self.hosts.domains(&association.id).await?;
            if association.id == named || domains.contains(&named.to_lowercase()) {
                return Ok(vec![association]);
            }
        }
        Err(OperatorError::UnknownAssociation(named.to_owned()))
    }

    /// Waits for the deeds before on the same service.
    async fn turn(&self, association: &str, service: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            turns.entry((association.to_owned(), service.to_owned())).or_default().clone()
        };
        turn.lock_owned().await
    }

    /// The record of a service that was not removed.
    async fn record(&self, association: &Association, service: &str) -> Result<ServiceRecord, OperatorError> {
        let record = self.hosts.service(&association.id, service).await?;
        let unknown = || OperatorError::UnknownService(service.to_owned());
        record.filter(|record| record.removed_ms.is_none()).ok_or_else(unknown)
    }

    /// The package of this name that was installed last.
    async fn newest(&self, name: &str) -> Result<PackageRecord, OperatorError> {
        let packages = self.hosts.packages().await?;
        let found = packages.into_iter().find(|package| package.name == name);
        found.ok_or_else(|| OperatorError::UnknownPlugin(name.to_owned()))
    }

    /// Tables first, then the record, then the requests: killed in between, the next start carries on from the record.
    async fn carry_out(
        &self,
        association: &Association,
        mut record: ServiceRecord,
        plugin: Arc<Plugin>,
    ) -> Result<(), OperatorError> {
        let shapes = self.plugins.prepare(association, &plugin).await?;
        record.changed_ms = self.clock.now_ms();
        self.hosts.keep_service(&record).await?;
        self.plugins.health(&association.id, &plugin.digest).recover();
        self.plugins.stand(association, version(plugin, &record), shapes, closed(&record)).await?;
        Ok(())
    }

    /// Writes a record whose version does not change, and opens or closes the service.
    async fn carry_out_closing(&self, mut record: ServiceRecord) -> Result<(), OperatorError> {
        record.changed_ms = self.clock.now_ms();
        self.hosts.keep_service(&record).await?;
        self.plugins.close(&record.association, &record.name, closed(&record));
        Ok(())
    }
}

fn version(plugin: Arc<Plugin>, record: &ServiceRecord) -> Version {
    let grants = Grants::new(record.current.grants.iter().cloned());
    Version { plugin, grants, limits: CallLimits::web(), answers: None }
}

/// What requests are to see of a record's state.
fn closed(record: &ServiceRecord) -> Option<Closed> {
    let reason = record.reason.clone();
    match record.state {
        ServiceState::Enabled => None,
        ServiceState::Paused => Some(Closed::Paused { reason, until_ms: record.paused_until_ms }),
        ServiceState::Disabled => Some(Closed::Disabled { reason }),
    }
}
