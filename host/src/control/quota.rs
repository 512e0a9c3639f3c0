use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Problem, association, value};
use crate::boot::HostHandle;
use crate::operator::quotas::{self, QuotaError, Whom};
use crate::storage::quota::{Allowance, Standing};

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuotaCommand {
    /// Who holds how much.
    Show { association: Option<String> },
    /// How much one of them may hold: a mail address, `each`, `association`, `all`.
    Set { association: Option<String>, whom: String, change: QuotaChange },
    /// Counts everything anew, and puts right what was written down wrongly.
    Audit { association: Option<String> },
}

/// What an operator sets; what is absent stays.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct QuotaChange {
    pub soft_bytes: Option<Limit>,
    pub hard_bytes: Option<Limit>,
    pub soft_objects: Option<Limit>,
    pub hard_objects: Option<Limit>,
    pub hard_jobs: Option<Limit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    Unlimited,
    Most(i64),
}

/// What one of them holds and may.
#[derive(Debug, Serialize, Deserialize)]
pub struct QuotaCard {
    pub who: String,
    pub used_bytes: i64,
    /// Of uploads under way.
    pub reserved_bytes: i64,
    pub objects: i64,
    pub jobs: i64,
    pub soft_bytes: Option<i64>,
    pub hard_bytes: Option<i64>,
    pub soft_objects: Option<i64>,
    pub hard_objects: Option<i64>,
    pub hard_jobs: Option<i64>,
}

/// Whose numbers were wrong.
#[derive(Debug, Serialize, Deserialize)]
pub struct DriftCard {
    pub who: String,
    pub written_bytes: i64,
    pub counted_bytes: i64,
    pub written_objects: i64,
    pub counted_objects: i64,
}

pub(super) async fn execute(host: &HostHandle, command: QuotaCommand) -> Result<Value, Problem> {
    match command {
        QuotaCommand::Show { association } => {
            let association = association::find(host, association.as_deref())?;
            let lines = quotas::show(&association).await?;
            value(lines.into_iter().map(|line| card(line.who, &line.standing)).collect::<Vec<_>>())
        }
        QuotaCommand::Set { association, whom, change } => {
            let parsed = Whom::parse(&whom)
                .ok_or_else(|| Problem::mistake("say for whom: a mail address, `each`, `association` or `all`"))?;
            let association = association::find(host, association.as_deref())?;
            let allowance = quotas::set(&association, &parsed, |allowance| change.apply(allowance)).await?;
            let standing = quotas::show_one(&association, &parsed).await?;
            // What was set is told, not what stands for want of it.
            value(card(whom, &Standing { allowance, ..standing }))
        }
        QuotaCommand::Audit { association } => {
            let association = association::find(host, association.as_deref())?;
            let mut cards = Vec::new();
            for drift in association.correct_usage().await? {
                cards.push(DriftCard {
                    who: association.payer_name(&drift.owner).await?,
                    written_bytes: drift.written.bytes,
                    counted_bytes: drift.counted.bytes,
                    written_objects: drift.written.objects,
                    counted_objects: drift.counted.objects,
                });
            }
            value(cards)
        }
    }
}

impl QuotaChange {
    fn apply(self, allowance: &mut Allowance) {
        let set = |limit: &mut Option<i64>, change: Option<Limit>| match change {
            None => {}
            Some(Limit::Unlimited) => *limit = None,
            Some(Limit::Most(most)) => *limit = Some(most),
        };
        set(&mut allowance.soft_bytes, self.soft_bytes);
        set(&mut allowance.hard_bytes, self.hard_bytes);
        set(&mut allowance.soft_objects, self.soft_objects);
        set(&mut allowance.hard_objects, self.hard_objects);
        set(&mut allowance.hard_jobs, self.hard_jobs);
    }
}

fn card(who: String, standing: &Standing) -> QuotaCard {
    let Allowance { soft_bytes, hard_bytes, soft_objects, hard_objects, hard_jobs } = standing.allowance;
    QuotaCard {
        who,
        used_bytes: standing.used.bytes,
        reserved_bytes: standing.reserved_bytes,
        objects: standing.used.objects,
        jobs: standing.jobs,
        soft_bytes,
        hard_bytes,
        soft_objects,
        hard_objects,
        hard_jobs,
    }
}

impl From<QuotaError> for Problem {
    fn from(error: QuotaError) -> Self {
        match error {
            QuotaError::NoAccount(_) | QuotaError::SoftAboveHard => Self::mistake(error),
            QuotaError::Database(error) => error.into(),
        }
    }
}
