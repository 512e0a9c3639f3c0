use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use data_encoding::HEXLOWER;

use super::account::{account_of, sign_in_first};
use crate::identity::Device;
use crate::storage::people::OwnSession;
use crate::views::{SessionRow, Sessions};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{field, read_form};
use crate::web::respond::{day, host_page, see_other};
use crate::web::step_up::{Wanted, step_up};
use crate::web::{form_token, notice};

const END: &str = "session-end";
const END_OTHERS: &str = "session-end-others";
pub(super) const PATH: &str = "/-/account/sessions";

/// `GET /-/account/sessions`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    let Some(account) = &arrival.visit.account else { return Ok(sign_in_first(PATH)) };
    let sessions = arrival.site.association.sessions_of(&account.id).await?;
    let mut rows: Vec<SessionRow> = sessions.iter().map(|session| row(&arrival, session)).collect();
    rows.sort_by_key(|row| !row.is_this);
    let view = Sessions {
        words: arrival.words(),
        sessions: &rows,
        not_me_form_token: &form_token::make(&arrival, super::alarm::END_STRANGE, ""),
        end_others_form_token: &form_token::make(&arrival, END_OTHERS, ""),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `POST /-/account/sessions/end`: one of one's own. A session that is gone already is no mistake of the person.
pub async fn end(arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = read_form(body).await?;
    let named = field(&form, "session");
    form_token::check(&arrival, END, named, field(&form, form_token::TOKEN_FIELD))?;
    let account = account_of(&arrival)?;
    step_up(&arrival, Wanted::Strongest, PATH).await?;
    let association = &arrival.site.association;
    let sessions = association.sessions_of(&account.id).await?;
    let ended = match sessions.iter().find(|session| name(&arrival, session) == named) {
        Some(session) => association.end_session_of(arrival.doer_as(&account.id), &session.digest).await?,
        None => false,
    };
    let words = arrival.words();
    let told = if ended { words.say("sessions-told-ended") } else { words.say("sessions-told-gone") };
    Ok(back(&arrival, told))
}

/// `POST /-/account/sessions/end-others`
pub async fn end_others(arrival: Arrival, body: Body) -> Result<Response, PageError> {
    form_token::read(&arrival, END_OTHERS, "", body).await?;
    let account = account_of(&arrival)?;
    step_up(&arrival, Wanted::Strongest, PATH).await?;
    let kept = arrival.visit.session.as_deref().ok_or(PageError::Denied)?;
    let ended = arrival.site.association.end_other_sessions(arrival.doer_as(&account.id), kept).await?;
    Ok(back(&arrival, arrival.words().say_with("sessions-told-others", &[("count", ended.into())])))
}

fn row(arrival: &Arrival, session: &OwnSession) -> SessionRow {
    let device = Device::from_kept(&session.device);
    let now_ms = arrival.site.association.clock.now_ms();
    let name = name(arrival, session);
    SessionRow {
        browser: device.browser,
        system: device.system,
        used_seconds_ago: u64::try_from(now_ms.saturating_sub(session.seen_ms) / 1_000).unwrap_or(0),
        since: day(session.created_ms),
        is_this: arrival.visit.session.as_ref() == Some(&session.digest),
        end_form_token: form_token::make(arrival, END, &name),
        name,
    }
}

/// What a page may hold: the digest itself is a secret that other things are sealed with.
fn name(arrival: &Arrival, session: &OwnSession) -> String {
    HEXLOWER.encode(&arrival.site.association.mark("veillee name of a session", &session.digest))
}

fn back(arrival: &Arrival, told: String) -> Response {
    let mut response = see_other(PATH);
    notice::leave_good(arrival, &mut response, told, None);
    response
}
