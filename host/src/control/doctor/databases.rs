use super::Finding;
use crate::boot::HostHandle;
use crate::control::Progress;
use crate::storage::sql::DatabaseError;

const CHECK: &str = "databases";

/// Each database is asked whether it is whole; that takes seconds for a gigabyte.
pub async fn examine(host: &HostHandle, progress: &Progress) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sites = host.sites();
    findings.extend(flaw("the host's own database", host.hosts.quick_check().await));
    for site in &sites {
        if !progress.is_wanted() {
            break;
        }
        let name = format!("the database of {} ({})", site.name, site.association.id);
        findings.extend(flaw(&name, site.association.database().quick_check().await));
    }
    if findings.is_empty() {
        let kind = match host.config.database {
            None => "SQLite",
            Some(_) => "PostgreSQL",
        };
        findings.push(Finding::ok(CHECK, format!("{} on {kind} answer and are whole", sites.len() + 1)));
    }
    findings.extend(waiting(host).await);
    findings
}

fn flaw(name: &str, checked: Result<String, DatabaseError>) -> Option<Finding> {
    match checked {
        Ok(word) if word == "ok" => None,
        Ok(broken) => Some(Finding::problem(
            CHECK,
            format!("{name} is damaged: {broken}"),
            "stop the host, keep a copy of the data folder as it is, and restore the last backup",
        )),
        Err(error) => Some(Finding::problem(
            CHECK,
            format!("{name} does not answer: {error}"),
            "see whether the disk is full or failing, or whether PostgreSQL runs",
        )),
    }
}

/// What was begun and goes on by itself.
async fn waiting(host: &HostHandle) -> Option<Finding> {
    let mut segments = 0;
    for association in host.associations() {
        segments += association.doomed_segments().await.ok()?;
    }
    let says = match segments {
        0 => "nothing waits to be cleared away".to_owned(),
        _ => format!("{segments} files whose key is gone will be cleared away by the running host"),
    };
    Some(Finding::ok("unfinished", says))
}
