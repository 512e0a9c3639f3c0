use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Problem, association, value};
use crate::boot::HostHandle;
use crate::storage::jobs::{JobRecord, JobState};

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobsCommand {
    /// All, or those in one state.
    List { association: Option<String>, state: Option<Shown> },
    /// Lets dead and dropped jobs run again, with all their attempts.
    Retry { association: Option<String>, jobs: Vec<String> },
    /// Throws jobs away that do not run at this moment.
    Drop { association: Option<String>, jobs: Vec<String> },
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    Waiting,
    Running,
    Dead,
    Dropped,
}

/// A row of the queue as the operator sees it: nothing of what it carries.
#[derive(Debug, Serialize, Deserialize)]
pub struct JobCard {
    pub id: String,
    pub kind: String,
    pub service: String,
    pub name: String,
    pub about: String,
    pub state: String,
    pub attempt: u32,
    /// Milliseconds since 1970; none for an event that waits for those before it.
    pub due_ms: Option<i64>,
    pub created_ms: i64,
    pub error: String,
}

pub(super) async fn execute(host: &HostHandle, command: JobsCommand) -> Result<Value, Problem> {
    match command {
        JobsCommand::List { association, state } => {
            let association = association::find(host, association.as_deref())?;
            let jobs = association.jobs(state.map(Shown::state)).await?;
            value(jobs.into_iter().map(card).collect::<Vec<_>>())
        }
        JobsCommand::Retry { association, jobs } => {
            let association = association::find(host, association.as_deref())?;
            for job in &jobs {
                if !association.retry_job(job).await? {
                    return Err(unknown(job, "dead or dropped"));
                }
            }
            Ok(json!({ "retried": jobs.len() }))
        }
        JobsCommand::Drop { association, jobs } => {
            let association = association::find(host, association.as_deref())?;
            for job in &jobs {
                if !association.drop_job(job).await? {
                    return Err(unknown(job, "waiting, dead or dropped"));
                }
            }
            Ok(json!({ "thrown-away": jobs.len() }))
        }
    }
}

fn unknown(job: &str, states: &str) -> Problem {
    let shown: String = job.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    Problem::mistake(format!("no {states} job has the id {shown}: `jobs list` names them"))
}

fn card(job: JobRecord) -> JobCard {
    JobCard {
        id: job.id,
        kind: job.kind.name().to_owned(),
        service: job.service,
        name: job.name,
        about: job.about,
        state: job.state.name().to_owned(),
        attempt: job.attempt,
        due_ms: job.due_ms,
        created_ms: job.created_ms,
        error: job.error,
    }
}

impl Shown {
    fn state(self) -> JobState {
        match self {
            Self::Waiting => JobState::Waiting,
            Self::Running => JobState::Running,
            Self::Dead => JobState::Dead,
            Self::Dropped => JobState::Dropped,
        }
    }
}
