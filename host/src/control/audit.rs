use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Problem, association, value};
use crate::boot::HostHandle;
use crate::storage::Association;
use crate::storage::audit::{Fault, FaultKind};

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuditCommand {
    /// Walks the logs of all associations, or of one.
    Verify { association: Option<String> },
}

/// What a walk along one log found.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AuditCard {
    pub association: String,
    /// Entries that fit, from the first one on.
    pub entries: u64,
    /// Milliseconds since 1970.
    pub first_ms: Option<i64>,
    pub last_ms: Option<i64>,
    /// Of the last entry that fits, in hexadecimal.
    pub hash: String,
    /// The first entry that does not fit.
    pub fault: Option<FaultCard>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FaultCard {
    pub entry: i64,
    /// `missing`, `changed`, `words-changed`, `added` or `head-forged`.
    pub kind: String,
}

pub(super) async fn execute(host: &HostHandle, command: AuditCommand) -> Result<Value, Problem> {
    let AuditCommand::Verify { association: named } = command;
    let associations = match named {
        Some(named) => vec![association::find(host, Some(&named))?],
        None => host.associations(),
    };
    let mut cards = Vec::new();
    for association in associations {
        cards.push(card(&association).await?);
    }
    value(cards)
}

async fn card(association: &Association) -> Result<AuditCard, Problem> {
    let verdict = association.verify_audit().await?;
    Ok(AuditCard {
        association: association.id.clone(),
        entries: verdict.good,
        first_ms: verdict.first_ms,
        last_ms: verdict.last_ms,
        hash: verdict.hash,
        fault: verdict.fault.map(|Fault { number, kind }| FaultCard { entry: number, kind: name(kind).to_owned() }),
    })
}

fn name(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Missing => "missing",
        FaultKind::Changed => "changed",
        FaultKind::WordsChanged => "words-changed",
        FaultKind::Added => "added",
        FaultKind::HeadForged => "head-forged",
    }
}
