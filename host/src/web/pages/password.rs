use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::account::{account_of, sign_in_first};
use super::sign_in::BUSY_S;
use crate::identity::{PasswordError, check_password};
use crate::storage::people::{Account, Proof};
use crate::views::{NoticeKind, PasswordPage, PasswordProblem, PasswordWay};
use crate::web::account_mail::{Done, Warning};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::respond::{host_page, retry_after, see_other};
use crate::web::step_up::{Wanted, step_up};
use crate::web::{device, form_token, notice};

const CHANGE: &str = "password";
const PATH: &str = "/-/account/password";
/// Of the box that ends what programs come in with.
const END_TOKENS: &str = "end-tokens";

/// What led here: `alarm`, when somebody else was in the account.
#[derive(Deserialize)]
pub struct Why {
    because: Option<String>,
}

impl Why {
    fn way(&self) -> PasswordWay<'static> {
        if self.because.as_deref() == Some("alarm") { PasswordWay::Alarm } else { PasswordWay::Known }
    }
}

/// `GET /-/account/password`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Query(why): Query<Why>,
) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(PATH));
    }
    step_up(&arrival, Wanted::BesidePassword, &arrival.asked).await?;
    let account = read_account(&arrival).await?;
    page(&app, &arrival, &account, Shown { way: why.way(), problem: None, ends_tokens: true }).await
}

/// The page as it is to be shown.
struct Shown {
    way: PasswordWay<'static>,
    problem: Option<PasswordProblem>,
    ends_tokens: bool,
}

/// `POST /-/account/password`: whoever knows the present one puts another in its place. Every other session of the account
/// ends, its tokens and app passwords too where that is wished, and this one goes on under a new secret.
pub async fn change(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Query(why): Query<Why>,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, CHANGE, "", body).await?;
    arrival.site.answered.once(&form, change_known(&app, &arrival, why.way(), &form)).await
}

async fn change_known(
    app: &App,
    arrival: &Arrival,
    way: PasswordWay<'static>,
    form: &Pairs,
) -> Result<Response, PageError> {
    let account = read_account(arrival).await?;
    step_up(arrival, Wanted::BesidePassword, PATH).await?;
    let ends_tokens = !field(form, END_TOKENS).is_empty();
    let refused = |problem| Shown { way, problem: Some(problem), ends_tokens };
    if let Some(problem) = problem(app, arrival, &account, form).await? {
        return page(app, arrival, &account, refused(problem)).await;
    }
    let hash = match app.passwords.hash(field(form, "new")).await {
        Err(PasswordError::Busy) => {
            let busy = PasswordProblem::TooMany { wait_seconds: BUSY_S };
            return page(app, arrival, &account, refused(busy)).await;
        }
        hashed => hashed?,
    };
    let kept = arrival.visit.session.as_deref().ok_or(PageError::Denied)?;
    let association = &arrival.site.association;
    let has_tokens = ends_tokens && association.count_tokens_of(&account.id).await? > 0;
    let warning = Warning::new(app, arrival, &account, Done::PasswordChanged { ends_tokens: has_tokens });
    let ending = ends_tokens.then(|| arrival.doer());
    let ended = association.change_password((&account.id, kept), &hash, ending, &warning.mail()).await?;
    let mut response = see_other("/-/account");
    arrival.prove(Proof::Password, &mut response).await?;
    device::remember(arrival, &account.id, &hash, &mut response);
    let said = [Some(arrival.words().say("password-told")), tokens_told(arrival, ended.tokens)];
    notice::leave(arrival, &mut response, NoticeKind::Good, &said.into_iter().flatten().collect::<Vec<_>>());
    Ok(response)
}

/// What became of programs that came in; none, when there were none.
pub(super) fn tokens_told(arrival: &Arrival, ended: u64) -> Option<String> {
    (ended > 0).then(|| arrival.words().say_with("password-told-tokens", &[("count", ended.into())]))
}

pub(super) async fn read_account(arrival: &Arrival) -> Result<Account, PageError> {
    arrival.site.association.account(&account_of(arrival)?.id).await?.ok_or(PageError::NotFound)
}

/// What costs nothing is looked at first.
async fn problem(
    app: &App,
    arrival: &Arrival,
    account: &Account,
    form: &Pairs,
) -> Result<Option<PasswordProblem>, PageError> {
    let new = field(form, "new");
    let own = [account.name.as_str(), account.address.as_str(), arrival.site.name.as_str()];
    match check_password(&app.passwords, new, &own).await {
        Ok(None) => {}
        Ok(Some(problem)) => return Ok(Some(PasswordProblem::New(problem))),
        Err(PasswordError::Busy) => return Ok(Some(PasswordProblem::TooMany { wait_seconds: BUSY_S })),
        Err(error) => return Err(error.into()),
    }
    if new != field(form, "again") {
        return Ok(Some(PasswordProblem::Differs));
    }
    Ok(match present_fits(app, arrival, account, field(form, "present")).await? {
        Ok(true) => None,
        Ok(false) => Some(PasswordProblem::Wrong),
        Err(wait_seconds) => Some(PasswordProblem::TooMany { wait_seconds }),
    })
}

/// Whether somebody who is signed in knows their password, or how many seconds they wait: a session that was left open is
/// no way to guess it.
pub(super) async fn present_fits(
    app: &App,
    arrival: &Arrival,
    account: &Account,
    password: &str,
) -> Result<Result<bool, u64>, PageError> {
    let session = arrival.visit.session_key();
    let pass = match app.throttle.enter(&device::attempt(arrival, &account.address, Some(&session))) {
        Ok(pass) => pass,
        Err(wait_s) => return Ok(Err(wait_s)),
    };
    match app.passwords.verify(password, Some(&account.password)).await {
        Ok(true) => {
            pass.went_well();
            Ok(Ok(true))
        }
        Ok(false) => Ok(Ok(false)),
        Err(PasswordError::Busy) => {
            pass.forget();
            Ok(Err(BUSY_S))
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(app: &App, arrival: &Arrival, account: &Account, shown: Shown) -> Result<Response, PageError> {
    let (status, wait_s) = status_of(shown.problem);
    let view = PasswordPage {
        words: arrival.words(),
        way: shown.way,
        address: &account.address,
        problem: shown.problem,
        tokens: arrival.site.association.count_tokens_of(&account.id).await?,
        ends_tokens: shown.ends_tokens,
        form_token: &form_token::make(arrival, CHANGE, ""),
    };
    Ok(retry_after(host_page(app, arrival, status, &view), wait_s))
}

/// And the seconds to wait.
pub(super) fn status_of(problem: Option<PasswordProblem>) -> (StatusCode, Option<u64>) {
    match problem {
        None => (StatusCode::OK, None),
        Some(PasswordProblem::TooMany { wait_seconds }) => (StatusCode::TOO_MANY_REQUESTS, Some(wait_seconds)),
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, None),
    }
}
