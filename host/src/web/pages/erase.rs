//! The erasure of one's own account.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::account::sign_in_first;
use super::password::{present_fits, read_account};
use super::{regret, trash};
use crate::identity::{SESSION_COOKIE, clear_cookie};
use crate::storage::audit::{Happening, Note};
use crate::storage::people::Account;
use crate::storage::rights::{Asked, Erasure};
use crate::storage::shape::{OnErasure, Shape};
use crate::views::{Erase, EraseProblem, ErasureFate, ErasureRow, Letter, LetterButton};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::respond::{day, host_page, retry_after, see_other};
use crate::web::step_up::{Wanted, step_up};
use crate::web::{form_token, notice, post};
use crate::words::{Locale, Words};

const ACTION: &str = "erase";
const PATH: &str = "/-/account/erase";

/// `GET /-/account/erase`: says plainly what will happen.
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(PATH));
    }
    step_up(&arrival, Wanted::BesidePassword, PATH).await?;
    let account = read_account(&arrival).await?;
    page(&app, &arrival, &account, None).await
}

/// `POST /-/account/erase`: the account is closed at once, and erased when the days of regret are over.
pub async fn submit(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, ACTION, "", body).await?;
    arrival.site.answered.once(&form, close(&app, &arrival, &form)).await
}

async fn close(app: &App, arrival: &Arrival, form: &Pairs) -> Result<Response, PageError> {
    let account = read_account(arrival).await?;
    step_up(arrival, Wanted::BesidePassword, PATH).await?;
    match present_fits(app, arrival, &account, field(form, "password")).await? {
        Ok(true) => {}
        Ok(false) => {
            arrival.note(Note::of(Happening::SignInFailed).person(&account.id)).await?;
            return page(app, arrival, &account, Some(EraseProblem::Wrong)).await;
        }
        Err(wait_seconds) => {
            return page(app, arrival, &account, Some(EraseProblem::TooMany { wait_seconds })).await;
        }
    }
    let asked = arrival.site.association.ask_erasure(&account.id, arrival.doer_as(&account.id)).await?;
    let erasure = match asked {
        Asked::Noted(erasure) => erasure,
        Asked::LastAdministrator => {
            return page(app, arrival, &account, Some(EraseProblem::LastAdministrator)).await;
        }
        Asked::Nothing => return Err(PageError::Conflict),
    };
    if let Err(error) = write_letter(app, arrival, &account, &erasure).await {
        // The way back by signing in is open all the same.
        tracing::warn!(error, "the letter about an erasure could not be posted");
    }
    let words = arrival.words();
    let mut response = see_other("/");
    notice::append(&mut response, &clear_cookie(SESSION_COOKIE));
    let said = words.say_with("erase-told", &[("day", (&day_words(words, &erasure)).into())]);
    notice::leave_good(arrival, &mut response, said, None);
    Ok(response)
}

async fn write_letter(app: &App, arrival: &Arrival, account: &Account, erasure: &Erasure) -> Result<(), String> {
    let site = &arrival.site;
    let locale = Locale::from_name(&account.locale).unwrap_or(site.locale);
    let words = Words::of(locale);
    let ends = day_words(words, erasure);
    let path = regret::path(&site.association, &account.id, erasure);
    let letter = Letter {
        subject: words.say_with("erase-letter-subject", &[("day", (&ends).into())]),
        paragraphs: vec![
            words.say("erase-letter-first"),
            words.say_with("erase-letter-second", &[("day", (&ends).into())]),
        ],
        button: Some(LetterButton {
            words: words.say("erase-letter-button"),
            address: format!("{}{path}", app.origin_of(site)),
        }),
        footnote: Some(words.say("erase-letter-footnote")),
    };
    let written = post::write(app, site, locale, &letter);
    let mail = post::mail(&written, &account.address, "", Some(erasure.due_ms));
    site.association.post(&mail).await.map(drop).map_err(|error| error.to_string())
}

fn day_words(words: &Words, erasure: &Erasure) -> String {
    day(erasure.due_ms).map(|day| words.day(day)).unwrap_or_default()
}

async fn page(
    app: &App,
    arrival: &Arrival,
    account: &Account,
    problem: Option<EraseProblem>,
) -> Result<Response, PageError> {
    let (status, wait_s) = match problem {
        None => (StatusCode::OK, None),
        Some(EraseProblem::TooMany { wait_seconds }) => (StatusCode::TOO_MANY_REQUESTS, Some(wait_seconds)),
        Some(EraseProblem::Wrong | EraseProblem::LastAdministrator) => (StatusCode::UNPROCESSABLE_ENTITY, None),
    };
    let rows = rows(app, arrival, &account.id).await?;
    let view = Erase {
        words: arrival.words(),
        address: &account.address,
        rows: &rows,
        problem,
        form_token: &form_token::make(arrival, ACTION, ""),
    };
    Ok(retry_after(host_page(app, arrival, status, &view), wait_s))
}

/// What an erasure does with what a person made or owns.
pub async fn rows(app: &App, arrival: &Arrival, person: &str) -> Result<Vec<ErasureRow>, PageError> {
    let counts = arrival.site.association.own_counts(person).await?;
    Ok(counts.iter().map(|(shape, count)| row(app, arrival, shape, *count)).collect())
}

fn row(app: &App, arrival: &Arrival, shape: &Shape, count: u64) -> ErasureRow {
    let fate = match shape.on_erasure {
        OnErasure::KeepWithoutName => ErasureFate::Kept,
        OnErasure::Delete if shape.is_container() => ErasureFate::DeletedWhole,
        OnErasure::Delete => ErasureFate::Deleted,
    };
    ErasureRow { kind: trash::kind(app, arrival, shape.service(), &shape.name), count, fate }
}
