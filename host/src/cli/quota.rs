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

fn limit(text: &str, parse: fn(&str) -> Option<i64>, wanted: &str) -> Result<Limit, String> {
    if text.trim().eq_ignore_ascii_case("none") {
        return Ok(Limit::Unlimited);
    }
    parse(text).map(Limit::Most).ok_or_else(|| format!("write {wanted}, or `none`"))
}

fn size(text: &str) -> Result<Limit, String> {
    limit(text, parse_size, "a size such as `10GB` or `500MB`")
}

fn number(text: &str) -> Result<Limit, String> {
    limit(text, |text| text.parse().ok().filter(|most| *most >= 0), "a number")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_size_a_number_or_none() {
        assert_eq!(size("1.5 GB"), Ok(Limit::Most(1_500_000_000)));
        assert_eq!(number("12"), Ok(Limit::Most(12)));
        for none in [size("none"), size(" None "), number("none")] {
            assert_eq!(none, Ok(Limit::Unlimited));
        }
        for wrong in [size("much"), number("-1"), number("1.5")] {
            assert!(wrong.is_err_and(|sentence| sentence.ends_with("or `none`")));
        }
    }
}
