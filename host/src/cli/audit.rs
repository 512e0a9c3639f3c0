use std::fmt::Write as _;

use clap::Subcommand;
use jiff::Timestamp;

use super::Place;
use super::ask::{ask, print};
use crate::control::{AuditCard, AuditCommand, Command, Problem};

#[derive(Subcommand)]
pub enum Audit {
    /// Walk the log of what happened to accounts and rights, and say the first entry that does not fit.
    Verify {
        #[command(flatten)]
        place: Place,
        /// Id or domain of the association; without it, all.
        #[arg(long)]
        association: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Audit {
    pub async fn run(self) -> Result<(), Problem> {
        let Self::Verify { place, association, json } = self;
        let order = Command::Audit(AuditCommand::Verify { association });
        let cards: Vec<AuditCard> = ask(&place, order).await?;
        print(json, &cards, |cards| cards.iter().map(line).collect::<Vec<_>>().join("\n"))?;
        match cards.iter().filter(|card| card.fault.is_some()).count() {
            0 => Ok(()),
            count => Err(Problem::failure(format!("{count} logs are not what was written"))),
        }
    }
}

fn line(card: &AuditCard) -> String {
    let day = |at_ms: Option<i64>| {
        at_ms.and_then(|at_ms| Timestamp::from_millisecond(at_ms).ok()).map(|at| at.to_string()).unwrap_or_default()
    };
    let mut line = format!("{}  {} entries fit", card.association, card.entries);
    if card.entries > 0 {
        write!(line, ", from {} to {}, the last one {}", day(card.first_ms), day(card.last_ms), card.hash).ok();
    }
    if let Some(fault) = &card.fault {
        write!(line, "; entry {} is {}", fault.entry, fault.kind).ok();
    }
    line
}
