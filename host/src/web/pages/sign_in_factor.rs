//! The second step of signing in: whoever gave the right password shows a second factor.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::codes::{Shown, forms, recovered_words, take_code};
use crate::identity::{PENDING_COOKIE, clear_cookie, cookie, read_cookie};
use crate::limits;
use crate::storage::people::Account;
use crate::views::{FactorNews, FactorProblem, NoticeKind, NoticeLink, SignInFactor, Told, as_parameter};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::respond::{host_page, own_path, see_other};
use crate::web::{device, factor_news, form_token, notice};

const ACTION: &str = "sign-in-factor";

#[derive(Deserialize)]
pub struct Way {
    then: Option<String>,
}

/// An account gave its right password, or what stands for it, such as a mailed link: its session begins, or, where it has a
/// second factor, the second step. Every way in but a passkey passes here.
pub(super) async fn after_password(
    arrival: &Arrival,
    headers: &HeaderMap,
    account: &Account,
    then: &str,
) -> Result<Response, PageError> {
    let association = &arrival.site.association;
    if association.factors(&account.id).await?.are_needed() {
        let token = association.begin_sign_in(&account.id).await?;
        let mut response = see_other(&format!("/-/sign-in/factor?then={}", as_parameter(then)));
        let life_s = limits::PENDING_SIGN_IN_LIFE_MS / 1_000;
        notice::append(&mut response, &cookie(PENDING_COOKIE, token, Some(life_s)));
        return Ok(response);
    }
    let mut response = see_other(then);
    arrival.sign_in(headers, &account.id, &mut response).await?;
    device::remember(arrival, &account.id, &account.password, &mut response);
    notice::tell(arrival, &mut response, Told::SignedIn);
    Ok(response)
}

/// The token of a sign-in under way, as the browser brought it.
pub(super) fn pending_token(headers: &HeaderMap) -> Option<&str> {
    let jar = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    read_cookie(jar, PENDING_COOKIE).filter(|token| token.len() <= limits::TOKEN_CHARS_MAX)
}

/// `GET /-/sign-in/factor?then=/…`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    headers: HeaderMap,
    Query(way): Query<Way>,
) -> Result<Response, PageError> {
    let then = own_path(way.then.as_deref().unwrap_or("/"));
    let Some(token) = pending_token(&headers) else { return Ok(see_other(&first_step(then))) };
    match arrival.site.association.pending_sign_in(token).await? {
        Some(account) => page(&app, &arrival, &account, then, None).await,
        None => Ok(start_again(&arrival, then)),
    }
}

/// `POST /-/sign-in/factor`
pub async fn submit(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, ACTION, "", body).await?;
    let then = own_path(field(&form, "then"));
    let token = pending_token(&headers).unwrap_or_default();
    let association = &arrival.site.association;
    let Some(account) = association.try_pending_sign_in(token).await? else {
        return Ok(start_again(&arrival, then));
    };
    let shown = take_code(&arrival, &account, &form).await?;
    let shown = match shown {
        Shown::Fits => Ok(None),
        Shown::Recovered(left) => Ok(Some(left)),
        Shown::Wrong => Err(FactorProblem::Wrong),
        Shown::WrongRecovery => Err(FactorProblem::WrongRecovery),
        Shown::Wait(wait_seconds) => Err(FactorProblem::TooMany { wait_seconds }),
    };
    let left = match shown {
        Ok(left) => left,
        Err(problem @ FactorProblem::TooMany { .. }) => {
            return page(&app, &arrival, &account, then, Some(problem)).await;
        }
        Err(_) if association.pending_sign_in(token).await?.is_none() => return Ok(start_again(&arrival, then)),
        Err(problem) => return page(&app, &arrival, &account, then, Some(problem)).await,
    };
    let mut response = see_other(then);
    if !come_in(&arrival, &headers, &account, token, &mut response).await? {
        return Ok(start_again(&arrival, then));
    }
    if let Some(left) = left {
        factor_news::tell(&app, &arrival, &account, FactorNews::RecoveryUsed).await;
        let link = NoticeLink { path: "/-/account/security".to_owned(), words: arrival.words().say("security-title") };
        notice::leave_good(&arrival, &mut response, recovered_words(&arrival, left), Some(&link));
    }
    Ok(response)
}

/// Begins the session of an account that showed both; false, when the sign-in had ended, or the account was closed
/// meanwhile.
pub(super) async fn come_in(
    arrival: &Arrival,
    headers: &HeaderMap,
    account: &str,
    token: &str,
    response: &mut Response,
) -> Result<bool, PageError> {
    let association = &arrival.site.association;
    let open = association.account(account).await?.filter(|account| !account.suspended);
    let (true, Some(open)) = (association.end_pending_sign_in(token).await?, open) else { return Ok(false) };
    arrival.sign_in_with_factor(headers, account, response).await?;
    device::remember(arrival, account, &open.password, response);
    notice::append(response, &clear_cookie(PENDING_COOKIE));
    notice::tell(arrival, response, Told::SignedIn);
    Ok(true)
}

/// Back to the password: it took too long, or too many codes did not fit.
fn start_again(arrival: &Arrival, then: &str) -> Response {
    let mut response = see_other(&first_step(then));
    forget_pending(arrival, &mut response);
    response
}

/// The sign-in under way has ended; the next page says so.
pub(super) fn forget_pending(arrival: &Arrival, response: &mut Response) {
    notice::append(response, &clear_cookie(PENDING_COOKIE));
    let sentence = arrival.words().say("factor-start-again");
    notice::leave(arrival, response, NoticeKind::Problem, &[sentence]);
}

pub(super) fn first_step(then: &str) -> String {
    format!("/-/sign-in?then={}", as_parameter(then))
}

async fn page(
    app: &App,
    arrival: &Arrival,
    account: &str,
    then: &str,
    problem: Option<FactorProblem>,
) -> Result<Response, PageError> {
    let status = match problem {
        None => StatusCode::OK,
        Some(FactorProblem::Wrong | FactorProblem::WrongRecovery) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(FactorProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
    };
    let view = SignInFactor {
        words: arrival.words(),
        then,
        forms: forms(arrival, account, "factor", problem).await?,
        form_token: &form_token::make(arrival, ACTION, ""),
    };
    Ok(host_page(app, arrival, status, &view))
}
