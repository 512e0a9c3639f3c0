//! What is kept about somebody who has no account: whoever came by a link, in the browser that opened it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use veillee_access::Identity;

use super::export;
use crate::identity::{SESSION_COOKIE, clear_cookie};
use crate::storage::people::Guest;
use crate::views::{GuestErasure, GuestKept, GuestMail, GuestPerson};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::guest_shares::{Reader, erasure_rows, rows};
use crate::web::respond::{host_page, see_other};
use crate::web::{form_token, notice};

pub(super) const PATH: &str = "/-/guest";
const ERASE: &str = "guest-erase";
pub(super) const MAIL: &str = "guest-mail";

/// `GET /-/guest`: what this browser's links opened, and whose they are. Somebody who has an account has a page of their own.
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    if arrival.visit.account.is_some() {
        return Ok(see_other("/-/account"));
    }
    page(&app, &arrival, StatusCode::OK, "", None).await
}

/// The guests that this browser speaks for. A personal link is passed on, so an address is another matter: see [`may_erase`].
pub(super) async fn guests(arrival: &Arrival) -> Result<Vec<Guest>, PageError> {
    match &arrival.visit.session {
        Some(session) if arrival.visit.account.is_none() => {
            Ok(arrival.site.association.guests_of_session(session).await?)
        }
        _ => Ok(Vec::new()),
    }
}

/// Erasing cannot be undone, and whoever a personal link was passed on to holds it too. So where there is an address, the
/// button stands in a letter to it.
fn may_erase(guest: &Guest) -> bool {
    guest.address.is_empty()
}

pub(super) async fn page(
    app: &App,
    arrival: &Arrival,
    status: StatusCode,
    address: &str,
    problem: Option<String>,
) -> Result<Response, PageError> {
    let guests = guests(arrival).await?;
    let shares = match &arrival.visit.session {
        Some(session) => arrival.site.association.shares_opened(session).await?,
        None => Vec::new(),
    };
    let people: Vec<GuestPerson> = guests.iter().map(person).collect();
    let shares = rows(app, arrival, Reader::Visit, &shares).await?;
    let copy = match &arrival.visit.caller.identity {
        Identity::Guest(id) => export::parts(arrival, &id.0, "/-/guest/export").await?,
        _ => Vec::new(),
    };
    let mail = GuestMail {
        is_known: guests.iter().any(|guest| !may_erase(guest)),
        address: address.to_owned(),
        problem,
        form_token: form_token::make(arrival, MAIL, ""),
    };
    let erasable: Vec<Guest> = guests.into_iter().filter(may_erase).collect();
    let erasure = GuestErasure {
        rows: erasure_rows(app, arrival, &erasable).await?,
        action_path: PATH.to_owned(),
        form_token: form_token::make(arrival, ERASE, ""),
    };
    let view = GuestKept {
        words: arrival.words(),
        association_name: &arrival.site.name,
        people: &people,
        shares: &shares,
        copy: &copy,
        mail: Some(&mail),
        erasure: Some(&erasure).filter(|_| !erasable.is_empty()),
    };
    Ok(host_page(app, arrival, status, &view))
}

/// Whoever a link was passed on to learns no address by it.
fn person(guest: &Guest) -> GuestPerson {
    let address = match (guest.address.chars().next(), guest.address.rsplit_once('@')) {
        (Some(first), Some((_, domain))) => format!("{first}…@{domain}"),
        _ => String::new(),
    };
    GuestPerson { name: guest.name.clone(), address }
}

/// `POST /-/guest`: erases the guests of this browser that have no address, and ends its session.
pub async fn erase(arrival: Arrival, body: Body) -> Result<Response, PageError> {
    form_token::read(&arrival, ERASE, "", body).await?;
    let guests: Vec<Guest> = guests(&arrival).await?.into_iter().filter(may_erase).collect();
    if guests.is_empty() {
        return Ok(see_other(PATH));
    }
    erase_all(&arrival, &guests).await?;
    arrival.site.sessions.end(&arrival.visit, arrival.doer()).await?;
    let mut response = see_other(PATH);
    notice::append(&mut response, &clear_cookie(SESSION_COOKIE));
    notice::leave_good(&arrival, &mut response, arrival.words().say("guest-told-erased"), None);
    Ok(response)
}

/// By themselves, on the device that asks.
pub(super) async fn erase_all(arrival: &Arrival, guests: &[Guest]) -> Result<(), PageError> {
    for guest in guests {
        arrival.site.association.erase_guest(&guest.id, arrival.doer_as(&guest.id)).await?;
    }
    Ok(())
}

/// `GET /-/guest/export/<part>.zip`: what whoever asks added, as a guest.
pub async fn send(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let Identity::Guest(id) = &arrival.visit.caller.identity else { return Err(PageError::NotFound) };
    export::send_copy(&app, &arrival, &id.0, (&file, &headers)).await
}
