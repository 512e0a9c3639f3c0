//! `account export`, `erase`, `keep`, `hold`, `release`, `kept`: the rights of people over their data.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::Place;
use super::ask::{ask, print};
use crate::backup::Draft;
use crate::control::{AccountCommand, Command, CopyCard, Order, Problem, RightsCard, RightsCommand};
use crate::storage::rights::Kept;

#[derive(Subcommand)]
pub enum Rights {
    /// Write everything that one person made or owns into a ZIP file.
    Export {
        #[command(flatten)]
        whose: Whose,
        file: PathBuf,
    },
    /// Erase an account in 30 days; from now on it is closed, and what will be deleted is hidden.
    Erase {
        #[command(flatten)]
        whose: Whose,
    },
    /// Keep an account that was to be erased.
    Keep {
        #[command(flatten)]
        whose: Whose,
    },
    /// Put an account on hold: closed, and what it owns is kept and not shown.
    Hold {
        #[command(flatten)]
        whose: Whose,
    },
    /// End a hold.
    Release {
        #[command(flatten)]
        whose: Whose,
    },
    /// Say what the law keeps of those who were erased.
    Kept {
        #[command(flatten)]
        place: Place,
        /// Id or domain of the association; not needed where there is one only.
        #[arg(long)]
        association: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub struct Whose {
    #[command(flatten)]
    place: Place,
    /// The account's mail address.
    #[arg(long)]
    email: String,
    /// Id or domain of the association; not needed where there is one only.
    #[arg(long)]
    association: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What is asked of the host, of an association and an address.
type Asking = fn(Option<String>, String) -> RightsCommand;

impl Rights {
    pub async fn run(self) -> Result<(), Problem> {
        let (whose, order): (Whose, Asking) = match self {
            Self::Export { whose, file } => return export(whose, file).await,
            Self::Kept { place, association, json } => return kept(&place, association, json).await,
            Self::Erase { whose } => (whose, |association, address| RightsCommand::Erase { association, address }),
            Self::Keep { whose } => (whose, |association, address| RightsCommand::Keep { association, address }),
            Self::Hold { whose } => {
                (whose, |association, address| RightsCommand::Hold { association, address, held: true })
            }
            Self::Release { whose } => {
                (whose, |association, address| RightsCommand::Hold { association, address, held: false })
            }
        };
        let Whose { place, email, association, json } = whose;
        let command = Command::Account(AccountCommand::Rights(order(association, email.clone())));
        print(json, &ask::<RightsCard>(&place, command).await?, |card| line(&email, card))
    }
}

fn line(email: &str, card: &RightsCard) -> String {
    let from = card.erased_from_ms.and_then(|from_ms| Timestamp::from_millisecond(from_ms).ok());
    match (from, card.held) {
        (Some(from), _) => format!("{email} is closed now and erased from {from} on; `account keep` takes that back."),
        (None, true) => format!("{email} is on hold: what it owns is kept and not shown."),
        (None, false) => format!("{email} is open."),
    }
}

async fn export(whose: Whose, file: PathBuf) -> Result<(), Problem> {
    let Whose { place, email, association, json } = whose;
    let (draft, open) = Draft::create(&file).map_err(Problem::mistake)?;
    let command = Command::Account(AccountCommand::Rights(RightsCommand::Export { association, address: email }));
    let card: CopyCard = ask(&place, Order { command, files: vec![open] }).await?;
    draft.publish().map_err(Problem::failure)?;
    print(json, &card, |card| format!("{} objects, {} MB", card.objects, card.bytes.div_ceil(1_000_000)))
}

async fn kept(place: &Place, association: Option<String>, json: bool) -> Result<(), Problem> {
    let command = Command::Account(AccountCommand::Rights(RightsCommand::Kept { association }));
    let all: Vec<Kept> = ask(place, command).await?;
    print(json, &all, |all| all.iter().map(kept_line).collect::<Vec<_>>().join("\n"))
}

fn kept_line(kept: &Kept) -> String {
    let until = Timestamp::from_millisecond(kept.until_ms).map(|until| until.to_string()).unwrap_or_default();
    format!("{}  {}  {}  until {until}", kept.account, kept.name, kept.address)
}
