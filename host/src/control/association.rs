use std::fs::File;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Problem, Progress, Secret, transfer, value};
use crate::boot::{BootError, HostHandle};
use crate::limits;
use crate::storage::Association;
use crate::storage::sql::DatabaseError;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssociationCommand {
    Create {
        name: String,
        domains: Vec<String>,
    },
    List,
    /// Lets an association, named by its id or a domain, answer under one more name.
    AddDomain {
        association: String,
        domain: String,
    },
    /// Everything of it, into the one file that goes along.
    Export {
        association: String,
        passphrase: Secret,
    },
    /// From the one file that goes along; under its own names, or others.
    Import {
        domains: Vec<String>,
        passphrase: Secret,
    },
}

/// An association as the operator sees it.
#[derive(Debug, Serialize, Deserialize)]
pub struct AssociationCard {
    pub id: String,
    pub name: String,
    pub domains: Vec<String>,
}

pub(super) async fn execute(
    host: &HostHandle,
    command: AssociationCommand,
    files: Vec<File>,
    progress: &Progress,
) -> Result<Value, Problem> {
    match command {
        AssociationCommand::Create { name, domains } => {
            let name = name.trim();
            if name.is_empty() || name.chars().any(char::is_control) || name.chars().count() > limits::NAME_CHARS_MAX {
                let most = limits::NAME_CHARS_MAX;
                return Err(Problem::mistake(format!("an association has a name of 1 to {most} characters")));
            }
            let domains = domains.iter().map(|domain| checked(domain)).collect::<Result<Vec<_>, _>>()?;
            let association = host.create_association(name, &domains).await.map_err(taken)?;
            host.enable_plugins_in(&association).await?;
            value(card(host, &association).await?)
        }
        AssociationCommand::List => {
            let mut cards = Vec::new();
            for association in host.associations() {
                cards.push(card(host, &association).await?);
            }
            value(cards)
        }
        AssociationCommand::AddDomain { association, domain } => {
            let association = find(host, Some(&association))?;
            host.add_domain(&association.id, &checked(&domain)?).await.map_err(taken)?;
            value(card(host, &association).await?)
        }
        AssociationCommand::Export { association, passphrase } => {
            transfer::export(host, &association, &passphrase, files, progress).await
        }
        AssociationCommand::Import { domains, passphrase } => {
            transfer::import(host, domains, &passphrase, files, progress).await
        }
    }
}

/// The association of this id or domain; without one, the only one of the host.
pub(super) fn find(host: &HostHandle, named: Option<&str>) -> Result<Arc<Association>, Problem> {
    let all = host.associations();
    let Some(named) = named else {
        let mut all = all.into_iter();
        return match (all.next(), all.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(Problem::mistake("there is no association yet: make one with `association create`")),
            _ => Err(Problem::mistake("there are several associations: say which one; `association list` names them")),
        };
    };
    if let Some(found) = all.iter().find(|association| association.id == named) {
        return Ok(found.clone());
    }
    let host_header = if named.parse::<Ipv6Addr>().is_ok() { format!("[{named}]") } else { named.to_owned() };
    let by_domain = host.app.site(&host_header).map(|site| site.association.clone());
    by_domain.ok_or_else(|| Problem::mistake("no association has this id or domain; `association list` names them"))
}

pub(super) async fn card(host: &HostHandle, association: &Association) -> Result<AssociationCard, Problem> {
    let id = association.id.clone();
    let site = host.sites().into_iter().find(|site| site.association.id == id);
    let domains = host.hosts.domains(&id).await?;
    Ok(AssociationCard { id, name: site.map(|site| site.name.clone()).unwrap_or_default(), domains })
}

fn taken(error: BootError) -> Problem {
    match error {
        BootError::Database(DatabaseError::Taken) => {
            Problem::mistake("an association answers under one of these names already")
        }
        other => other.into(),
    }
}

/// A host name (RFC 1123, 2.1) or an address, as a `Host` header names it without its port.
pub(super) fn checked(domain: &str) -> Result<String, Problem> {
    let domain = domain.trim_matches(' ').trim_end_matches('.').to_lowercase();
    if let Ok(address) = domain.parse::<IpAddr>() {
        return Ok(address.to_string());
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if domain.len() <= 253 && domain.split('.').all(is_label) {
        return Ok(domain);
    }
    Err(Problem::mistake(
        "a domain is a host name such as photos.example.org, without https:// and port; accents are written as in xn--…",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_what_a_browser_sends_as_host() {
        for (given, kept) in
            [("Photos.Example.ORG", "photos.example.org"), ("localhost", "localhost"), ("0:0::1", "::1")]
        {
            assert_eq!(checked(given).map_err(|problem| problem.sentence), Ok(kept.to_owned()));
        }
        let long = "a".repeat(64);
        for wrong in ["", "https://a.org", "a.org:80", "a b", "a..b", "-a.org", "été.org", "a/b", "a\n", long.as_str()]
        {
            assert!(checked(wrong).is_err(), "{wrong}");
        }
    }
}
