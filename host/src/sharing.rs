//! "Who can see this?", from the shares that reach an object.

use veillee_access::{Caller, Permit, Role};

use crate::storage::Association;
use crate::storage::objects::ObjectError;
use crate::storage::shares::{Share, ShareKind};
use crate::views::{SharingFacts, sharing_sentence};
use crate::words::Words;

/// One sentence in the reader's language. Two indexed queries.
pub async fn sentence(
    association: &Association,
    caller: &Caller,
    permit: &Permit,
    words: &Words,
) -> Result<String, ObjectError> {
    let shares = association.shares_reaching(permit).await?;
    let owner = association.owner_of(permit).await?;
    let owner_is_you = caller.principal().is_some_and(|id| id.0 == owner.id);
    Ok(sharing_sentence(words, &facts(&shares, owner_is_you, owner.name)))
}

fn facts(shares: &[Share], owner_is_you: bool, owner_name: String) -> SharingFacts {
    let mut facts = SharingFacts { owner_is_you, owner_name, ..SharingFacts::default() };
    for share in shares {
        match share.kind {
            ShareKind::Link if share.role == Role::Depositor => facts.deposit_links += 1,
            ShareKind::Link => facts.links += 1,
            ShareKind::Members => facts.members = facts.members.max(Some(share.role)),
            ShareKind::Everyone => facts.everyone = facts.everyone.max(Some(share.role)),
            // Who only adds does not see.
            _ if share.role == Role::Depositor => facts.deposit_people += 1,
            ShareKind::Guest => facts.guests += 1,
            ShareKind::Group => facts.groups += 1,
            ShareKind::Account => facts.people += 1,
        }
    }
    facts
}
