use clap::{Args, Subcommand};

use super::Place;
use super::ask::{ask, print};
use crate::control::{Command, JobCard, JobsCommand, Problem, Shown};

#[derive(Subcommand)]
pub enum Jobs {
    /// Show what waits, runs, was given up or had nobody left to act for, the oldest first, at most 1,000.
    List {
        #[command(flatten)]
        place: Place,
        /// Id or domain of the association; not needed where there is one only.
        #[arg(long)]
        association: Option<String>,
        /// Only those in this state.
        #[arg(long)]
        state: Option<Shown>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Let dead and dropped jobs run again, with all their attempts.
    Retry(Chosen),
    /// Throw jobs away that do not run at this moment.
    Drop(Chosen),
}

/// Jobs that were picked by hand.
#[derive(Args)]
pub struct Chosen {
    #[command(flatten)]
    place: Place,
    /// Id or domain of the association; not needed where there is one only.
    #[arg(long)]
    association: Option<String>,
    /// Ids, as `jobs list` shows them.
    #[arg(required = true)]
    job: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Jobs {
    pub async fn run(self) -> Result<(), Problem> {
        match self {
            Self::List { place, association, state, json } => {
                let command = Command::Jobs(JobsCommand::List { association, state });
                let jobs: Vec<JobCard> = ask(&place, command).await?;
                print(json, &jobs, |jobs| match jobs.as_slice() {
                    [] => "Nothing.".to_owned(),
                    jobs => jobs.iter().map(line).collect::<Vec<_>>().join("\n"),
                })
            }
            Self::Retry(Chosen { place, association, job, json }) => {
                let command = Command::Jobs(JobsCommand::Retry { association, jobs: job });
                print(json, &ask::<serde_json::Value>(&place, command).await?, |_| {
                    "They wait to be run again.".to_owned()
                })
            }
            Self::Drop(Chosen { place, association, job, json }) => {
                let command = Command::Jobs(JobsCommand::Drop { association, jobs: job });
                print(json, &ask::<serde_json::Value>(&place, command).await?, |_| "They are thrown away.".to_owned())
            }
        }
    }
}

fn line(job: &JobCard) -> String {
    let JobCard { id, kind, service, name, about, state, attempt, error, .. } = job;
    let why = if error.is_empty() { String::new() } else { format!(": {error}") };
    format!("{id}  {state}  {kind} {service}/{name}  about {about}  started {attempt} times{why}")
}
