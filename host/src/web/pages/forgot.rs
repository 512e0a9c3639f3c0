use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::sign_in::busy_words;
use crate::identity::is_whole_address;
use crate::storage::audit::{Happening, Note};
use crate::storage::people::{LinkPurpose, NewMailedLink};
use crate::views::{AccountLetter, Forgot, Message};
use crate::web::account_mail::{self, Recipient, address_of, new_secret};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::respond::{host_page, retry_after};
use crate::web::{device, form_token};

const FORGOT: &str = "forgot";

/// `GET /-/forgot`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Response {
    page(&app, &arrival, StatusCode::OK, "", None)
}

/// `POST /-/forgot`: the same page and one mail, whether the address has an account or not. Whoever has forgotten which
/// address they gave is told so there.
pub async fn submit(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, FORGOT, "", body).await?;
    let (words, address) = (arrival.words(), field(&form, "address").trim());
    if !is_whole_address(address) {
        let problem = Some(words.say("welcome-address-wrong"));
        return Ok(page(&app, &arrival, StatusCode::UNPROCESSABLE_ENTITY, address, problem));
    }
    if let Err(wait_s) = app.throttle.enter(&device::mail_attempt(&arrival, address)) {
        let problem = Some(busy_words(words, wait_s));
        let page = page(&app, &arrival, StatusCode::TOO_MANY_REQUESTS, address, problem);
        return Ok(retry_after(page, Some(wait_s)));
    }
    let account = arrival.site.association.account_by_address(address).await?.filter(|account| !account.suspended);
    let secret = new_secret(&arrival);
    let reset = address_of(&app, &arrival, &format!("/-/reset/{secret}"));
    let (to, letter, link) = match &account {
        Some(account) => (
            Recipient::of(account, &arrival),
            AccountLetter::Reset { reset: &reset },
            Some(NewMailedLink::about(account, LinkPurpose::Reset, &secret)),
        ),
        None => (Recipient::stranger(address, &arrival), AccountLetter::ResetUnknown, None),
    };
    // Of nobody as well: the time tells no more than the page.
    let note = Note::of(Happening::ResetAsked).person(account.as_ref().map_or("", |account| account.id.as_str()));
    account_mail::send(&app, &arrival, &to, letter, (link, Some(note)), field(&form, form_token::TOKEN_FIELD)).await?;
    Ok(host_page(&app, &arrival, StatusCode::OK, &Message::mailed(words, ("/-/forgot", address), app.sends_mail)))
}

fn page(app: &App, arrival: &Arrival, status: StatusCode, address: &str, problem: Option<String>) -> Response {
    let form_token = &form_token::make(arrival, FORGOT, "");
    host_page(app, arrival, status, &Forgot { words: arrival.words(), address, problem, form_token })
}
