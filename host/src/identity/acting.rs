use veillee_access::{Caller, Identity, PrincipalId};
use veillee_ambient::Millis;

use super::visit::{AccountCard, Belongings, Visit};
use crate::storage::Association;
use crate::storage::jobs::{Actor, ActorKind};
use crate::storage::people::Standing;
use crate::storage::sql::DatabaseError;

/// The visit of somebody who is not here: what they may do at this moment, found out anew, on `within` and below.
///
/// A suspended account is nobody, and so is somebody who was deleted; shares that were taken back open nothing. `session`
/// stands for the visit where something is sealed for it alone.
pub async fn acting(
    association: &Association,
    actor: &Actor,
    within: Option<&str>,
    session: &str,
) -> Result<Visit, DatabaseError> {
    let generation = association.generation();
    let standing = association.personal_standing(&actor.principal, &actor.shares).await?;
    let Standing { name, account, suspended, shares, groups, roles } = standing;
    let id = PrincipalId(actor.principal.clone());
    let (identity, account, shares) = match actor.kind {
        _ if suspended => (Identity::Visitor, None, Vec::new()),
        ActorKind::Account if account.is_some() => (Identity::Account { id, member: true }, account, shares),
        ActorKind::Guest if name.is_some() => (Identity::Guest(id), None, shares),
        // It owns what nobody owns for themselves, and sees what each of its members sees.
        ActorKind::Association => (Identity::Account { id, member: true }, None, Vec::new()),
        ActorKind::Visitor => (Identity::Visitor, None, shares),
        ActorKind::Account | ActorKind::Guest => (Identity::Visitor, None, Vec::new()),
    };
    let account = account.map(|(role, locale)| AccountCard {
        id: actor.principal.clone(),
        name: name.clone().unwrap_or_default(),
        role,
        locale,
    });
    let name = if identity == Identity::Visitor { None } else { name };
    let belongs = if account.is_some() { Belongings { groups, roles } } else { Belongings::default() };
    let caller = Caller { within: within.map(str::to_owned), ..belongs.caller(identity, shares) };
    let session = Some(session.as_bytes().to_vec());
    // Nothing is sent to anybody by a job: the limits of links do not matter to it.
    Ok(Visit { session, name, account, ..Visit::of(caller, generation, Millis::MAX) })
}
