//! What somebody opened by a link that ended by itself: they are told so, and nothing else.

use veillee_access::Subject;

use super::arrival::Arrival;
use super::error::PageError;

/// `Ended` in the place of `NotFound`, when this caller opened a link to one of these objects and its date has come.
pub async fn instead_of_not_found(
    arrival: &Arrival,
    objects: impl Iterator<Item = &str>,
) -> Result<PageError, PageError> {
    let visit = &arrival.visit;
    let has_opened = visit.caller.opened.iter().any(|subject| matches!(subject, Subject::Link(_)));
    let Some(session) = visit.session.as_deref().filter(|_| has_opened) else { return Ok(PageError::NotFound) };
    for object in objects {
        if arrival.site.association.opened_share_has_ended(session, object).await? {
            return Ok(PageError::Ended);
        }
    }
    Ok(PageError::NotFound)
}
