use clap::Subcommand;
use serde::{Deserialize, Serialize};

use super::ask::{ask, print};
use super::rights::Rights;
use super::{Place, secret};
use crate::control::{AccountCommand, Command, NewAccountOrder, Problem, Role};

#[derive(Subcommand)]
pub enum Account {
    /// Make an account that signs in with a mail address and a password.
    Create {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        email: String,
        #[arg(long)]
        role: Role,
        /// Read the password from standard input, its first line; without it, it is asked for.
        #[arg(long)]
        password_stdin: bool,
        /// How others see the person [default: what stands before the @].
        #[arg(long)]
        name: Option<String>,
        /// Id or domain of the association; not needed where there is one only.
        #[arg(long)]
        association: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    #[command(flatten)]
    Rights(Rights),
}

#[derive(Serialize, Deserialize)]
struct Created {
    id: String,
    association: String,
    address: String,
    name: String,
    role: String,
}

impl Account {
    pub async fn run(self) -> Result<(), Problem> {
        let (place, email, role, password_stdin, name, association, json) = match self {
            Self::Rights(command) => return command.run().await,
            Self::Create { place, email, role, password_stdin, name, association, json } => {
                (place, email, role, password_stdin, name, association, json)
            }
        };
        let password = secret::read("Password", password_stdin)?;
        let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
        let order = NewAccountOrder { association, address: email, name, role, password };
        let created: Created = ask(&place, Command::Account(AccountCommand::Create(order))).await?;
        print(json, &created, |created| format!("{} can sign in now as {}.", created.address, created.role))
    }
}
