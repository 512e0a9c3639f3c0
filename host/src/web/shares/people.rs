//! A share with one person, who has an account or gets a link of their own.

use veillee_access::{Permit, PrincipalId, Role, Subject};
use veillee_ambient::Millis;

use super::deeds::by;
use super::options::{Refusal, is_to_come, offered, person_problem};
use crate::storage::guests::NewGuest;
use crate::storage::objects::ObjectError;
use crate::storage::shares::{NewShare, Share, ShareKind};
use crate::views::SharingProblem;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;

/// Somebody with whom an object is to be shared.
#[derive(Clone, Copy, Debug)]
pub struct WantedPerson<'a> {
    pub name: &'a str,
    /// Empty: the link is handed over by its sharer.
    pub address: &'a str,
    pub role: Role,
    pub ends_ms: Millis,
}

/// Shares with the account that has the address, else with a guest. Whom the share is with is not written to yet.
pub async fn share_with_person(arrival: &Arrival, permit: &Permit, person: WantedPerson<'_>) -> Result<Share, Refusal> {
    let now_ms = arrival.site.association.clock.now_ms();
    if !offered(ShareKind::Guest).contains(&person.role) || !is_to_come(person.ends_ms, now_ms) {
        return Err(PageError::BadRequest.into());
    }
    if let Some(problem) = person_problem(person.name, person.address) {
        return Err(Refusal::Unfit(problem));
    }
    let account = match person.address {
        "" => None,
        address => arrival.site.association.account_by_address(address).await?.map(|account| account.id),
    };
    let own = arrival.visit.account.as_ref().map(|own| own.id.as_str());
    if account.is_some() && account.as_deref() == own {
        return Err(Refusal::Unfit(SharingProblem::Yourself));
    }
    give(arrival, permit, person, account).await.map_err(|refusal| match refusal {
        Refusal::Failed(PageError::Conflict) => Refusal::Unfit(SharingProblem::InvitedAlready),
        refusal => refusal,
    })
}

/// `Conflict` for whoever has a share here that lasts.
async fn give(
    arrival: &Arrival,
    permit: &Permit,
    person: WantedPerson<'_>,
    account: Option<String>,
) -> Result<Share, Refusal> {
    let (association, by) = (&arrival.site.association, by(arrival)?);
    let WantedPerson { name, address, role, ends_ms } = person;
    let new = NewShare { role, ends_ms, label: name.to_owned() };
    let subject = account.map(|account| Subject::Account(PrincipalId(account)));
    let made = if let Some(subject) = &subject {
        let now_ms = association.clock.now_ms();
        let lasting = |share: &Share| share.subject == subject.key() && share.ends_ms > now_ms;
        if association.shares(permit).await?.iter().any(lasting) {
            return Err(PageError::Conflict.into());
        }
        association.share_with(permit, by, subject, new).await?;
        None
    } else {
        Some(association.share_with_guest(permit, by, NewGuest { name, address }, new).await?.share)
    };
    let is_made = |share: &Share| match (&made, &subject) {
        (Some(id), _) => share.id == *id,
        (None, Some(subject)) => share.subject == subject.key(),
        (None, None) => false,
    };
    let shares = association.shares(permit).await?;
    Ok(shares.into_iter().find(is_made).ok_or(ObjectError::NotFound)?)
}
