//! Proving once more who one is, before what is dangerous.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::account::{account_of, sign_in_first};
use super::codes::{Shown, forms, recovered_words, take_code};
use super::password::{present_fits, read_account};
use crate::storage::audit::{Happening, Note};
use crate::storage::people::Proof;
use crate::views::{FactorNews, FactorProblem, ProofAsk, ProofPage, ProofProblem};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::respond::{host_page, own_path, see_other};
use crate::web::step_up::{Missing, Wanted, missing, path};
use crate::web::{factor_news, form_token, notice};

const ACTION: &str = "confirm";

#[derive(Deserialize)]
pub struct Way {
    then: Option<String>,
    factor: Option<String>,
}

/// Where one wants to go, and what that needs.
struct Gate<'a> {
    then: &'a str,
    with_factor: bool,
}

impl Gate<'_> {
    fn wanted(&self) -> Wanted {
        if self.with_factor { Wanted::Both } else { Wanted::Strongest }
    }
}

/// `GET /-/confirm?then=/…`, with `factor=1` where password and second factor are both wanted.
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Query(way): Query<Way>,
) -> Result<Response, PageError> {
    let then = own_path(way.then.as_deref().unwrap_or("/-/account"));
    let Some(account) = &arrival.visit.account else { return Ok(sign_in_first(&crate::views::as_parameter(then))) };
    let gate = Gate { then, with_factor: way.factor.as_deref() == Some("1") };
    let factors = arrival.site.association.factors(&account.id).await?;
    match missing(&arrival, gate.wanted(), factors.are_needed()) {
        None => Ok(on(&arrival, then)),
        Some(missing) => page(&app, &arrival, &gate, missing, None).await,
    }
}

/// `POST /-/confirm`: the password, or a code.
pub async fn submit(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, ACTION, "", body).await?;
    let account = account_of(&arrival)?;
    let gate = Gate { then: own_path(field(&form, "then")), with_factor: field(&form, "factor") == "1" };
    if field(&form, "password").is_empty() {
        return with_code(&app, &arrival, &account.id, &gate, &form).await;
    }
    if let Some(problem) = wrong_password(&app, &arrival, &form).await? {
        return page(&app, &arrival, &gate, Missing::Password, Some(problem)).await;
    }
    // On by way of the page that asks: it knows whether something is still missing.
    let mut response = see_other(&path(gate.then, gate.with_factor));
    arrival.prove(Proof::Password, &mut response).await?;
    Ok(response)
}

async fn with_code(
    app: &App,
    arrival: &Arrival,
    account: &str,
    gate: &Gate<'_>,
    form: &Pairs,
) -> Result<Response, PageError> {
    let (shown, mut response) = (take_code(arrival, account, form).await?, on(arrival, gate.then));
    match shown {
        Shown::Fits => {}
        Shown::Recovered(left) => {
            notice::leave_good(arrival, &mut response, recovered_words(arrival, left), None);
            factor_news::tell(app, arrival, account, FactorNews::RecoveryUsed).await;
        }
        Shown::Wrong => return page(app, arrival, gate, Missing::Factor, Some(ProofProblem::WrongCode)).await,
        Shown::WrongRecovery => {
            return page(app, arrival, gate, Missing::Factor, Some(ProofProblem::WrongRecovery)).await;
        }
        Shown::Wait(wait_seconds) => {
            let problem = Some(ProofProblem::TooMany { wait_seconds });
            return page(app, arrival, gate, Missing::Factor, problem).await;
        }
    }
    arrival.prove(Proof::Factor, &mut response).await?;
    Ok(response)
}

/// Back to where one wanted to go. What was pressed there is to be pressed once more, so the page says that it goes now.
fn on(arrival: &Arrival, then: &str) -> Response {
    let mut response = see_other(then);
    notice::leave_good(arrival, &mut response, arrival.words().say("proof-told"), None);
    response
}

async fn wrong_password(app: &App, arrival: &Arrival, form: &Pairs) -> Result<Option<ProofProblem>, PageError> {
    let account = read_account(arrival).await?;
    Ok(match present_fits(app, arrival, &account, field(form, "password")).await? {
        Ok(true) => None,
        Ok(false) => {
            arrival.note(Note::of(Happening::SignInFailed)).await?;
            Some(ProofProblem::WrongPassword)
        }
        Err(wait_seconds) => Some(ProofProblem::TooMany { wait_seconds }),
    })
}

async fn page(
    app: &App,
    arrival: &Arrival,
    gate: &Gate<'_>,
    missing: Missing,
    problem: Option<ProofProblem>,
) -> Result<Response, PageError> {
    let card = account_of(arrival)?;
    let account = arrival.site.association.account(&card.id).await?.ok_or(PageError::NotFound)?;
    let status = match problem {
        None => StatusCode::OK,
        Some(ProofProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let code_problem = problem.as_ref().and_then(|problem| match problem {
        ProofProblem::WrongCode => Some(FactorProblem::Wrong),
        ProofProblem::WrongRecovery => Some(FactorProblem::WrongRecovery),
        ProofProblem::TooMany { wait_seconds } => Some(FactorProblem::TooMany { wait_seconds: *wait_seconds }),
        ProofProblem::WrongPassword => None,
    });
    let forms = forms(arrival, &card.id, "confirm", code_problem).await?;
    let view = ProofPage {
        words: arrival.words(),
        address: &account.address,
        then: gate.then,
        with_factor: gate.with_factor,
        ask: if missing == Missing::Password { ProofAsk::Password } else { ProofAsk::Factor },
        forms,
        problem,
        form_token: &form_token::make(arrival, ACTION, ""),
    };
    Ok(host_page(app, arrival, status, &view))
}
