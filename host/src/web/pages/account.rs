use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::identity::{AccountCard, LANGUAGE_COOKIE, SESSION_COOKIE, clear_cookie, name_problem};
use crate::storage::people;
use crate::storage::quota::{Budget, Level, Standing};
use crate::views::{Account, AccountRole, Space, SpaceLevel, Told, WelcomeProblem};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::respond::{host_page, see_other};
use crate::web::{form_token, notice};
use crate::words::{Locale, Words};

const SAVE: &str = "account";
const SIGN_OUT: &str = "sign-out";

/// Who is signed in; nobody else has an account to change.
pub fn account_of(arrival: &Arrival) -> Result<&AccountCard, PageError> {
    arrival.visit.account.as_ref().ok_or(PageError::Denied)
}

/// To the page of signing in, and from there back.
pub fn sign_in_first(then: &str) -> Response {
    see_other(&format!("/-/sign-in?then={then}"))
}

/// What was entered, kept when something does not fit.
struct Entered<'a> {
    name: &'a str,
    problem: Option<WelcomeProblem>,
    language: Locale,
}

/// `GET /-/account`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first("/-/account"));
    }
    page(&app, &arrival, None).await
}

/// `POST /-/account`: the name that others see, and the language.
pub async fn save(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, SAVE, "", body).await?;
    let account = account_of(&arrival)?;
    let language = Locale::from_name(field(&form, "language")).ok_or(PageError::BadRequest)?;
    let name = field(&form, "name").trim();
    if let Some(problem) = name_problem(name) {
        return page(&app, &arrival, Some(Entered { name, problem: Some(problem), language })).await;
    }
    arrival.site.association.set_profile(arrival.doer_as(&account.id), name, language.name()).await?;
    arrival.site.sessions.forget(&arrival.visit);
    let mut response = see_other("/-/account");
    // A language that was chosen by hand on this device goes before the account's.
    notice::append(&mut response, &clear_cookie(LANGUAGE_COOKIE));
    notice::leave_good(&arrival, &mut response, Words::of(language).say("account-told-saved"), None);
    Ok(response)
}

async fn page(app: &App, arrival: &Arrival, entered: Option<Entered<'_>>) -> Result<Response, PageError> {
    let card = account_of(arrival)?;
    let account = arrival.site.association.account(&card.id).await?.ok_or(PageError::NotFound)?;
    let status = if entered.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let kept = Locale::from_name(&account.locale).unwrap_or(arrival.locale);
    let entered = entered.unwrap_or(Entered { name: &account.name, problem: None, language: kept });
    let view = Account {
        words: arrival.words(),
        name: entered.name,
        name_problem: entered.problem,
        language: entered.language,
        address: &account.address,
        role: match account.role {
            people::AccountRole::Admin => AccountRole::Administrator,
            people::AccountRole::Member => AccountRole::Member,
        },
        space: space(&arrival.site.association.standing(&Budget::Owner(card.id.clone())).await?),
        form_token: &form_token::make(arrival, SAVE, ""),
        sign_out_form_token: &form_token::make(arrival, SIGN_OUT, ""),
    };
    Ok(host_page(app, arrival, status, &view))
}

fn space(standing: &Standing) -> Space {
    let bytes = |amount: i64| u64::try_from(amount).unwrap_or(0);
    Space {
        used_bytes: bytes(standing.used.bytes + standing.reserved_bytes),
        most_bytes: standing.allowance.hard_bytes.map(bytes),
        level: match standing.level() {
            Level::Free => SpaceLevel::Free,
            Level::Soft => SpaceLevel::Soft,
            Level::Hard => SpaceLevel::Full,
        },
    }
}

/// `POST /-/sign-out`
pub async fn sign_out(arrival: Arrival, body: Body) -> Result<Response, PageError> {
    form_token::read(&arrival, SIGN_OUT, "", body).await?;
    arrival.site.sessions.end(&arrival.visit, arrival.doer()).await?;
    let mut response = see_other("/");
    notice::append(&mut response, &clear_cookie(SESSION_COOKIE));
    notice::tell(&arrival, &mut response, Told::SignedOut);
    Ok(response)
}
