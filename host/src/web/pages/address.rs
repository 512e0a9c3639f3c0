//! Another mail address: asked for with the password, confirmed by a mail to the new one, told to the one before.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::account::sign_in_first;
use super::password::{present_fits, read_account};
use crate::identity::address_problem;
use crate::storage::people::{Account, LinkPurpose, MailedLink, NewMailedLink};
use crate::storage::sql::DatabaseError;
use crate::views::{AccountLetter, AddressPage, AddressProblem, Confirm, ConfirmDeed, Message};
use crate::web::account_mail::{self, Done, Recipient, Warning, address_of, new_secret};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::respond::{host_page, retry_after, see_other};
use crate::web::step_up::{Typed, Wanted, step_up, with_typed};
use crate::web::{device, form_token, notice};

const ASK: &str = "address";
const CONFIRM: &str = "address-confirm";
const PATH: &str = "/-/account/address";

/// `GET /-/account/address`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Query(typed): Query<Typed>,
) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(PATH));
    }
    step_up(&arrival, Wanted::BesidePassword, &arrival.asked).await?;
    let account = read_account(&arrival).await?;
    Ok(page(&app, &arrival, &account, field(&typed.fields(&arrival), "address"), None))
}

/// `POST /-/account/address`: mails a link to the new address, or says there that it has an account already. The page is the
/// same.
pub async fn submit(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, ASK, "", body).await?;
    let account = read_account(&arrival).await?;
    let address = field(&form, "address").trim();
    step_up(&arrival, Wanted::BesidePassword, &with_typed(&arrival, PATH, &[("address", address)])).await?;
    if let Some(problem) = problem(&app, &arrival, &account, &form).await? {
        return Ok(page(&app, &arrival, &account, address, Some(problem)));
    }
    let association = &arrival.site.association;
    let holder = association.account_by_address(address).await?;
    let secret = new_secret(&arrival);
    let confirm = address_of(&app, &arrival, &format!("/-/address/{secret}"));
    let to = Recipient { address, ..Recipient::of(&account, &arrival) };
    let (letter, link) = if holder.is_some() {
        (AccountLetter::NewAddressTaken, None)
    } else {
        let link = NewMailedLink { address, ..NewMailedLink::about(&account, LinkPurpose::Address, &secret) };
        (AccountLetter::NewAddress { confirm: &confirm }, Some(link))
    };
    account_mail::send(&app, &arrival, &to, letter, (link, None), field(&form, form_token::TOKEN_FIELD)).await?;
    Ok(host_page(&app, &arrival, StatusCode::OK, &Message::mailed(arrival.words(), (PATH, address), app.sends_mail)))
}

/// What costs nothing is looked at first.
async fn problem(
    app: &App,
    arrival: &Arrival,
    account: &Account,
    form: &Pairs,
) -> Result<Option<AddressProblem>, PageError> {
    let address = field(form, "address").trim();
    if let Some(problem) = address_problem(address) {
        return Ok(Some(AddressProblem::New(problem)));
    }
    if address.eq_ignore_ascii_case(&account.address) {
        return Ok(Some(AddressProblem::Same));
    }
    match present_fits(app, arrival, account, field(form, "password")).await? {
        Ok(true) => {}
        Ok(false) => return Ok(Some(AddressProblem::Wrong)),
        Err(wait_seconds) => return Ok(Some(AddressProblem::TooMany { wait_seconds })),
    }
    let waits = app.throttle.enter(&device::mail_attempt(arrival, address)).err();
    Ok(waits.map(|wait_seconds| AddressProblem::TooMany { wait_seconds }))
}

fn page(app: &App, arrival: &Arrival, account: &Account, address: &str, problem: Option<AddressProblem>) -> Response {
    let (status, wait_s) = match problem {
        None => (StatusCode::OK, None),
        Some(AddressProblem::TooMany { wait_seconds }) => (StatusCode::TOO_MANY_REQUESTS, Some(wait_seconds)),
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, None),
    };
    let form_token = &form_token::make(arrival, ASK, "");
    let view = AddressPage { words: arrival.words(), present: &account.address, address, problem, form_token };
    retry_after(host_page(app, arrival, status, &view), wait_s)
}

/// `GET /-/address/<token>`
pub async fn show_link(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some((link, _)) = find(&arrival, &token).await? else { return Ok(dead(&app, &arrival)) };
    let view = Confirm {
        words: arrival.words(),
        association_name: &arrival.site.name,
        deed: ConfirmDeed::Address { address: &link.address },
        action_path: &format!("/-/address/{token}"),
        problem: None,
        form_token: &form_token::make(&arrival, CONFIRM, &token),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `POST /-/address/<token>`
pub async fn submit_link(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(token): Path<String>,
    body: Body,
) -> Result<Response, PageError> {
    form_token::read(&arrival, CONFIRM, &token, body).await?;
    let Some((link, account)) = find(&arrival, &token).await? else { return Ok(dead(&app, &arrival)) };
    let warning = Warning::new(&app, &arrival, &account, Done::AddressChanged);
    match arrival.site.association.confirm_address(&link, &warning.mail()).await {
        Ok(true) => {}
        Ok(false) | Err(DatabaseError::Taken) => return Ok(dead(&app, &arrival)),
        Err(error) => return Err(error.into()),
    }
    let mut response = see_other("/-/account");
    notice::leave_good(&arrival, &mut response, arrival.words().say("address-told"), None);
    Ok(response)
}

async fn find(arrival: &Arrival, token: &str) -> Result<Option<(MailedLink, Account)>, PageError> {
    let association = &arrival.site.association;
    let Some(link) = association.mailed_link(token, LinkPurpose::Address).await? else { return Ok(None) };
    let account = association.account(&link.principal).await?.filter(|account| !account.suspended);
    Ok(account.map(|account| (link, account)))
}

fn dead(app: &App, arrival: &Arrival) -> Response {
    let words = arrival.words();
    host_page(app, arrival, StatusCode::NOT_FOUND, &Message::dead_link(words, Some((PATH, words.say("address-title")))))
}
