//! `/-/members/guests`: who was invited by a link of their own, what they can open, and their end. For the administrators of an
//! association.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::account::sign_in_first;
use super::settings::administrator;
use crate::limits;
use crate::storage::people::{Guest, GuestShare};
use crate::views::{GuestErase, GuestErasure, GuestRow, Guests};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::guest_shares::{Reader, erasure_rows, rows};
use crate::web::respond::{day, host_page, see_other};
use crate::web::step_up::{Wanted, step_up};
use crate::web::{form_token, notice};

const PATH: &str = "/-/members/guests";
const ERASE: &str = "members-guest-erase";
/// Seals where the list goes on.
const CURSOR: &str = "veillee guests cursor";

#[derive(Deserialize)]
pub struct Asked {
    words: Option<String>,
    after: Option<String>,
}

/// `GET /-/members/guests`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Query(asked): Query<Asked>,
) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(PATH));
    }
    administrator(&arrival)?;
    let association = &arrival.site.association;
    let search: String = asked.words.unwrap_or_default().chars().take(limits::GUEST_SEARCH_CHARS_MAX).collect();
    let after = asked.after.and_then(|cursor| place(&arrival, &cursor));
    let after = after.as_ref().map(|(name, id)| (name.as_str(), id.as_str()));
    let mut guests = association.guests(&search, after).await?;
    let most = usize::try_from(limits::GUESTS_LISTED_MAX).unwrap_or(usize::MAX);
    let has_more = guests.len() > most;
    guests.truncate(most);
    let next = guests.last().filter(|_| has_more);
    let next = next.map(|last| association.seal(CURSOR, format!("{}\n{}", last.id, last.name).as_bytes()));
    let mut shares: HashMap<String, Vec<GuestShare>> = HashMap::new();
    for share in association.shares_of_guests(&guests).await? {
        shares.entry(share.guest.clone()).or_default().push(share);
    }
    let mut listed = Vec::with_capacity(guests.len());
    for guest in guests {
        let shares = shares.remove(&guest.id).unwrap_or_default();
        listed.push(row(&app, &arrival, guest, &shares).await?);
    }
    let view = Guests {
        words: arrival.words(),
        guests: &listed,
        search: &search,
        next: next.as_deref(),
        kept_days: u64::try_from(limits::GUEST_KEPT_MS / veillee_ambient::MILLIS_PER_DAY).unwrap_or(0),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `GET /-/members/guests/<guest>`: says what an erasure does, and asks once more.
pub async fn ask(State(app): State<Arc<App>>, arrival: Arrival, Path(id): Path<String>) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(&format!("{PATH}/{id}")));
    }
    administrator(&arrival)?;
    step_up(&arrival, Wanted::Strongest, &format!("{PATH}/{id}")).await?;
    let association = &arrival.site.association;
    let guest = association.guest(&id).await?.ok_or(PageError::NotFound)?;
    let one = [guest.clone()];
    let erasure = GuestErasure {
        rows: erasure_rows(&app, &arrival, &one).await?,
        action_path: format!("{PATH}/{id}"),
        form_token: form_token::make(&arrival, ERASE, &id),
    };
    let shares = association.shares_of_guests(&one).await?;
    let guest = row(&app, &arrival, guest, &shares).await?;
    let view = GuestErase { words: arrival.words(), guest: &guest, erasure: &erasure };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `POST /-/members/guests/<guest>`
pub async fn erase(arrival: Arrival, Path(id): Path<String>, body: Body) -> Result<Response, PageError> {
    form_token::read(&arrival, ERASE, &id, body).await?;
    administrator(&arrival)?;
    step_up(&arrival, Wanted::Strongest, &format!("{PATH}/{id}")).await?;
    let association = &arrival.site.association;
    let guest = association.guest(&id).await?.ok_or(PageError::NotFound)?;
    association.erase_guest(&id, arrival.doer()).await?;
    let mut response = see_other(PATH);
    let said = arrival.words().say_with("guests-told-erased", &[("name", guest.name.as_str().into())]);
    notice::leave_good(&arrival, &mut response, said, None);
    Ok(response)
}

async fn row(app: &App, arrival: &Arrival, guest: Guest, shares: &[GuestShare]) -> Result<GuestRow, PageError> {
    Ok(GuestRow {
        shares: rows(app, arrival, Reader::Administrator, shares).await?,
        path: format!("{PATH}/{}", guest.id),
        since: day(guest.created_ms),
        name: guest.name,
        address: guest.address,
    })
}

/// Name and id of the last guest of the page before; none for a cursor that this association did not make.
fn place(arrival: &Arrival, cursor: &str) -> Option<(String, String)> {
    let text = String::from_utf8(arrival.site.association.unseal(CURSOR, cursor)?).ok()?;
    let (id, name) = text.split_once('\n')?;
    Some((name.to_owned(), id.to_owned()))
}
