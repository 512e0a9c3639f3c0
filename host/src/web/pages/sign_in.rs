use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::passkeys;
use super::sign_in_factor::after_password;
use crate::identity::PasswordError;
use crate::views::{SignIn, SignInProblem};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::forms::field;
use crate::web::respond::{host_page, own_path};

const ACTION: &str = "sign-in";
/// When to come back while too many passwords are worked on.
pub(super) const BUSY_S: u64 = 5;

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
    let kept = account.as_ref().map(|account| account.password.as_str());
    let fits = match app.passwords.verify(field(&form, "password"), kept).await {
        Ok(fits) => fits,
        Err(PasswordError::Busy) => {
            return Ok(page(&app, &arrival, address, then, Some(SignInProblem::TooMany { wait_seconds: BUSY_S })));
        }
        Err(error) => return Err(error.into()),
    };
    let Some(account) = account.filter(|account| fits && !account.suspended) else {
        return Ok(page(&app, &arrival, address, then, Some(SignInProblem::Refused)));
    };
    after_password(&arrival, &headers, &account.id, then).await
}

fn page(app: &App, arrival: &Arrival, address: &str, then: &str, problem: Option<SignInProblem>) -> Response {
    let status = match problem {
        None => StatusCode::OK,
        Some(SignInProblem::Refused) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(SignInProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
    };
    let view = SignIn {
        words: arrival.words(),
        association_name: &arrival.site.name,
        address,
        then,
        problem,
        form_token: &form_token::make(arrival, ACTION, ""),
        passkey_token: form_token::make(arrival, passkeys::ACTION, "sign-in"),
    };
    host_page(app, arrival, status, &view)
}
