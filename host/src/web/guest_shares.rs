//! What is shared with guests, as their page and the administrators' list show it.

use veillee_access::{Action, Caller, Subject};

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use super::pages::erase;
use super::pages::trash::kind;
use super::respond::day;
use crate::storage::Moment;
use crate::storage::objects::{ObjectError, decide};
use crate::storage::people::{Guest, GuestShare};
use crate::storage::shares::NEVER_MS;
use crate::views::{ErasureRow, SharedRow};

/// Who reads about these shares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Whoever opened them: what is shared is one step away.
    Visit,
    /// Whoever proved that the address is theirs: each is opened by its link.
    ByMail,
    /// Sees the names of what they may read themselves, and opens nothing from here.
    Administrator,
}

/// One query for each title.
pub async fn rows(
    app: &App,
    arrival: &Arrival,
    reader: Reader,
    shares: &[GuestShare],
) -> Result<Vec<SharedRow>, PageError> {
    let moment = arrival.site.association.moment_under(arrival.visit.generation());
    let mut rows = Vec::with_capacity(shares.len());
    for share in shares {
        let opened = Subject::Link(share.share.clone());
        let title = match reader {
            Reader::ByMail => {
                let caller = Caller { opened: vec![opened], ..Caller::visitor() };
                title(arrival, &arrival.site.association.moment(), &caller, &share.container).await?
            }
            Reader::Visit | Reader::Administrator => {
                title(arrival, &moment, &arrival.visit.caller, &share.container).await?
            }
        };
        let path = match reader {
            Reader::Visit => Some(format!("/{}/{}", share.service, share.container)),
            Reader::ByMail => share.token.as_ref().map(|secret| format!("/-/s/{secret}")),
            Reader::Administrator => None,
        };
        let collection = moment.shapes.of(&share.container).map_or("", |shape| shape.name.as_str());
        rows.push(SharedRow {
            title,
            kind: kind(app, arrival, &share.service, collection),
            by: share.by.clone(),
            role: share.role,
            since: day(share.created_ms),
            ends: day(share.ends_ms).filter(|_| share.ends_ms < NEVER_MS),
            path,
        });
    }
    Ok(rows)
}

/// What people call it, for whoever may read it.
async fn title(
    arrival: &Arrival,
    moment: &Moment,
    caller: &Caller,
    container: &str,
) -> Result<Option<String>, PageError> {
    let association = &arrival.site.association;
    match decide(&mut association.database(), moment, caller, Action::Read, container, None).await {
        Ok(permit) => Ok(Some(association.title_of(&permit).await?).filter(|title| !title.trim().is_empty())),
        Err(ObjectError::NotFound | ObjectError::Denied) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What an erasure of these guests does with what they made: one row for each kind.
pub async fn erasure_rows(app: &App, arrival: &Arrival, guests: &[Guest]) -> Result<Vec<ErasureRow>, PageError> {
    let mut all: Vec<ErasureRow> = Vec::new();
    for guest in guests {
        for row in erase::rows(app, arrival, &guest.id).await? {
            match all.iter_mut().find(|known| known.kind == row.kind && known.fate == row.fate) {
                Some(known) => known.count += row.count,
                None => all.push(row),
            }
        }
    }
    Ok(all)
}
