//! One round: build, pack, swap.

use std::path::{Path, PathBuf};

use tokio::time::Instant;

use crate::cli::plugin::{Aim, build, service, show};
use crate::control::{Deed, DeedReport, Problem};
use crate::operator::ServiceReport;
use crate::plugin::{Consent, inspect_package};

/// A plugin as it goes round: what the host has of it already.
pub struct Rounds {
    folder: PathBuf,
    /// Where the package is written for the host to take.
    package: PathBuf,
    aim: Aim,
    /// Of a host that was started here, without a slash; empty otherwise.
    address: String,
    /// Of the package that the host runs.
    digest: Option<String>,
}

impl Rounds {
    pub fn new(folder: &Path, package: PathBuf, aim: Aim, address: String) -> Self {
        Self { folder: folder.to_owned(), package, aim, address, digest: None }
    }

    /// What the author can mend by saving is said, and no error.
    pub async fn round(&mut self) -> Result<(), Problem> {
        let started = Instant::now();
        let bytes = match build::build(&self.folder).await {
            Ok(bytes) => bytes,
            Err(error @ build::BuildError::NoCargo(_)) => return Err(Problem::failure(error)),
            Err(error) => return self.unchanged(&error),
        };
        let consent = match inspect_package(&bytes) {
            Ok(package) => Consent::of_package(&package),
            Err(error) => return self.unchanged(&error),
        };
        if self.digest.as_ref() == Some(&consent.digest) {
            println!("The package is the same as before.");
            return Ok(());
        }
        let Aim { name, .. } = &self.aim;
        if consent.name != *name {
            let now = &consent.name;
            return Err(Problem::mistake(format!(
                "the plugin was `{name}` and is `{now}` now: start `plugin dev` anew"
            )));
        }
        println!("Built in {} ms.", started.elapsed().as_millis());
        if let Err(error) = std::fs::write(&self.package, &bytes) {
            return Err(Problem::failure(format!("{}: {error}", self.package.display())));
        }
        self.swap(&consent).await
    }

    /// Lets the host take the package. The time that is told is the host's alone: no build, nobody who reads and answers.
    async fn swap(&mut self, consent: &Consent) -> Result<(), Problem> {
        let services = show::services(&self.aim.place, self.aim.association.clone()).await?;
        let known: Vec<ServiceReport> =
            services.into_iter().filter(|service| service.service == self.aim.name).collect();
        let is_new = known.is_empty() || known.iter().any(|service| service.state == "removed");
        if is_new {
            let question = format!("Install {} {} and enable it with all of this?", consent.name, consent.version);
            service::agree(consent, &question, self.aim.yes).await?;
        }
        let mut started = Instant::now();
        if let Err(problem) = service::lay(&self.aim.place, &self.package, false).await {
            return self.unchanged(&problem);
        }
        let upgrade = |consent_given| Deed::Upgrade { digest: Some(consent.digest.clone()), consent: consent_given };
        if is_new {
            let reports = service::order(&self.aim, Deed::Enable { consent: true }).await?;
            if let Some(problem) = refused(&reports) {
                return self.unchanged(&problem);
            }
        }
        let mut reports = service::order(&self.aim, upgrade(self.aim.yes)).await?;
        if service::wants_more(&self.aim, Some(&consent.digest), &reports).await? {
            started = Instant::now();
            reports = service::order(&self.aim, upgrade(true)).await?;
        }
        if let Some(problem) = refused(&reports) {
            return self.unchanged(&problem);
        }
        if reports.iter().any(|report| service::waits(report).is_some()) {
            return self.unchanged(&"the new version waits for your yes");
        }
        self.digest = Some(consent.digest.clone());
        println!("The host swapped in {} ms: {}/{}/", started.elapsed().as_millis(), self.address, self.aim.name);
        let closed = known.iter().find(|service| matches!(service.state.as_str(), "paused" | "disabled"));
        if let Some(closed) = closed {
            println!("It is {} there: open it with `veillee plugin enable {}`.", closed.state, self.aim.name);
        }
        Ok(())
    }

    /// Says what is to be mended, and what serves meanwhile. Saving helps, so it is no end.
    fn unchanged(&self, error: &dyn std::fmt::Display) -> Result<(), Problem> {
        eprintln!("veillee: {error}");
        match self.digest {
            Some(_) => eprintln!("The version before serves on. Mend it and save."),
            None => eprintln!("Mend it and save."),
        }
        Ok(())
    }
}

/// Why an association did not take it.
fn refused(reports: &[DeedReport]) -> Option<String> {
    reports.iter().find_map(|report| report.problem.clone())
}
