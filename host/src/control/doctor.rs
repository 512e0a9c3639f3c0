//! Is everything as it should be? Each line says so, or what to do.

mod certificates;
mod databases;
mod mail;
mod place;
mod shelf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use place::examine_place;

use super::{Problem, Progress, value};
use crate::boot::HostHandle;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Ok,
    /// Nothing is broken now.
    Warning,
    Problem,
}

/// One line of the doctor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// What was looked at, in a word or two.
    pub check: String,
    pub state: State,
    pub says: String,
    /// What to do about it; none when all is well.
    #[serde(rename = "do", default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

impl Finding {
    pub fn ok(check: &str, says: impl Into<String>) -> Self {
        Self { check: check.to_owned(), state: State::Ok, says: says.into(), remedy: None }
    }

    pub fn warning(check: &str, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { check: check.to_owned(), state: State::Warning, says: says.into(), remedy: Some(remedy.into()) }
    }

    pub fn problem(check: &str, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { check: check.to_owned(), state: State::Problem, says: says.into(), remedy: Some(remedy.into()) }
    }
}

/// What only the host itself can look at: its databases, its packages, its associations.
pub(super) async fn execute(host: &HostHandle, progress: &Progress) -> Result<Value, Problem> {
    let mut findings = databases::examine(host, progress).await;
    findings.extend(shelf::examine(&host.config.shelf).await);
    findings.extend(administrators(host).await?);
    findings.extend(certificates::examine(host));
    findings.extend(mail::examine(host).await?);
    value(findings)
}

async fn administrators(host: &HostHandle) -> Result<Vec<Finding>, Problem> {
    let mut findings = Vec::new();
    for site in host.sites() {
        if !site.association.has_administrator().await? {
            findings.push(Finding::warning(
                "administrators",
                format!("{} has no administrator", site.name),
                format!("veillee account create --role admin --association {} --email …", site.association.id),
            ));
        }
    }
    if findings.is_empty() {
        findings.push(Finding::ok("administrators", "every association has one"));
    }
    Ok(findings)
}
