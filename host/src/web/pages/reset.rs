use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::password::{status_of, tokens_told};
use super::sign_in::BUSY_S;
use crate::identity::{PasswordError, SESSION_COOKIE, check_password, clear_cookie};
use crate::storage::people::{Account, LinkPurpose, MailedLink};
use crate::views::{Message, NoticeKind, PasswordPage, PasswordProblem, PasswordWay};
use crate::web::account_mail::{Done, Warning};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::respond::{host_page, retry_after, see_other};
use crate::web::{device, form_token, notice};

const RESET: &str = "reset";

/// `GET /-/reset/<token>`: uses nothing up, since programs that look through mail open it too.
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some((_, account)) = find(&arrival, &token).await? else { return Ok(dead(&app, &arrival)) };
    Ok(page(&app, &arrival, &token, &account, None))
}

/// `POST /-/reset/<token>`: puts another password in place, ends every session and token, and uses the link up. Nobody is signed in by
/// it, so that a second factor is asked for as ever.
pub async fn submit(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(token): Path<String>,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, RESET, &token, body).await?;
    let Some((link, account)) = find(&arrival, &token).await? else { return Ok(dead(&app, &arrival)) };
    let hash = match hashed(&app, &arrival, &account, &form).await? {
        Ok(hash) => hash,
        Err(problem) => return Ok(page(&app, &arrival, &token, &account, Some(problem))),
    };
    let association = &arrival.site.association;
    let ends_tokens = association.count_tokens_of(&account.id).await? > 0;
    let warning = Warning::new(&app, &arrival, &account, Done::PasswordReset { ends_tokens });
    let by = arrival.doer_as(&account.id);
    let Some(ended) = association.reset_password(&link, &hash, by, &warning.mail()).await? else {
        return Ok(dead(&app, &arrival));
    };
    let mut response = see_other("/-/sign-in");
    notice::append(&mut response, &clear_cookie(SESSION_COOKIE));
    // Who reads the mail of the account is no stranger to it.
    device::remember(&arrival, &account.id, &hash, &mut response);
    let said = [Some(arrival.words().say("reset-told")), tokens_told(&arrival, ended.tokens)];
    notice::leave(&arrival, &mut response, NoticeKind::Good, &said.into_iter().flatten().collect::<Vec<_>>());
    Ok(response)
}

async fn find(arrival: &Arrival, token: &str) -> Result<Option<(MailedLink, Account)>, PageError> {
    let association = &arrival.site.association;
    let Some(link) = association.mailed_link(token, LinkPurpose::Reset).await? else { return Ok(None) };
    let account = association.account(&link.principal).await?.filter(|account| !account.suspended);
    Ok(account.map(|account| (link, account)))
}

async fn hashed(
    app: &App,
    arrival: &Arrival,
    account: &Account,
    form: &Pairs,
) -> Result<Result<String, PasswordProblem>, PageError> {
    let new = field(form, "new");
    let own = [account.name.as_str(), account.address.as_str(), arrival.site.name.as_str()];
    let work = async {
        if let Some(problem) = check_password(&app.passwords, new, &own).await? {
            return Ok(Err(PasswordProblem::New(problem)));
        }
        if new != field(form, "again") {
            return Ok(Err(PasswordProblem::Differs));
        }
        app.passwords.hash(new).await.map(Ok)
    };
    match work.await {
        Err(PasswordError::Busy) => Ok(Err(PasswordProblem::TooMany { wait_seconds: BUSY_S })),
        done => Ok(done?),
    }
}

fn page(app: &App, arrival: &Arrival, token: &str, account: &Account, problem: Option<PasswordProblem>) -> Response {
    let (status, wait_s) = status_of(problem);
    let action_path = format!("/-/reset/{token}");
    let view = PasswordPage {
        words: arrival.words(),
        way: PasswordWay::Mailed { action_path: &action_path },
        address: &account.address,
        problem,
        tokens: 0,
        ends_tokens: true,
        form_token: &form_token::make(arrival, RESET, token),
    };
    retry_after(host_page(app, arrival, status, &view), wait_s)
}

/// One page for every link that is worth nothing, whatever it once was.
fn dead(app: &App, arrival: &Arrival) -> Response {
    let words = arrival.words();
    let way_on = Some(("/-/forgot", words.say("reset-again")));
    host_page(app, arrival, StatusCode::NOT_FOUND, &Message::dead_link(words, way_on))
}
