//! From one version to the next and back, without a dropped request.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Operator, OperatorError, Outcome};
use crate::plugin::{Advice, Plugin};
use crate::storage::Association;
use crate::storage::services::{GrantedVersion, ServiceRecord};

impl Operator {
    /// Goes to the package with this digest, else to the one that waits, else to the newest of the name. What it wants
    /// more than the version before needs `consent`; until then it waits and the old version goes on. A closed service
    /// stays closed.
    pub async fn upgrade(
        &self,
        association: &Association,
        name: &str,
        digest: Option<&str>,
        consent: bool,
    ) -> Result<Outcome, OperatorError> {
        let _turn = self.turn(&association.id, name).await;
        let record = self.record(association, name).await?;
        let digest = match (digest, &record.waiting) {
            (Some(digest), _) => digest.to_owned(),
            (None, Some(waiting)) => waiting.digest.clone(),
            (None, None) => self.newest(name).await?.digest,
        };
        self.go_to(association, record, digest, consent).await
    }

    /// Agrees to what the version with this digest wants more, if it is still the one that waits: whatever changes the
    /// version that runs ends the waiting, so that nobody agrees to more than they read.
    pub async fn agree(&self, association: &Association, name: &str, digest: &str) -> Result<Outcome, OperatorError> {
        let _turn = self.turn(&association.id, name).await;
        let record = self.record(association, name).await?;
        if record.waiting.as_ref().is_none_or(|waiting| waiting.digest != digest) {
            return Err(OperatorError::NotWaiting(name.to_owned()));
        }
        self.go_to(association, record, digest.to_owned(), true).await
    }

    async fn go_to(
        &self,
        association: &Association,
        mut record: ServiceRecord,
        digest: String,
        consent: bool,
    ) -> Result<Outcome, OperatorError> {
        let name = record.name.clone();
        let plugin = self.plugins.load(&digest).await?;
        if plugin.manifest.name != name {
            let found = plugin.manifest.name.clone();
            return Err(OperatorError::OtherName { asked: name, found });
        }
        if record.current.digest == digest {
            let as_written = record.waiting.is_none() && self.stands(&record);
            record.waiting = None;
            if !as_written {
                self.carry_out(association, record, plugin).await?;
            }
            return Ok(Outcome::Unchanged);
        }
        let wants: BTreeSet<String> = plugin.capabilities.iter().cloned().collect();
        let extra: BTreeSet<String> = wants.difference(&self.wanted_before(&record).await).cloned().collect();
        if !extra.is_empty() && !consent {
            record.waiting = Some(GrantedVersion { digest, grants: extra.clone() });
            record.changed_ms = self.clock.now_ms();
            self.hosts.keep_service(&record).await?;
            return Ok(Outcome::Waits(extra.into_iter().collect()));
        }
        // What the operator took back from the version before stays taken back.
        let grants = record.current.grants.intersection(&wants).chain(&extra).cloned().collect();
        record.previous = Some(std::mem::replace(&mut record.current, GrantedVersion { digest, grants }));
        record.waiting = None;
        record.note.clear();
        self.carry_out(association, record, plugin).await?;
        Ok(Outcome::Done)
    }

    /// What the version that runs asks for; what it was granted, when its package is lost.
    async fn wanted_before(&self, record: &ServiceRecord) -> BTreeSet<String> {
        match self.plugins.load(&record.current.digest).await {
            Ok(plugin) => plugin.capabilities.iter().cloned().collect(),
            Err(_) => record.current.grants.clone(),
        }
    }

    /// Goes back to the version before, with the grants it had. Once more goes forward again. `read`: only to the version
    /// with this digest, whatever happened since somebody read which it is.
    pub async fn rollback(
        &self,
        association: &Association,
        name: &str,
        read: Option<&str>,
    ) -> Result<Outcome, OperatorError> {
        let _turn = self.turn(&association.id, name).await;
        let record = self.record(association, name).await?;
        let is_read = |previous: &GrantedVersion| read.is_none_or(|read| previous.digest == read);
        if record.previous.as_ref().is_some_and(|previous| !is_read(previous)) {
            return Err(OperatorError::OtherPrevious(name.to_owned()));
        }
        self.go_back(association, record, String::new()).await?;
        Ok(Outcome::Done)
    }

    async fn go_back(
        &self,
        association: &Association,
        mut record: ServiceRecord,
        note: String,
    ) -> Result<(), OperatorError> {
        let previous = record.previous.take().ok_or_else(|| OperatorError::NoPrevious(record.name.clone()))?;
        let plugin = self.plugins.load(&previous.digest).await?;
        record.previous = Some(std::mem::replace(&mut record.current, previous));
        record.waiting = None;
        record.note = note;
        self.carry_out(association, record, plugin).await
    }

    /// What follows from failures: a version that must rest is told to the operator, one that failed again makes room for
    /// the version before.
    pub fn heed(self: &Arc<Self>, association: &Arc<Association>, plugin: &Plugin, advice: Advice) {
        let (service, digest) = (plugin.manifest.name.clone(), plugin.digest.clone());
        match advice {
            Advice::Fine => {}
            Advice::Rest { until_ms } => {
                tracing::error!(association = %association.id, service, digest, until_ms, "a service failed too often and rests");
            }
            Advice::GiveUp { until_ms } => {
                tracing::error!(association = %association.id, service, digest, until_ms, "a service failed again after its rest");
                let (operator, association) = (self.clone(), association.clone());
                // In a task of its own: the one who asked does not wait for it, and a cut line does not cut it.
                tokio::spawn(async move {
                    if let Err(error) = operator.fall_back(&association, &service, &digest).await {
                        tracing::error!(%error, service, "the version before could not take over");
                    }
                });
            }
        }
    }

    /// The version with this digest failed too often, again after a rest: the version before takes its place, unless
    /// that one failed as well. Says whether it did.
    pub async fn fall_back(&self, association: &Association, name: &str, digest: &str) -> Result<bool, OperatorError> {
        let _turn = self.turn(&association.id, name).await;
        let record = self.record(association, name).await?;
        let good = record.previous.as_ref().is_some_and(|previous| {
            previous.digest != digest && !self.plugins.health(&association.id, &previous.digest).gave_up()
        });
        if record.current.digest != digest || !good {
            tracing::error!(association = %association.id, service = name, digest, "a service rests and has no good version before");
            return Ok(false);
        }
        let note = format!("the host went back to the version before, because sha256:{digest} failed too often");
        self.go_back(association, record, note).await?;
        tracing::error!(association = %association.id, service = name, digest, "the version before took over from one that failed too often");
        Ok(true)
    }
}
