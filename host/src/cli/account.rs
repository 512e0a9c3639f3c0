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
    /// Take the second factors from an account whose person lost every one of them. They sign in with their password alone
    /// afterwards: make sure that it is them who ask.
    ResetFactors {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        email: String,
        /// Id or domain of the association; not needed where there is one only.
        #[arg(long)]
        association: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Serialize, Deserialize)]
struct Created {
    id: String,
    association: String,
    address: String,
    name: String,
    role: String,
}

#[derive(Serialize, Deserialize)]
struct Reset {
    address: String,
    association: String,
    totp: bool,
    passkeys: u64,
    recovery_codes: u64,
}

impl Account {
    pub async fn run(self) -> Result<(), Problem> {
        match self {
            Self::Rights(command) => command.run().await,
            Self::Create { place, email, role, password_stdin, name, association, json } => {
                let password = secret::read("Password", password_stdin)?;
                let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
                let order = NewAccountOrder { association, address: email, name, role, password };
                let created: Created = ask(&place, Command::Account(AccountCommand::Create(order))).await?;
                print(json, &created, |created| format!("{} can sign in now as {}.", created.address, created.role))
            }
            Self::ResetFactors { place, email, association, json } => {
                let order = AccountCommand::ResetFactors { association, address: email };
                let reset: Reset = ask(&place, Command::Account(order)).await?;
                print(json, &reset, reset_words)
            }
        }
    }
}

fn reset_words(reset: &Reset) -> String {
    let Reset { address, totp, passkeys, recovery_codes, .. } = reset;
    if !totp && *passkeys == 0 {
        return format!("{address} had no second factor: nothing was changed.");
    }
    let application = u8::from(*totp);
    format!(
        "{address} signs in with the password alone now. Taken away: authenticator applications {application}, passkeys \
         {passkeys}, recovery codes {recovery_codes}."
    )
}
