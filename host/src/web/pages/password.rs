use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::account::{account_of, sign_in_first};
use super::sign_in::BUSY_S;
use crate::identity::{PasswordError, password_problem};
use crate::storage::audit::{Happening, Note};
use crate::storage::people::Account;
use crate::views::{PasswordPage, PasswordProblem};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::respond::{host_page, see_other};
use crate::web::{form_token, notice};

const CHANGE: &str = "password";

/// `GET /-/account/password`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first("/-/account/password"));
    }
    let account = read_account(&arrival).await?;
    Ok(page(&app, &arrival, &account, None))
}

/// `POST /-/account/password`: whoever knows the present one puts another in its place. Every other session of the account
/// ends, and this one goes on under a new secret.
pub async fn change(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, CHANGE, "", body).await?;
    let account = read_account(&arrival).await?;
    if let Some(problem) = problem(&app, &account, &form).await? {
        return Ok(page(&app, &arrival, &account, Some(problem)));
    }
    let hash = match app.passwords.hash(field(&form, "new")).await {
        Err(PasswordError::Busy) => {
            return Ok(page(&app, &arrival, &account, Some(PasswordProblem::TooMany { wait_seconds: BUSY_S })));
        }
        hashed => hashed?,
    };
    let kept = arrival.visit.session.as_deref().ok_or(PageError::Denied)?;
    arrival.site.association.change_password(&account.id, &hash, kept).await?;
    arrival.note(Note::of(Happening::PasswordChanged)).await?;
    let mut response = see_other("/-/account");
    arrival.sign_in(&headers, &account.id, &mut response).await?;
    notice::leave_good(&arrival, &mut response, arrival.words().say("password-told"), None);
    Ok(response)
}

async fn read_account(arrival: &Arrival) -> Result<Account, PageError> {
    arrival.site.association.account(&account_of(arrival)?.id).await?.ok_or(PageError::NotFound)
}

/// What costs nothing is looked at first.
async fn problem(app: &App, account: &Account, form: &Pairs) -> Result<Option<PasswordProblem>, PageError> {
    let new = field(form, "new");
    if let Some(problem) = password_problem(new) {
        return Ok(Some(PasswordProblem::New(problem)));
    }
    if new != field(form, "again") {
        return Ok(Some(PasswordProblem::Differs));
    }
    match app.passwords.verify(field(form, "present"), Some(&account.password)).await {
        Ok(true) => Ok(None),
        Ok(false) => Ok(Some(PasswordProblem::Wrong)),
        Err(PasswordError::Busy) => Ok(Some(PasswordProblem::TooMany { wait_seconds: BUSY_S })),
        Err(error) => Err(error.into()),
    }
}

fn page(app: &App, arrival: &Arrival, account: &Account, problem: Option<PasswordProblem>) -> Response {
    let status = match problem {
        None => StatusCode::OK,
        Some(PasswordProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let view = PasswordPage {
        words: arrival.words(),
        address: &account.address,
        problem,
        form_token: &form_token::make(arrival, CHANGE, ""),
    };
    host_page(app, arrival, status, &view)
}
