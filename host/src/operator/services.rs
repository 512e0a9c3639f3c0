//! Enabled, paused, disabled, removed.

use std::collections::BTreeSet;
use std::sync::Arc;

use veillee_ambient::Millis;

use super::{Operator, OperatorError, Outcome};
use crate::limits;
use crate::plugin::Plugin;
use crate::storage::Association;
use crate::storage::services::{GrantedVersion, ServiceRecord, ServiceState};
use crate::words::is_plain;

impl Operator {
    /// Opens a service: for the first time with the newest package of its name, which wants the operator's `consent` to
    /// all it asks for; later with the version and the grants that it had. Below 50 ms for a package that is installed.
    pub async fn enable(&self, association: &Association, name: &str, consent: bool) -> Result<Outcome, OperatorError> {
        let _turn = self.turn(&association.id, name).await;
        let Some(mut record) = self.hosts.service(&association.id, name).await? else {
            let plugin = self.plugins.load(&self.newest(name).await?.digest).await?;
            return self.enable_first(association, plugin, consent).await;
        };
        let was_open = record.removed_ms.is_none() && record.state == ServiceState::Enabled;
        let plugin = self.plugins.load(&record.current.digest).await?;
        if was_open && self.stands(&record) {
            self.plugins.health(&association.id, &plugin.digest).recover();
            return Ok(Outcome::Unchanged);
        }
        open(&mut record);
        record.removed_ms = None;
        self.carry_out(association, record, plugin).await?;
        Ok(Outcome::Done)
    }

    /// Opens a service that the association never had, by a yes to all that the package with this digest asks for, if it
    /// is still the newest of its name: nobody agrees to more than they read.
    pub async fn enable_read(
        &self,
        association: &Association,
        name: &str,
        digest: &str,
    ) -> Result<Outcome, OperatorError> {
        let _turn = self.turn(&association.id, name).await;
        if let Some(record) = self.hosts.service(&association.id, name).await? {
            // Somebody was faster, with a yes of their own; what was closed since is not opened by this one.
            let is_open = record.removed_ms.is_none() && record.state == ServiceState::Enabled;
            return if is_open { Ok(Outcome::Unchanged) } else { Err(OperatorError::Disabled(name.to_owned())) };
        }
        if self.newest(name).await?.digest != digest {
            return Err(OperatorError::OtherNewest(name.to_owned()));
        }
        let plugin = self.plugins.load(digest).await?;
        self.enable_first(association, plugin, true).await
    }

    /// A service that the association never had.
    pub(super) async fn enable_first(
        &self,
        association: &Association,
        plugin: Arc<Plugin>,
        consent: bool,
    ) -> Result<Outcome, OperatorError> {
        let name = plugin.manifest.name.clone();
        let wants = plugin.capabilities.clone();
        if !consent && !wants.is_empty() {
            return Err(OperatorError::Consent { name, wants });
        }
        let record = ServiceRecord {
            association: association.id.clone(),
            name,
            state: ServiceState::Enabled,
            current: GrantedVersion { digest: plugin.digest.clone(), grants: BTreeSet::from_iter(wants) },
            previous: None,
            waiting: None,
            paused_until_ms: None,
            reason: String::new(),
            note: String::new(),
            removed_ms: None,
            changed_ms: 0,
        };
        self.carry_out(association, record, plugin).await?;
        Ok(Outcome::Done)
    }

    /// Closes a service for a while: its pages say who, why and until when. `until_ms`: it comes back by itself then.
    pub async fn pause(
        &self,
        association: &Association,
        name: &str,
        reason: &str,
        until_ms: Option<Millis>,
    ) -> Result<Outcome, OperatorError> {
        check_reason(reason)?;
        if until_ms.is_some_and(|until_ms| until_ms <= self.clock.now_ms()) {
            return Err(OperatorError::Past);
        }
        let _turn = self.turn(&association.id, name).await;
        let mut record = self.record(association, name).await?;
        if record.state == ServiceState::Disabled {
            return Err(OperatorError::Disabled(name.to_owned()));
        }
        record.state = ServiceState::Paused;
        reason.clone_into(&mut record.reason);
        record.paused_until_ms = until_ms;
        self.carry_out_closing(record).await?;
        Ok(Outcome::Done)
    }

    /// Ends a pause, the operator's or the one the host ordered after failures.
    pub async fn resume(&self, association: &Association, name: &str) -> Result<Outcome, OperatorError> {
        let _turn = self.turn(&association.id, name).await;
        let mut record = self.record(association, name).await?;
        let health = self.plugins.health(&association.id, &record.current.digest);
        match record.state {
            ServiceState::Disabled => return Err(OperatorError::Disabled(name.to_owned())),
            ServiceState::Enabled if health.report().resting_until_ms.is_none() => return Ok(Outcome::Unchanged),
            ServiceState::Enabled => health.recover(),
            ServiceState::Paused => {
                open(&mut record);
                self.carry_out_closing(record).await?;
            }
        }
        Ok(Outcome::Done)
    }

    /// Closes a service without an end. It leaves the menu; its addresses say that it is closed.
    pub async fn disable(&self, association: &Association, name: &str, reason: &str) -> Result<Outcome, OperatorError> {
        check_reason(reason)?;
        let _turn = self.turn(&association.id, name).await;
        let mut record = self.record(association, name).await?;
        if record.state == ServiceState::Disabled && record.reason == reason {
            return Ok(Outcome::Unchanged);
        }
        record.state = ServiceState::Disabled;
        reason.clone_into(&mut record.reason);
        record.paused_until_ms = None;
        self.carry_out_closing(record).await?;
        Ok(Outcome::Done)
    }

    /// Uninstalls a service: its addresses are not there any more. Its data is kept for [`limits::REMOVED_LIFE_MS`]:
    /// enabled before that, it finds everything again.
    pub async fn remove(&self, association: &Association, name: &str) -> Result<Outcome, OperatorError> {
        let _turn = self.turn(&association.id, name).await;
        let mut record = self.record(association, name).await?;
        let now_ms = self.clock.now_ms();
        record.state = ServiceState::Disabled;
        record.paused_until_ms = None;
        record.waiting = None;
        record.removed_ms = Some(now_ms);
        record.changed_ms = now_ms;
        self.hosts.keep_service(&record).await?;
        self.plugins.remove(&association.id, name);
        association.hide(name).await?;
        Ok(Outcome::Done)
    }

    /// Whether requests meet what the record says.
    pub(super) fn stands(&self, record: &ServiceRecord) -> bool {
        let standing = self.plugins.standing(&record.association, &record.name);
        standing.is_some_and(|standing| {
            let same = |digest: &str| digest == record.current.digest;
            standing.enabled.is_some_and(|enabled| same(&enabled.plugin.digest))
                && standing.closed.as_deref() == super::closed(record).as_ref()
        })
    }
}

fn open(record: &mut ServiceRecord) {
    record.state = ServiceState::Enabled;
    record.paused_until_ms = None;
    record.reason.clear();
}

/// It stands on a page and in a terminal.
fn check_reason(reason: &str) -> Result<(), OperatorError> {
    let good = reason.chars().count() <= limits::REASON_CHARS_MAX && reason.chars().all(is_plain);
    if good { Ok(()) } else { Err(OperatorError::Reason) }
}
