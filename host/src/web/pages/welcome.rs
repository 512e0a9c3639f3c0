use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use crate::identity::check_person;
use crate::storage::people::{AccountRole, NewAccount};
use crate::views::{Told, Welcome, WelcomeProblem, WelcomeWay};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::respond::{host_page, see_other};
use crate::web::{device, form_token, notice};

const ACTION: &str = "welcome";

/// What was entered, kept when something does not fit.
#[derive(Default)]
struct Entered {
    name: String,
    address: String,
    problems: Vec<WelcomeProblem>,
}

/// `GET /-/welcome/<token>`: the one-time administrator link.
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    if !arrival.site.association.setup_link_is_good(&token).await? {
        return Err(PageError::NotFound);
    }
    Ok(page(&app, &arrival, &token, &Entered::default()))
}

/// `POST /-/welcome/<token>`: makes the account and uses the link up, both or neither.
pub async fn submit(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, ACTION, &token, body).await?;
    let association = &arrival.site.association;
    if !association.setup_link_is_good(&token).await? {
        return Err(PageError::NotFound);
    }
    let password = field(&form, "password");
    let [name, address] = ["name", "address"].map(|name| field(&form, name).trim().to_owned());
    let problems = check_person(&app.passwords, (&name, &address, password), &arrival.site.name).await?;
    let entered = Entered { name, address, problems };
    if !entered.problems.is_empty() {
        return Ok(page(&app, &arrival, &token, &entered));
    }
    let hash = app.passwords.hash(password).await?;
    let new = NewAccount {
        address: &entered.address,
        name: &entered.name,
        password: &hash,
        role: AccountRole::Admin,
        locale: arrival.locale.name(),
    };
    let id = association.use_setup_link(&token, &new, arrival.kept_device()).await?.ok_or(PageError::NotFound)?;
    let mut response = see_other("/");
    arrival.sign_in(&headers, &id, &mut response).await?;
    device::remember(&arrival, &id, &hash, &mut response);
    notice::tell(&arrival, &mut response, Told::Welcomed);
    Ok(response)
}

fn page(app: &App, arrival: &Arrival, token: &str, entered: &Entered) -> Response {
    let status = if entered.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = Welcome {
        words: arrival.words(),
        way: WelcomeWay::First,
        action_path: &format!("/-/welcome/{token}"),
        name: &entered.name,
        address: &entered.address,
        problems: &entered.problems,
        problem: None,
        form_token: &form_token::make(arrival, ACTION, token),
    };
    host_page(app, arrival, status, &view)
}
