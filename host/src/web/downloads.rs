//! Links that let take so many downloads.
//!
//! Counted are the bytes that a service keeps, not the pictures that the host makes of them: whoever looks at an album takes
//! nothing. A browser that took something may take it again, so that a download that was cut goes on. Whoever may see the same by
//! another way than by such links is not counted.

use std::sync::Arc;

use veillee_access::{Caller, Subject};

use super::arrival::Arrival;
use super::error::PageError;
use crate::identity::Visit;
use crate::storage::blobs;
use crate::storage::downloads::Take;

/// Takes one download of the links that let this caller see these blobs, each an object and a name; `Spent` where they let take
/// no more. `taken` names what is taken, for this caller.
pub async fn take(arrival: &Arrival, wanted: &[(String, String)], taken: &str) -> Result<(), PageError> {
    if arrival.is_head {
        return Ok(());
    }
    let visit = present(arrival).await?;
    let Some(session) = visit.session.as_deref().filter(|_| !visit.limited.is_empty()) else { return Ok(()) };
    let association = &arrival.site.association;
    let moment = association.moment_under(visit.generation());
    let wanted: Vec<(String, String)> =
        wanted.iter().filter(|(object, name)| is_kept(arrival, object, name)).cloned().collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let free = without(&visit.caller, &visit.limited);
    let sees_all = async |caller: &Caller| -> Result<bool, PageError> {
        let found = Box::pin(blobs::survey(association, &moment, caller, &wanted)).await?;
        Ok(found.iter().all(Option::is_some))
    };
    if sees_all(&free).await? {
        return Ok(());
    }
    // One that alone is enough is used up alone; what several let see together is taken from each.
    let mut enough = Vec::new();
    for share in &visit.limited {
        let mut caller = free.clone();
        caller.opened.push(Subject::Link(share.clone()));
        if sees_all(&caller).await? {
            enough.push(share);
        }
    }
    if enough.is_empty() {
        for share in &visit.limited {
            if association.take_download(share, session, taken).await? == Take::Spent {
                return Err(PageError::Spent);
            }
        }
        return Ok(());
    }
    for share in enough {
        if association.take_download(share, session, taken).await? != Take::Spent {
            return Ok(());
        }
    }
    Err(PageError::Spent)
}

async fn present(arrival: &Arrival) -> Result<Arc<Visit>, PageError> {
    let site = &arrival.site;
    if arrival.visit.is_of(site.association.generation()) {
        return Ok(arrival.visit.clone());
    }
    Ok(site.sessions.visit(arrival.token.as_deref()).await?)
}

/// Declared by the service, not made by the host.
fn is_kept(arrival: &Arrival, object: &str, name: &str) -> bool {
    let shapes = arrival.site.association.moment().shapes;
    shapes.of(object).is_some_and(|shape| shape.blobs.contains_key(name))
}

fn without(caller: &Caller, shares: &[String]) -> Caller {
    let is_other = |subject: &Subject| !matches!(subject, Subject::Link(share) if shares.contains(share));
    Caller { opened: caller.opened.iter().filter(|subject| is_other(subject)).cloned().collect(), ..caller.clone() }
}
