use clap::Args;
use serde::Serialize;
use veillee_ambient::SystemClock;

use super::Place;
use super::ask::{ask, print};
use crate::control::{Command, Finding, Problem, State, examine_place, lock_finding};

#[derive(Args)]
pub struct Doctor {
    #[command(flatten)]
    place: Place,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Examined {
    ok: bool,
    findings: Vec<Finding>,
}

impl Doctor {
    /// Looks at everything it can, and ends with 1 when something is broken.
    pub async fn run(self) -> Result<(), Problem> {
        let config = self.place.config(None)?;
        let mut findings = examine_place(&config, &SystemClock);
        if config.data.exists() {
            findings.push(lock_finding(&config.data).await);
            match ask::<Vec<Finding>>(&self.place, Command::Doctor).await {
                Ok(more) => findings.extend(more),
                Err(problem) => findings.push(Finding::problem(
                    "host",
                    problem.sentence,
                    "what could not be looked at stays unknown until this is solved",
                )),
            }
        }
        let problems = findings.iter().filter(|finding| finding.state == State::Problem).count();
        let examined = Examined { ok: problems == 0, findings };
        print(self.json, &examined, |examined| examined.findings.iter().map(line).collect::<Vec<_>>().join("\n"))?;
        match problems {
            0 => Ok(()),
            1 => Err(Problem::failure("there is a problem")),
            _ => Err(Problem::failure(format!("there are {problems} problems"))),
        }
    }
}

fn line(finding: &Finding) -> String {
    let state = match finding.state {
        State::Ok => "ok     ",
        State::Warning => "warning",
        State::Problem => "PROBLEM",
    };
    let remedy = finding.remedy.as_ref().map(|remedy| format!("\n         {remedy}")).unwrap_or_default();
    format!("{state}  {}: {}{remedy}", finding.check, finding.says)
}
