use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use veillee_engine::limits::MAX_PACKAGE_BYTES;

use super::{Problem, value};
use crate::boot::HostHandle;
use crate::operator::{Operator, OperatorError, Outcome};
use crate::storage::Association;

/// What can be ordered of plugins. Without `association`: in all of them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PluginCommand {
    /// Services, the removed ones too.
    List {
        association: Option<String>,
    },
    /// Packages on the shelf.
    Packages,
    /// What the newest package of a name asks for, or the one with this digest.
    Consent {
        name: String,
        digest: Option<String>,
    },
    /// The package is the order's first file.
    Install {
        adopt: bool,
    },
    Service(ServiceOrder),
}

#[derive(Debug, Serialize, Deserialize)]
pub struct ServiceOrder {
    pub association: Option<String>,
    pub name: String,
    pub deed: Deed,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    Enable { consent: bool },
    Pause { reason: String, until_ms: Option<i64> },
    Resume,
    Disable { reason: String },
    Upgrade { digest: Option<String>, consent: bool },
    Rollback,
    Remove,
    Grant { capability: String },
    Revoke { capability: String },
}

/// How an order ended in one association.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeedReport {
    pub association: String,
    pub outcome: Option<Outcome>,
    /// Why nothing was done.
    pub problem: Option<String>,
    /// It asks for these capabilities, and nobody said yes to them yet.
    pub needs_consent: Option<Vec<String>>,
}

pub(super) async fn execute(host: &HostHandle, command: PluginCommand, files: Vec<File>) -> Result<Value, Problem> {
    let operator = &host.app.operator;
    match command {
        PluginCommand::List { association } => {
            let associations = operator.associations(association.as_deref()).await?;
            value(operator.list(&associations).await?)
        }
        PluginCommand::Packages => value(operator.packages().await?),
        PluginCommand::Consent { name, digest } => value(operator.consent(&name, digest.as_deref()).await?),
        PluginCommand::Install { adopt } => value(operator.install(&package(files).await?, adopt).await?),
        PluginCommand::Service(ServiceOrder { name, deed: Deed::Remove, association: None })
            if operator.remove_codec(&name).await? =>
        {
            let done = |association: Arc<Association>| DeedReport {
                association: association.id.clone(),
                outcome: Some(Outcome::Done),
                problem: None,
                needs_consent: None,
            };
            value(operator.associations(None).await?.into_iter().map(done).collect::<Vec<_>>())
        }
        PluginCommand::Service(order) => {
            let associations = operator.associations(order.association.as_deref()).await?;
            if associations.is_empty() {
                return Err(Problem::mistake("there is no association yet: make one with `association create`"));
            }
            let mut reports = Vec::new();
            for association in &associations {
                reports.push(report(operator, association, &order).await?);
            }
            value(reports)
        }
    }
}

/// One association's refusal does not keep the others from it; a broken host does.
async fn report(
    operator: &Arc<Operator>,
    association: &Association,
    order: &ServiceOrder,
) -> Result<DeedReport, Problem> {
    let mut report =
        DeedReport { association: association.id.clone(), outcome: None, problem: None, needs_consent: None };
    match carry_out(operator, association, &order.name, &order.deed).await {
        Ok(outcome) => report.outcome = Some(outcome),
        Err(OperatorError::Database(error)) => return Err(error.into()),
        Err(error) => {
            report.problem = Some(error.to_string());
            if let OperatorError::Consent { wants, .. } = error {
                report.needs_consent = Some(wants);
            }
        }
    }
    Ok(report)
}

async fn carry_out(
    operator: &Operator,
    association: &Association,
    name: &str,
    deed: &Deed,
) -> Result<Outcome, OperatorError> {
    match deed {
        Deed::Enable { consent } => operator.enable(association, name, *consent).await,
        Deed::Pause { reason, until_ms } => operator.pause(association, name, reason, *until_ms).await,
        Deed::Resume => operator.resume(association, name).await,
        Deed::Disable { reason } => operator.disable(association, name, reason).await,
        Deed::Upgrade { digest, consent } => operator.upgrade(association, name, digest.as_deref(), *consent).await,
        Deed::Rollback => operator.rollback(association, name, None).await,
        Deed::Remove => operator.remove(association, name).await,
        Deed::Grant { capability } => operator.grant(association, name, capability).await,
        Deed::Revoke { capability } => operator.revoke(association, name, capability).await,
    }
}

async fn package(files: Vec<File>) -> Result<Vec<u8>, Problem> {
    let Some(file) = files.into_iter().next() else { return Err(Problem::mistake("no package came along")) };
    let most = u64::try_from(MAX_PACKAGE_BYTES).unwrap_or(u64::MAX);
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        // One more, so that what is too long is refused and not cut.
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).map(|_| bytes)
    });
    read.await
        .map_err(Problem::failure)?
        .map_err(|error| Problem::mistake(format!("the package cannot be read: {error}")))
}

impl From<OperatorError> for Problem {
    fn from(error: OperatorError) -> Self {
        match error {
            OperatorError::Database(error) => error.into(),
            error @ (OperatorError::Shape(_) | OperatorError::Enable(_) | OperatorError::Purge(_)) => {
                Self::failure(error)
            }
            error => Self::mistake(error),
        }
    }
}
