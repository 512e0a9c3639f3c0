//! "It wasn't me": somebody else was in an account.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::account::account_of;
use super::password::tokens_told;
use super::sessions;
use crate::identity::{SESSION_COOKIE, clear_cookie};
use crate::storage::people::{Account, LinkPurpose, MailedLink, NewMailedLink};
use crate::views::{Confirm, ConfirmDeed, Message, NoticeKind};
use crate::web::account_mail::new_secret;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::{host_page, see_other};
use crate::web::step_up::{Wanted, step_up};
use crate::web::{form_token, notice};

const ALARM: &str = "alarm";
pub(super) const END_STRANGE: &str = "session-not-me";

/// `GET /-/not-me/<token>`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    if find(&arrival, &token).await?.is_none() {
        return Ok(dead(&app, &arrival));
    }
    let view = Confirm {
        words: arrival.words(),
        association_name: &arrival.site.name,
        deed: ConfirmDeed::Alarm,
        action_path: &format!("/-/not-me/{token}"),
        problem: None,
        form_token: &form_token::make(&arrival, ALARM, &token),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `POST /-/not-me/<token>`: nobody is in the account any more, nobody gets in by the old password, and its person goes on to
/// choose another.
pub async fn submit(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(token): Path<String>,
    body: Body,
) -> Result<Response, PageError> {
    form_token::read(&arrival, ALARM, &token, body).await?;
    let Some((link, account)) = find(&arrival, &token).await? else { return Ok(dead(&app, &arrival)) };
    let secret = new_secret(&arrival);
    let reset = NewMailedLink { address: &link.address, ..NewMailedLink::about(&account, LinkPurpose::Reset, &secret) };
    let by = arrival.doer_as(&account.id);
    let Some(shut) = arrival.site.association.raise_alarm(&link, &reset, by).await? else {
        return Ok(dead(&app, &arrival));
    };
    let words = arrival.words();
    let told = if shut.address_is_back { words.say("alarm-told-address") } else { words.say("alarm-told") };
    let mut response = see_other(&format!("/-/reset/{secret}"));
    notice::append(&mut response, &clear_cookie(SESSION_COOKIE));
    let said = [Some(told), tokens_told(&arrival, shut.tokens)];
    notice::leave(&arrival, &mut response, NoticeKind::Good, &said.into_iter().flatten().collect::<Vec<_>>());
    Ok(response)
}

/// `POST /-/account/sessions/not-me`: the other sessions end, programs too, and whoever knows the password goes on to choose
/// another.
pub async fn end_strange(arrival: Arrival, body: Body) -> Result<Response, PageError> {
    form_token::read(&arrival, END_STRANGE, "", body).await?;
    let account = account_of(&arrival)?;
    step_up(&arrival, Wanted::Strongest, sessions::PATH).await?;
    let kept = arrival.visit.session.as_deref().ok_or(PageError::Denied)?;
    let ended = arrival.site.association.end_strange_sessions(&account.id, kept, arrival.doer()).await?;
    let mut response = see_other("/-/account/password?because=alarm");
    let told = arrival.words().say_with("sessions-told-others", &[("count", ended.sessions.into())]);
    let said = [Some(told), tokens_told(&arrival, ended.tokens)];
    notice::leave(&arrival, &mut response, NoticeKind::Good, &said.into_iter().flatten().collect::<Vec<_>>());
    Ok(response)
}

async fn find(arrival: &Arrival, token: &str) -> Result<Option<(MailedLink, Account)>, PageError> {
    let association = &arrival.site.association;
    let Some(link) = association.mailed_link(token, LinkPurpose::Alarm).await? else { return Ok(None) };
    let account = association.account(&link.principal).await?;
    Ok(account.map(|account| (link, account)))
}

fn dead(app: &App, arrival: &Arrival) -> Response {
    let words = arrival.words();
    let way_on = Some(("/-/forgot", words.say("forgot-title")));
    host_page(app, arrival, StatusCode::NOT_FOUND, &Message::dead_link(words, way_on))
}
