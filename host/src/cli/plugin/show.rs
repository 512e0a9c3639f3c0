//! What an operator is shown of services.

use serde::Serialize;

use super::{Shown, package};
use crate::cli::Place;
use crate::cli::ask::{ask, print};
use crate::control::{Command, PluginCommand, Problem};
use crate::operator::{PackageReport, ServiceReport};
use crate::plugin::Consent;

/// All of one plugin.
#[derive(Serialize)]
struct Shows {
    /// Of the newest package.
    consent: Consent,
    packages: Vec<PackageReport>,
    services: Vec<ServiceReport>,
}

pub async fn list(place: &Place, shown: Shown) -> Result<(), Problem> {
    let services: Vec<ServiceReport> = services(place, shown.association).await?;
    print(shown.json, &services, |services| {
        if services.is_empty() { "no services".to_owned() } else { lines(services).join("\n") }
    })
}

pub async fn show(place: &Place, name: &str, shown: Shown) -> Result<(), Problem> {
    let wanted = PluginCommand::Consent { name: name.to_owned(), digest: None };
    let consent = ask(place, Command::Plugin(wanted)).await?;
    let mut packages: Vec<PackageReport> = ask(place, Command::Plugin(PluginCommand::Packages)).await?;
    packages.retain(|package| package.name == name);
    let mut services = services(place, shown.association).await?;
    services.retain(|service| service.service == name);
    print(shown.json, &Shows { consent, packages, services }, text)
}

pub(super) async fn services(place: &Place, association: Option<String>) -> Result<Vec<ServiceReport>, Problem> {
    ask(place, Command::Plugin(PluginCommand::List { association })).await
}

fn text(shows: &Shows) -> String {
    let mut all = package::lines(&shows.consent);
    all.push(String::new());
    for package in &shows.packages {
        let signed = package.publisher.as_ref().map_or("not signed".to_owned(), |key| format!("signed with {key}"));
        let used = if package.is_codec_in_use { ", in use" } else { "" };
        all.push(format!("package {}  sha256:{}  {signed}{used}", package.version, package.digest));
    }
    all.extend(lines(&shows.services));
    for service in &shows.services {
        for fault in &service.health.faults {
            all.push(format!(
                "{}  {} on {}, reference {}",
                service.association, fault.kind, fault.path, fault.reference
            ));
            all.extend(fault.detail.lines().map(|line| format!("    {line}")));
        }
    }
    all.join("\n")
}

/// One service a line, what is remarkable indented below.
fn lines(services: &[ServiceReport]) -> Vec<String> {
    let mut lines = Vec::new();
    for service in services {
        let ServiceReport { association, service: name, state, current, health, .. } = service;
        let domain = service.domains.first().unwrap_or(association);
        let fared = format!("{} calls, {} failed", health.calls, health.failures);
        lines.push(format!("{name}  {state}  {}  {domain}  {fared}", current.version));
        let list = |names: &std::collections::BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
        let mut below = |line: String| lines.push(format!("    {line}"));
        if !service.refused.is_empty() {
            below(format!("not granted: {}", list(&service.refused)));
        }
        if let Some(waiting) = &service.waiting {
            below(format!("{} waits for a yes to {}", waiting.version, list(&waiting.capabilities)));
        }
        if let Some(previous) = &service.previous {
            below(format!("before it: {}", previous.version));
        }
        if !service.reason.is_empty() {
            below(format!("reason: {}", service.reason));
        }
        if !service.note.is_empty() {
            below(format!("note: {}", service.note));
        }
    }
    lines
}
