//! The way back of somebody whose account is to be erased.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::storage::Association;
use crate::storage::people::Account;
use crate::storage::rights::Erasure;
use crate::storage::sql::DatabaseError;
use crate::views::{Message, Regret};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::{day, host_page, see_other};
use crate::web::{form_token, notice};

const ACTION: &str = "regret";
const PURPOSE: &str = "veillee regret of an erasure";

/// The address that a letter names. It is good for one wish, and until its day.
pub fn path(association: &Association, account: &str, erasure: &Erasure) -> String {
    let secret = association.seal(PURPOSE, format!("{account} {}", erasure.asked_ms).as_bytes());
    format!("/-/account/regret/{secret}")
}

/// For somebody who has just shown that the account is theirs: none, when nobody wants it erased or the days are over.
pub async fn way_back(arrival: &Arrival, account: &Account) -> Result<Option<Response>, DatabaseError> {
    let association = &arrival.site.association;
    let erasure = association.erasure_of(&account.id).await?;
    let erasure = erasure.filter(|erasure| erasure.due_ms > association.clock.now_ms());
    Ok(erasure.map(|erasure| see_other(&path(association, &account.id, &erasure))))
}

/// `GET /-/account/regret/<secret>`: nothing happens by looking.
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(secret): Path<String>,
) -> Result<Response, PageError> {
    let Some((_, erasure)) = opened(&arrival, &secret).await? else { return Ok(dead(&app, &arrival)) };
    let view = Regret {
        words: arrival.words(),
        action_path: &format!("/-/account/regret/{secret}"),
        ends: day(erasure.due_ms),
        form_token: &form_token::make(&arrival, ACTION, &secret),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `POST /-/account/regret/<secret>`: everything is as it was, and the person signs in.
pub async fn submit(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(secret): Path<String>,
    body: Body,
) -> Result<Response, PageError> {
    form_token::read(&arrival, ACTION, &secret, body).await?;
    let Some((account, erasure)) = opened(&arrival, &secret).await? else { return Ok(dead(&app, &arrival)) };
    let by = arrival.doer_as(&account);
    if !arrival.site.association.undo_erasure(&account, erasure.asked_ms, by).await? {
        return Ok(dead(&app, &arrival));
    }
    let mut response = see_other("/-/sign-in");
    notice::leave_good(&arrival, &mut response, arrival.words().say("regret-told"), None);
    Ok(response)
}

/// The account and the wish behind a secret, while there is time.
async fn opened(arrival: &Arrival, secret: &str) -> Result<Option<(String, Erasure)>, DatabaseError> {
    let association = &arrival.site.association;
    let clear = association.unseal(PURPOSE, secret).and_then(|clear| String::from_utf8(clear).ok());
    let Some((account, asked_ms)) = clear.as_deref().and_then(|clear| clear.split_once(' ')) else { return Ok(None) };
    let erasure = association.erasure_of(account).await?;
    let is_this =
        |erasure: &Erasure| asked_ms.parse() == Ok(erasure.asked_ms) && erasure.due_ms > association.clock.now_ms();
    Ok(erasure.filter(is_this).map(|erasure| (account.to_owned(), erasure)))
}

/// A way back that is used, over or nobody's.
fn dead(app: &App, arrival: &Arrival) -> Response {
    let words = arrival.words();
    let way_on = Some(("/-/sign-in", words.say("sign-in-title")));
    host_page(app, arrival, StatusCode::NOT_FOUND, &Message::dead_link(words, way_on))
}
