use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::sign_in_factor::after_password;
use super::{passkeys, regret};
use crate::identity::PasswordError;
use crate::storage::audit::{Happening, Note};
use crate::storage::people::Account;
use crate::storage::settings::SignUp;
use crate::views::{SignIn, SignInProblem};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::respond::{host_page, own_path, retry_after};
use crate::web::{device, form_token};
use crate::words::Words;

const ACTION: &str = "sign-in";
/// When to come back while too many passwords are worked on.
pub(super) const BUSY_S: u64 = 5;

/// Too much at this moment: how long to wait.
pub(super) fn busy_words(words: &Words, wait_s: u64) -> String {
    let wait = words.wait(wait_s);
    words.say_with("sign-in-too-many", &[("wait", (&wait).into())])
}

#[derive(Deserialize)]
pub struct Way {
    then: Option<String>,
}

/// `GET /-/sign-in?then=/…`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival, Query(way): Query<Way>) -> Response {
    page(&app, &arrival, "", own_path(way.then.as_deref().unwrap_or("/")), None)
}

/// `POST /-/sign-in`. A known and an unknown address take the same time and get the same page.
pub async fn submit(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, ACTION, "", body).await?;
    let (address, then) = (field(&form, "address"), own_path(field(&form, "then")));
    let account = arrival.site.association.account_by_address(address).await?;
    let device = device::known(&arrival, &headers, account.as_ref());
    let too_many = |wait_seconds| page(&app, &arrival, address, then, Some(SignInProblem::TooMany { wait_seconds }));
    let pass = match app.throttle.enter(&device::attempt(&arrival, address, device.as_deref())) {
        Ok(pass) => pass,
        Err(wait_s) => return Ok(too_many(wait_s)),
    };
    let (password, kept) = (field(&form, "password"), account.as_ref().map(|account| account.password.as_str()));
    let fits = match app.passwords.verify(password, kept).await {
        Ok(fits) => fits,
        Err(PasswordError::Busy) => {
            pass.forget();
            return Ok(too_many(BUSY_S));
        }
        Err(error) => return Err(error.into()),
    };
    if let Some(account) = account.as_ref().filter(|account| fits && account.suspended) {
        if let Some(way_back) = regret::way_back(&arrival, account).await? {
            pass.went_well();
            return Ok(way_back);
        }
        if arrival.site.association.held_since_ms(&account.id).await?.is_some() {
            pass.went_well();
            return Ok(page(&app, &arrival, address, then, Some(SignInProblem::OnHold)));
        }
    }
    let known = account.as_ref().map_or("", |account| account.id.as_str()).to_owned();
    let Some(mut account) = account.filter(|account| fits && !account.suspended) else {
        // For an address that nobody has as well, so that the answer takes as long.
        arrival.note(Note::of(Happening::SignInFailed).person(&known)).await?;
        return Ok(page(&app, &arrival, address, then, Some(SignInProblem::Refused)));
    };
    pass.went_well();
    raise_hash(&app, &arrival, password, &mut account).await;
    after_password(&arrival, &headers, &account, then).await
}

/// Where limits on hashing rose since the password was chosen, it is hashed anew: now it is known.
async fn raise_hash(app: &App, arrival: &Arrival, password: &str, account: &mut Account) {
    let Some(raised) = app.passwords.raised(password, &account.password).await else { return };
    match arrival.site.association.raise_hash(&account.id, &account.password, &raised).await {
        Ok(()) => account.password = raised,
        // Whoever signs in is let in all the same; the next time is as good.
        Err(error) => tracing::debug!(%error, "a password stays hashed by lower limits"),
    }
}

fn page(app: &App, arrival: &Arrival, address: &str, then: &str, problem: Option<SignInProblem>) -> Response {
    let (status, wait_s) = match problem {
        None => (StatusCode::OK, None),
        Some(SignInProblem::Refused | SignInProblem::OnHold) => (StatusCode::UNPROCESSABLE_ENTITY, None),
        Some(SignInProblem::TooMany { wait_seconds }) => (StatusCode::TOO_MANY_REQUESTS, Some(wait_seconds)),
    };
    let view = SignIn {
        words: arrival.words(),
        association_name: &arrival.site.name,
        address,
        then,
        problem,
        was_known: problem.is_none() && arrival.token.is_some() && arrival.visit.session.is_none(),
        may_join: arrival.site.settings.sign_up() == SignUp::Open,
        form_token: &form_token::make(arrival, ACTION, ""),
        passkey_token: form_token::make(arrival, passkeys::ACTION, "sign-in"),
    };
    retry_after(host_page(app, arrival, status, &view), wait_s)
}
