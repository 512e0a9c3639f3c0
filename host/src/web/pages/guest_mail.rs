//! What is kept about whoever has an address, and no account: all of it, for whoever reads the mail that goes there.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use veillee_ambient::Millis;

use super::guest::{MAIL, PATH, erase_all, guests, page};
use super::sign_in::busy_words;
use crate::limits;
use crate::storage::Association;
use crate::storage::outbox::is_mail_address;
use crate::storage::people::Guest;
use crate::views::{AccountLetter, GuestErasure, GuestKept, GuestPerson, Message};
use crate::web::account_mail::{self, Recipient, address_of};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::guest_shares::{Reader, erasure_rows, rows};
use crate::web::respond::{host_page, retry_after, see_other};
use crate::web::{device, form_token, notice};

const ERASE: &str = "guest-erase-by-mail";
const PURPOSE: &str = "veillee page of a guest";

/// `GET` of an address that a form posts to: somebody came back to it by hand.
pub async fn back() -> Response {
    see_other(PATH)
}

/// `POST /-/guest/mail`: a letter to the address of whoever this browser speaks for, else to the one that was entered. The same page
/// and one mail, whether anything is kept about it or not.
pub async fn ask(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, MAIL, "", body).await?;
    let (words, entered) = (arrival.words(), field(&form, "address").trim());
    let known = guests(&arrival).await?.into_iter().map(|guest| guest.address).filter(|known| !known.is_empty());
    // One letter, however each sharer wrote the address.
    let mut addresses: BTreeSet<String> = known.map(|known| known.to_lowercase()).collect();
    let is_known = !addresses.is_empty();
    if !is_known {
        if !is_mail_address(entered) {
            let problem = Some(words.say("welcome-address-wrong"));
            return page(&app, &arrival, StatusCode::UNPROCESSABLE_ENTITY, entered, problem).await;
        }
        addresses.insert(entered.to_owned());
    }
    for address in &addresses {
        if let Err(wait_s) = app.throttle.enter(&device::mail_attempt(&arrival, address)) {
            let problem = Some(busy_words(words, wait_s));
            let page = page(&app, &arrival, StatusCode::TOO_MANY_REQUESTS, entered, problem).await?;
            return Ok(retry_after(page, Some(wait_s)));
        }
        mail(&app, &arrival, address, field(&form, form_token::TOKEN_FIELD)).await?;
    }
    let shown = if is_known { words.say("guest-mail-yours") } else { entered.to_owned() };
    Ok(host_page(&app, &arrival, StatusCode::OK, &Message::mailed(words, (PATH, &shown), app.sends_mail)))
}

async fn mail(app: &App, arrival: &Arrival, address: &str, token: &str) -> Result<(), PageError> {
    let association = &arrival.site.association;
    let guests = association.guests_at(address).await?;
    // As it was kept: what somebody typed may only look like it.
    let address = guests.first().map_or(address, |guest| guest.address.as_str());
    let page = address_of(app, arrival, &path(association, address));
    let letter = if guests.is_empty() { AccountLetter::GuestUnknown } else { AccountLetter::Guest { page: &page } };
    let key = format!("{token} {address}");
    account_mail::send(app, arrival, &Recipient::stranger(address, arrival), letter, (None, None), &key).await
}

/// The address that a letter names: good for [`limits::GUEST_LINK_LIFE_MS`], for whoever reads the mail of this address.
fn path(association: &Association, address: &str) -> String {
    let ends_ms = association.clock.now_ms().saturating_add(limits::GUEST_LINK_LIFE_MS);
    format!("/-/guest/by-mail/{}", association.seal(PURPOSE, format!("{ends_ms} {address}").as_bytes()))
}

/// The address behind a secret, while it is good.
fn opened(arrival: &Arrival, secret: &str) -> Option<String> {
    let association = &arrival.site.association;
    let clear = String::from_utf8(association.unseal(PURPOSE, secret)?).ok()?;
    let (ends_ms, address) = clear.split_once(' ')?;
    let is_good = ends_ms.parse::<Millis>().is_ok_and(|ends_ms| ends_ms > association.clock.now_ms());
    is_good.then(|| address.to_owned())
}

/// `GET /-/guest/by-mail/<secret>`: nothing happens by looking.
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(secret): Path<String>,
) -> Result<Response, PageError> {
    let Some(address) = opened(&arrival, &secret) else { return Ok(dead(&app, &arrival)) };
    let association = &arrival.site.association;
    let guests = association.guests_at(&address).await?;
    let people: Vec<GuestPerson> = guests.iter().map(person).collect();
    let shares = association.shares_of_guests(&guests).await?;
    let shares = rows(&app, &arrival, Reader::ByMail, &shares).await?;
    let erasure = GuestErasure {
        rows: erasure_rows(&app, &arrival, &guests).await?,
        action_path: format!("/-/guest/by-mail/{secret}"),
        form_token: form_token::make(&arrival, ERASE, &secret),
    };
    let view = GuestKept {
        words: arrival.words(),
        association_name: &arrival.site.name,
        people: &people,
        shares: &shares,
        copy: &[],
        mail: None,
        erasure: Some(&erasure).filter(|_| !guests.is_empty()),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

fn person(guest: &Guest) -> GuestPerson {
    GuestPerson { name: guest.name.clone(), address: guest.address.clone() }
}

/// `POST /-/guest/by-mail/<secret>`: erases every guest with the address.
pub async fn erase(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(secret): Path<String>,
    body: Body,
) -> Result<Response, PageError> {
    form_token::read(&arrival, ERASE, &secret, body).await?;
    let Some(address) = opened(&arrival, &secret) else { return Ok(dead(&app, &arrival)) };
    let guests = arrival.site.association.guests_at(&address).await?;
    erase_all(&arrival, &guests).await?;
    let mut response = see_other(PATH);
    notice::leave_good(&arrival, &mut response, arrival.words().say("guest-told-erased"), None);
    Ok(response)
}

/// One page for every link that is worth nothing, whatever it once was.
fn dead(app: &App, arrival: &Arrival) -> Response {
    let words = arrival.words();
    host_page(
        app,
        arrival,
        StatusCode::NOT_FOUND,
        &Message::dead_link(words, Some((PATH, words.say("guest-mail-button")))),
    )
}
