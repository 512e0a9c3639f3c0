//! What an operator does for a person who asks for their rights.

use std::fs::File;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use veillee_access::{Caller, Identity, PrincipalId};

use super::{Problem, association, value};
use crate::boot::HostHandle;
use crate::storage::Association;
use crate::storage::audit::{Doer, Happening, Note};
use crate::storage::people::Account;
use crate::storage::rights::Asked;
use crate::web::archive::write_with_pages;
use crate::web::export::{Part, Whose, gather};
use crate::words::Locale;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RightsCommand {
    /// Everything that is the person's, into the one file that goes along.
    Export {
        association: Option<String>,
        address: String,
    },
    /// After 30 days, as if the person had asked.
    Erase {
        association: Option<String>,
        address: String,
    },
    /// Takes the wish to be erased back.
    Keep {
        association: Option<String>,
        address: String,
    },
    Hold {
        association: Option<String>,
        address: String,
        held: bool,
    },
    /// What the law keeps of those who were erased.
    Kept {
        association: Option<String>,
    },
}

/// A copy that was written.
#[derive(Debug, Serialize, Deserialize)]
pub struct CopyCard {
    pub account: String,
    pub objects: usize,
    pub bytes: u64,
}

/// An account after an order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RightsCard {
    pub account: String,
    /// From when on nothing brings it back, in milliseconds since 1970.
    pub erased_from_ms: Option<i64>,
    pub held: bool,
}

pub(super) async fn execute(host: &HostHandle, command: RightsCommand, files: Vec<File>) -> Result<Value, Problem> {
    match command {
        RightsCommand::Export { association, address } => {
            let (association, account) = find(host, association.as_deref(), &address).await?;
            export(host, &association, &account, files).await
        }
        RightsCommand::Erase { association, address } => {
            let (association, account) = find(host, association.as_deref(), &address).await?;
            match association.ask_erasure(&account.id, Doer::OPERATOR).await? {
                Asked::Noted(_) | Asked::Nothing => card(&association, &account).await,
                Asked::LastAdministrator => Err(Problem::mistake(
                    "nobody else could run the association: make another administrator first (`account create`)",
                )),
            }
        }
        RightsCommand::Keep { association, address } => {
            let (association, account) = find(host, association.as_deref(), &address).await?;
            let erasure = association.erasure_of(&account.id).await?;
            let Some(erasure) = erasure else {
                return Err(Problem::mistake(format!("nobody wants the account of {address} erased")));
            };
            if !association.undo_erasure(&account.id, erasure.asked_ms, Doer::OPERATOR).await? {
                return Err(Problem::mistake("the 30 days are over: nothing brings this account back"));
            }
            card(&association, &account).await
        }
        RightsCommand::Hold { association, address, held } => {
            let (association, account) = find(host, association.as_deref(), &address).await?;
            association.hold(&account.id, held, Doer::OPERATOR).await?;
            card(&association, &account).await
        }
        RightsCommand::Kept { association } => {
            value(association::find(host, association.as_deref())?.kept_by_law().await?)
        }
    }
}

async fn find(host: &HostHandle, named: Option<&str>, address: &str) -> Result<(Arc<Association>, Account), Problem> {
    let association = association::find(host, named)?;
    let account = association.account_by_address(address).await?;
    let account = account.ok_or_else(|| Problem::mistake("no account has this mail address"))?;
    Ok((association, account))
}

async fn card(association: &Association, account: &Account) -> Result<Value, Problem> {
    let erasure = association.erasure_of(&account.id).await?;
    value(RightsCard {
        account: account.id.clone(),
        erased_from_ms: erasure.map(|erasure| erasure.due_ms),
        held: association.held_since_ms(&account.id).await?.is_some(),
    })
}

async fn export(
    host: &HostHandle,
    association: &Arc<Association>,
    account: &Account,
    files: Vec<File>,
) -> Result<Value, Problem> {
    let Some(file) = files.into_iter().next() else { return Err(Problem::failure("this command wants one file")) };
    let site = host.sites().into_iter().find(|site| site.association.id == association.id);
    let site = site.ok_or_else(|| Problem::failure("the association is not open"))?;
    let identity = Identity::Account { id: PrincipalId(account.id.clone()), member: true };
    let caller = Caller { identity, ..Caller::visitor() };
    let own = association.own_objects(&account.id).await?;
    let whose = Whose {
        app: &host.app,
        site: &site,
        locale: Locale::from_name(&account.locale).unwrap_or(site.locale),
        person: &account.id,
        caller: &caller,
        moment: association.moment(),
    };
    let gathered = gather(&whose, Part { number: 1, parts: 1 }, &own).await.map_err(Problem::failure)?;
    let (moment, mut file) = (&whose.moment, tokio::fs::File::from_std(file));
    let bytes =
        write_with_pages(association, (moment, &caller), gathered, &mut file).await.map_err(Problem::failure)?;
    let note = Note::new(Happening::ExportMade, Doer::OPERATOR).person(&account.id);
    association.note_happening(&note).await?;
    let card = CopyCard { account: account.id.clone(), objects: own.len(), bytes };
    Ok(json!(card))
}
