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

    /// What the author can mend by saving is said, and is no error.
    pub async fn round(&mut self) -> Result<(), Problem> {
        let sentence = match Box::pin(self.build_and_swap()).await {
            Ok(()) => return Ok(()),
            Err(Obstacle::End(problem)) => return Err(problem),
            Err(Obstacle::Mend(sentence)) => sentence,
        };
        eprintln!("veillee: {sentence}");
        match self.digest {
            Some(_) => eprintln!("The version before serves on. Mend it and save."),
            None => eprintln!("Mend it and save."),
        }
        Ok(())
    }

    async fn build_and_swap(&mut self) -> Result<(), Obstacle> {
        let started = Instant::now();
        let bytes = match build::build(&self.folder).await {
            Ok(bytes) => bytes,
            Err(error @ build::BuildError::NoCargo(_)) => return Err(Problem::failure(error).into()),
            Err(error) => return Err(Obstacle::Mend(error.to_string())),
        };
        let package = inspect_package(&bytes).map_err(|error| Obstacle::Mend(error.to_string()))?;
        let consent = Consent::of_package(&package);
        if self.digest.as_ref() == Some(&consent.digest) {
            println!("The package is the same as before.");
            return Ok(());
        }
        if consent.name != self.aim.name {
            let (before, now) = (&self.aim.name, &consent.name);
            let sentence = format!("the plugin was `{before}` and is `{now}` now: start `plugin dev` anew");
            return Err(Problem::mistake(sentence).into());
        }
        println!("Built in {} ms.", started.elapsed().as_millis());
        let unwritten = |error| Problem::failure(format!("{}: {error}", self.package.display()));
        std::fs::write(&self.package, &bytes).map_err(unwritten)?;
        self.swap(&consent).await
    }

    /// Lets the host take the package. The time that is told is the host's alone: no build, nobody who reads and answers.
    async fn swap(&mut self, consent: &Consent) -> Result<(), Obstacle> {
        let services = show::services(&self.aim.place, self.aim.association.clone()).await?;
        let known: Vec<ServiceReport> =
            services.into_iter().filter(|service| service.service == self.aim.name).collect();
        let is_new = known.is_empty() || known.iter().any(|service| service.state == "removed");
        if is_new {
            let question = format!("Install {} {} and enable it with all of this?", consent.name, consent.version);
            service::agree(consent, &question, self.aim.yes).await?;
        }
        let mut started = Instant::now();
        let laid = service::lay(&self.aim.place, &self.package, false).await;
        laid.map_err(|problem| Obstacle::Mend(problem.sentence))?;
        let upgrade = |consent_given| Deed::Upgrade { digest: Some(consent.digest.clone()), consent: consent_given };
        if is_new {
            taken(&service::order(&self.aim, Deed::Enable { consent: true }).await?)?;
        }
        // After a removal, what was enabled is the version of then.
        let mut reports = service::order(&self.aim, upgrade(self.aim.yes || is_new)).await?;
        if service::wants_more(&self.aim, Some(&consent.digest), &reports).await? {
            started = Instant::now();
            reports = service::order(&self.aim, upgrade(true)).await?;
        }
        taken(&reports)?;
        self.digest = Some(consent.digest.clone());
        println!("The host swapped in {} ms: {}/{}/", started.elapsed().as_millis(), self.address, self.aim.name);
        if let Some(closed) = known.iter().find(|service| matches!(service.state.as_str(), "paused" | "disabled")) {
            println!("It is {} there: open it with `veillee plugin enable {}`.", closed.state, self.aim.name);
        }
        Ok(())
    }
}

/// Why a round did not end with a swap.
enum Obstacle {
    /// The author mends it and saves.
    Mend(String),
    /// Saving does not help.
    End(Problem),
}

impl From<Problem> for Obstacle {
    fn from(problem: Problem) -> Self {
        Self::End(problem)
    }
}

/// Whether every association took it.
fn taken(reports: &[DeedReport]) -> Result<(), Obstacle> {
    if let Some(problem) = reports.iter().find_map(|report| report.problem.clone()) {
        return Err(Obstacle::Mend(problem));
    }
    if reports.iter().any(|report| service::waits(report).is_some()) {
        return Err(Obstacle::Mend("the new version waits for your yes".to_owned()));
    }
    Ok(())
}
