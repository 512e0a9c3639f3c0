use std::fs::File;
use std::path::PathBuf;

use clap::Subcommand;

use super::ask::{ask, print};
use super::{Place, secret};
use crate::backup::Draft;
use crate::control::{AssociationCard, AssociationCommand, Command, Exported, Imported, Order, Problem};

#[derive(Subcommand)]
pub enum Association {
    /// Make an association that answers under one or more names.
    Create {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        name: String,
        /// A host name, such as `photos.example.org`; may be given several times.
        #[arg(long, required = true)]
        domain: Vec<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show all associations with their names.
    List {
        #[command(flatten)]
        place: Place,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Let an association answer under one more name.
    AddDomain {
        #[command(flatten)]
        place: Place,
        /// Its id or one of its domains.
        association: String,
        domain: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },

    /// Write everything of an association into one file, sealed with a passphrase.
    Export {
        #[command(flatten)]
        place: Place,
        /// Its id or one of its domains.
        association: String,
        /// The new file.
        file: PathBuf,
        /// Read the passphrase from standard input, its first line; without it, it is asked for.
        #[arg(long)]
        passphrase_stdin: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Take an exported association in. It must not be here yet.
    Import {
        #[command(flatten)]
        place: Place,
        file: PathBuf,
        /// The name to answer under, in place of those it had; may be given several times.
        #[arg(long)]
        domain: Vec<String>,
        /// Read the passphrase from standard input, its first line; without it, it is asked for.
        #[arg(long)]
        passphrase_stdin: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Association {
    pub async fn run(self) -> Result<(), Problem> {
        let order = Command::Association;
        match self {
            Self::Create { place, name, domain, json } => {
                let command = AssociationCommand::Create { name, domains: domain };
                print(json, &ask::<AssociationCard>(&place, order(command)).await?, line)
            }
            Self::List { place, json } => {
                let cards: Vec<AssociationCard> = ask(&place, order(AssociationCommand::List)).await?;
                print(json, &cards, |cards| cards.iter().map(line).collect::<Vec<_>>().join("\n"))
            }
            Self::AddDomain { place, association, domain, json } => {
                let command = AssociationCommand::AddDomain { association, domain };
                print(json, &ask::<AssociationCard>(&place, order(command)).await?, line)
            }
            Self::Export { place, association, file, passphrase_stdin, json } => {
                let passphrase = secret::read("Passphrase", passphrase_stdin)?;
                let (draft, open) = Draft::create(&file).map_err(Problem::mistake)?;
                let command = order(AssociationCommand::Export { association, passphrase });
                let exported: Exported = ask(&place, Order { command, files: vec![open] }).await?;
                draft.publish().map_err(Problem::failure)?;
                print(json, &exported, |exported| {
                    format!(
                        "{} holds all of {}: {}",
                        file.display(),
                        exported.id,
                        amount(exported.rows, exported.bytes)
                    )
                })
            }
            Self::Import { place, file, domain, passphrase_stdin, json } => {
                let open =
                    File::open(&file).map_err(|error| Problem::mistake(format!("{}: {error}", file.display())))?;
                let passphrase = secret::read_known("Passphrase", passphrase_stdin)?;
                let command = order(AssociationCommand::Import { domains: domain, passphrase });
                let imported: Imported = ask(&place, Order { command, files: vec![open] }).await?;
                print(json, &imported, |imported| {
                    format!("{}\n{}", line(&imported.card), amount(imported.rows, imported.bytes))
                })
            }
        }
    }
}

fn amount(rows: u64, bytes: u64) -> String {
    format!("{rows} rows, {} MB", bytes.div_ceil(1_000_000))
}

fn line(card: &AssociationCard) -> String {
    format!("{}  {}  {}", card.id, card.name, card.domains.join(", "))
}
