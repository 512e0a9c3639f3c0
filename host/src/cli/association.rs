use clap::Subcommand;

use super::Place;
use super::ask::{ask, print};
use crate::control::{AssociationCard, AssociationCommand, Command, Problem};

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
        }
    }
}

fn line(card: &AssociationCard) -> String {
    format!("{}  {}  {}", card.id, card.name, card.domains.join(", "))
}
