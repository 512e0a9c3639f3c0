use std::fmt::Write as _;

use clap::{Args, Subcommand};

use super::Place;
use super::ask::{ask, print};
use crate::control::{Command, DriftCard, Limit, Problem, QuotaCard, QuotaChange, QuotaCommand};
use crate::operator::quotas::parse_size;
use crate::words::{Locale, Words};

#[derive(Subcommand)]
pub enum Quota {
    /// Who holds how much, the largest first.
    Show {
        #[command(flatten)]
        which: Which,
    },
    /// Set how much somebody may hold. What is above already stays; only what would grow is refused.
    Set {
        #[command(flatten)]
        which: Which,
        /// A mail address; `each`: every person without a limit of their own; `association`: what belongs to it; `all`.
        #[arg(long = "for", value_name = "WHOM")]
        whom: String,
        /// Nothing more can be added at it: `10GB`, `500MB`, bytes, or `none`.
        #[arg(long, value_parser = size)]
        hard: Option<Limit>,
        /// People are told at it.
        #[arg(long, value_parser = size)]
        soft: Option<Limit>,
        /// The same for the number of things kept.
        #[arg(long, value_parser = number)]
        hard_objects: Option<Limit>,
        #[arg(long, value_parser = number)]
        soft_objects: Option<Limit>,
        /// Jobs that may wait or run at a time.
        #[arg(long, value_parser = number)]
        hard_jobs: Option<Limit>,
    },
    /// Count everything anew and put the numbers right. Nothing is written meanwhile.
    Audit {
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Args)]
pub struct Which {
    #[command(flatten)]
    place: Place,
    /// Id or domain of the association; not needed where there is one only.
    #[arg(long)]
    association: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn limit(most: Option<Option<i64>>, wanted: &str) -> Result<Limit, String> {
    match most {
        Some(Some(most)) => Ok(Limit::Most(most)),
        Some(None) => Ok(Limit::Unlimited),
        None => Err(format!("write {wanted}, or `none`")),
    }
}

fn size(text: &str) -> Result<Limit, String> {
    limit(parse_size(text), "a size such as `10GB` or `500MB`")
}

fn number(text: &str) -> Result<Limit, String> {
    let most = if text == "none" { Some(None) } else { text.parse().ok().filter(|most| *most >= 0).map(Some) };
    limit(most, "a number")
}

impl Quota {
    pub async fn run(self) -> Result<(), Problem> {
        match self {
            Self::Show { which: Which { place, association, json } } => {
                let cards: Vec<QuotaCard> = ask(&place, Command::Quota(QuotaCommand::Show { association })).await?;
                print(json, &cards, |cards| table(cards))
            }
            Self::Set { which, whom, hard, soft, hard_objects, soft_objects, hard_jobs } => {
                let Which { place, association, json } = which;
                let change = QuotaChange { soft_bytes: soft, hard_bytes: hard, soft_objects, hard_objects, hard_jobs };
                let order = Command::Quota(QuotaCommand::Set { association, whom, change });
                let card: QuotaCard = ask(&place, order).await?;
                print(json, &card, |card| table(std::slice::from_ref(card)))
            }
            Self::Audit { which: Which { place, association, json } } => {
                let drifts: Vec<DriftCard> = ask(&place, Command::Quota(QuotaCommand::Audit { association })).await?;
                print(json, &drifts, |drifts| corrected(drifts))
            }
        }
    }
}

fn table(cards: &[QuotaCard]) -> String {
    let mut text = String::new();
    for card in cards {
        let most = |most: Option<i64>| most.map_or_else(|| "no limit".to_owned(), bytes);
        let used = bytes(card.used_bytes + card.reserved_bytes);
        let (hard, objects) = (most(card.hard_bytes), card.objects);
        let _ = writeln!(text, "{:<40} {used:>10} of {hard:<10} {objects} objects", card.who);
    }
    text
}

fn corrected(drifts: &[DriftCard]) -> String {
    if drifts.is_empty() {
        return "All numbers are right.".to_owned();
    }
    let mut text = String::new();
    for drift in drifts {
        let (written, counted) = (bytes(drift.written_bytes), bytes(drift.counted_bytes));
        let _ = writeln!(text, "{}: {written} were written down, {counted} are there: put right", drift.who);
    }
    text
}

fn bytes(amount: i64) -> String {
    // With a unit, as an operator types it back.
    let between = if amount < 1_000 { " " } else { "" };
    Words::of(Locale::En).size(u64::try_from(amount).unwrap_or(0)).replace('\u{a0}', between)
}
