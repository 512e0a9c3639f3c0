use std::fs::File;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Problem, RightsCommand, Secret, association, rights};
use crate::boot::HostHandle;
use crate::identity::check_person;
use crate::limits;
use crate::storage::audit::{Doer, Happening, Note};
use crate::storage::people::{AccountRole, NewAccount};
use crate::storage::sql::DatabaseError;
use crate::views::WelcomeProblem;
use crate::web::factor_news::tell_reset;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountCommand {
    Create(NewAccountOrder),
    /// What a person may ask for of what is kept of them.
    Rights(RightsCommand),
    ResetFactors {
        /// As in [`NewAccountOrder`].
        association: Option<String>,
        address: String,
    },
}

#[derive(Debug, Serialize, Deserialize)]
pub struct NewAccountOrder {
    /// The id or a domain of the association; not needed where there is one only.
    pub association: Option<String>,
    pub address: String,
    pub name: String,
    pub role: Role,
    pub password: Secret,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Runs the association's space: settings, services, members.
    Admin,
    Member,
}

pub(super) async fn execute(host: &HostHandle, command: AccountCommand, files: Vec<File>) -> Result<Value, Problem> {
    match command {
        AccountCommand::Create(new) => create(host, new).await,
        AccountCommand::Rights(command) => rights::execute(host, command, files).await,
        AccountCommand::ResetFactors { association, address } => {
            reset_factors(host, association.as_deref(), &address).await
        }
    }
}

async fn reset_factors(host: &HostHandle, association: Option<&str>, address: &str) -> Result<Value, Problem> {
    let association = association::find(host, association)?;
    let account = association.account_by_address(address).await?;
    let account = account.ok_or_else(|| Problem::mistake(format!("{address} has no account here")))?;
    let note = Note::new(Happening::FactorRemoved, Doer::OPERATOR).person(&account.id);
    let taken = association.reset_factors(&account.id, &note).await?;
    let site = host.sites().into_iter().find(|site| site.association.id == association.id);
    if let Some(site) = site.filter(|_| taken.are_needed()) {
        tell_reset(&host.app, &site, &account).await;
    }
    Ok(json!({
        "address": account.address, "association": association.id, "totp": taken.totp.is_some(),
        "passkeys": taken.passkeys, "recovery_codes": taken.recovery_codes,
    }))
}

async fn create(host: &HostHandle, new: NewAccountOrder) -> Result<Value, Problem> {
    let (name, address) = (new.name.trim(), new.address.trim());
    let is_first = host.associations().is_empty();
    let known = if is_first { None } else { Some(association::find(host, new.association.as_deref())?) };
    let site = known.as_ref().and_then(|association| host.app.sites.of(&association.id));
    let own = site.map(|site| site.name.clone()).unwrap_or_default();
    let entered = (name, address, new.password.expose());
    if let Some(problem) = check_person(&host.app.passwords, entered, &own).await?.first() {
        return Err(Problem::mistake(sentence(*problem)));
    }
    let association = if let Some(association) = known {
        association
    } else {
        host.create_first_association(None).await?;
        association::find(host, new.association.as_deref())?
    };
    let password = host.app.passwords.hash(new.password.expose()).await?;
    let role = match new.role {
        Role::Admin => AccountRole::Admin,
        Role::Member => AccountRole::Member,
    };
    let account = NewAccount { address, name, password: &password, role, locale: "fr" };
    let id = association.create_account(account).await.map_err(|error| match error {
        DatabaseError::Taken => Problem::mistake(format!("{address} has an account already")),
        other => other.into(),
    })?;
    Ok(json!({
        "id": id, "address": address, "name": name, "role": role.name(), "association": association.id,
    }))
}

fn sentence(problem: WelcomeProblem) -> String {
    match problem {
        WelcomeProblem::NameMissing => "a name is needed, without line breaks".to_owned(),
        WelcomeProblem::NameLong => format!("a name has at most {} characters", limits::NAME_CHARS_MAX),
        WelcomeProblem::AddressWrong => "this is no mail address".to_owned(),
        WelcomeProblem::AddressForeign => {
            "a mail address is written without accents; a domain with accents as xn--…".to_owned()
        }
        WelcomeProblem::PasswordCommon => {
            "this password was stolen elsewhere and is tried first: choose another".to_owned()
        }
        WelcomeProblem::PasswordPersonal => {
            "this password is made of the name or the address: choose another".to_owned()
        }
        WelcomeProblem::PasswordGuessable => {
            "this password is easily guessed: four unrelated words make a good one".to_owned()
        }
        WelcomeProblem::PasswordShort => format!("a password has at least {} characters", limits::PASSWORD_CHARS_MIN),
        WelcomeProblem::PasswordLong => format!("a password has at most {} characters", limits::PASSWORD_CHARS_MAX),
    }
}
