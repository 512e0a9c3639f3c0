//! Deeds on services: ordered, and agreed to where something is asked for.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::oneshot;
use veillee_ambient::{Clock as _, SystemClock};

use super::{Aim, package};
use crate::cli::Place;
use crate::cli::ask::{ask, print};
use crate::control::{Command, Deed, DeedReport, Order, PluginCommand, Problem, ServiceOrder};
use crate::operator::{Installed, Outcome};
use crate::plugin::{Consent, PackageKind, inspect_package};

pub async fn install(place: &Place, file: &Path, adopt: bool, yes: bool, json: bool) -> Result<(), Problem> {
    print(json, &shelve(place, file, adopt, yes).await?, laid)
}

fn laid(installed: &Installed) -> String {
    let Consent { name, version, digest, kind, .. } = &installed.consent;
    let next = match kind {
        PackageKind::Service => format!("Next: veillee plugin enable {name}, or upgrade {name}"),
        PackageKind::Codec => "It is a codec: all services have it from now on.".to_owned(),
    };
    format!("{name} {version} is installed (sha256:{digest}). {next}")
}

/// Shows what the package asks for, and has it installed after a yes.
async fn shelve(place: &Place, file: &Path, adopt: bool, yes: bool) -> Result<Installed, Problem> {
    let named = |error: &dyn std::fmt::Display| Problem::mistake(format!("{}: {error}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| named(&error))?;
    let consent = Consent::of_package(&inspect_package(&bytes).map_err(|error| named(&error))?);
    agree(&consent, &format!("Install {} {}?", consent.name, consent.version), yes).await?;
    lay(place, file, adopt).await
}

/// Has a package taken onto the shelf.
pub(super) async fn lay(place: &Place, file: &Path, adopt: bool) -> Result<Installed, Problem> {
    // Opened here, with the rights of the person who asks.
    let opened = File::open(file).map_err(|error| Problem::mistake(format!("{}: {error}", file.display())))?;
    let command = Command::Plugin(PluginCommand::Install { adopt });
    ask(place, Order { command, files: vec![opened] }).await
}

/// The first time it asks, unless the person said yes before.
pub async fn enable(aim: &Aim) -> Result<(), Problem> {
    let mut reports = order(aim, Deed::Enable { consent: aim.yes }).await?;
    if reports.iter().any(|report| report.needs_consent.is_some()) {
        let consent = consent(aim, None).await?;
        agree(&consent, &format!("Enable {} with all of this?", aim.name), false).await?;
        reports = order(aim, Deed::Enable { consent: true }).await?;
    }
    tell(aim, &reports)
}

/// What it wants more is shown; without a yes it waits, and the version before goes on.
pub async fn upgrade(aim: &Aim, package: Option<&Path>, adopt: bool) -> Result<(), Problem> {
    let digest = match package {
        None => None,
        Some(file) => {
            let installed = shelve(&aim.place, file, adopt, aim.yes).await?;
            if installed.consent.kind == PackageKind::Codec {
                return print(aim.json, &installed, laid);
            }
            Some(installed.consent.digest)
        }
    };
    let deed = |consent| Deed::Upgrade { digest: digest.clone(), consent };
    let mut reports = order(aim, deed(aim.yes)).await?;
    if wants_more(aim, digest.as_deref(), &reports).await? {
        reports = order(aim, deed(true)).await?;
    }
    tell(aim, &reports)
}

/// Shows what the new version wants beyond the one before, and asks; no, when it wants nothing more.
pub(super) async fn wants_more(aim: &Aim, digest: Option<&str>, reports: &[DeedReport]) -> Result<bool, Problem> {
    let more: BTreeSet<String> = reports.iter().filter_map(waits).flatten().cloned().collect();
    if more.is_empty() {
        return Ok(false);
    }
    let more = consent(aim, digest).await?.only(&more);
    eprintln!("The new version of {} wants more:", aim.name);
    asked(&more, "Let it have this?").await
}

pub async fn pause(aim: &Aim, reason: String, until: Option<&str>) -> Result<(), Problem> {
    let until_ms = until.map(moment).transpose()?;
    deed(aim, Deed::Pause { reason, until_ms }).await
}

pub async fn deed(aim: &Aim, deed: Deed) -> Result<(), Problem> {
    let reports = order(aim, deed).await?;
    tell(aim, &reports)
}

pub(super) async fn order(aim: &Aim, deed: Deed) -> Result<Vec<DeedReport>, Problem> {
    let order = ServiceOrder { association: aim.association.clone(), name: aim.name.clone(), deed };
    ask(&aim.place, Command::Plugin(PluginCommand::Service(order))).await
}

async fn consent(aim: &Aim, digest: Option<&str>) -> Result<Consent, Problem> {
    let command = PluginCommand::Consent { name: aim.name.clone(), digest: digest.map(str::to_owned) };
    ask(&aim.place, Command::Plugin(command)).await
}

pub(super) fn waits(report: &DeedReport) -> Option<&Vec<String>> {
    match &report.outcome {
        Some(Outcome::Waits(extra)) => Some(extra),
        _ => None,
    }
}

fn tell(aim: &Aim, reports: &[DeedReport]) -> Result<(), Problem> {
    print(aim.json, &reports, |reports| reports.iter().map(|report| line(aim, report)).collect::<Vec<_>>().join("\n"))?;
    let problems: Vec<&String> = reports.iter().filter_map(|report| report.problem.as_ref()).collect();
    match problems.as_slice() {
        [] => Ok(()),
        [only] if reports.len() == 1 => Err(Problem::mistake(only)),
        _ => Err(Problem::failure(format!("{} of {} associations refused", problems.len(), reports.len()))),
    }
}

fn line(aim: &Aim, report: &DeedReport) -> String {
    let said = match (&report.outcome, &report.problem) {
        (Some(Outcome::Done), _) => "done".to_owned(),
        (Some(Outcome::Unchanged), _) => "it was so already".to_owned(),
        (Some(Outcome::Waits(extra)), _) => format!(
            "the new version wants {} more and waits; say veillee plugin upgrade {} --yes",
            extra.join(", "),
            aim.name
        ),
        (None, problem) => problem.clone().unwrap_or_default(),
    };
    format!("{}  {}  {said}", report.association, aim.name)
}

/// Shows it on standard error and asks; without a terminal, only `--yes` is a yes.
pub(super) async fn agree(consent: &Consent, question: &str, yes: bool) -> Result<(), Problem> {
    if yes || asked(consent, question).await? {
        return Ok(());
    }
    Err(Problem::mistake("nothing was done: say yes at the terminal, or --yes"))
}

async fn asked(consent: &Consent, question: &str) -> Result<bool, Problem> {
    for line in package::lines(consent) {
        eprintln!("{line}");
    }
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    eprint!("{question} [y/N] ");
    std::io::stderr().flush().map_err(Problem::failure)?;
    let (give, given) = oneshot::channel();
    // A thread of its own: waiting for a line holds up neither Ctrl+C nor the end of the program.
    std::thread::spawn(move || {
        let mut line = String::new();
        give.send(std::io::stdin().read_line(&mut line).map(|_| line)).ok();
    });
    let answer = given.await.map_err(Problem::failure)?.map_err(Problem::failure)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "o" | "oui"))
}

/// A moment, or a time from now.
fn moment(text: &str) -> Result<i64, Problem> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment.as_millisecond());
    }
    let wait: SignedDuration = text.parse().map_err(|_| {
        Problem::mistake("--until is a moment such as 2026-11-28T18:00:00Z, or a time from now such as 2h or 30m")
    })?;
    Ok(SystemClock.now_ms().saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)))
}
