//! Tokens and app passwords of one's own.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use veillee_ambient::{MILLIS_PER_DAY, Millis};

use super::account::{account_of, sign_in_first};
use crate::limits;
use crate::storage::ids::new_id;
use crate::storage::people::{NewToken, OwnToken, TokenError, TokenKind};
use crate::storage::sql::DatabaseError;
use crate::views::{MadeToken, TokenEnd, TokenEntered, TokenProblem, TokenRow, Tokens};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field, read_form};
use crate::web::respond::{day, host_page, see_other, service_links};
use crate::web::standing::service_title;
use crate::web::step_up::{Typed, Wanted, step_up, with_typed};
use crate::web::{form_token, notice};

const CREATE: &str = "token-create";
const END: &str = "token-end";
const PATH: &str = "/-/account/tokens";

/// Of a form that was sent before somebody was asked who they are.
fn entered_before(form: &Pairs) -> Option<TokenEntered<'_>> {
    let kind = TokenKind::from_name(field(form, "kind"))?;
    Some(TokenEntered {
        is_app_password: kind == TokenKind::AppPassword,
        name: field(form, "name"),
        service: field(form, "service"),
        writes: field(form, "access") == "write",
        end: TokenEnd::from_name(field(form, "ends")).unwrap_or(TokenEnd::Quarter),
        problem: None,
    })
}

/// `GET /-/account/tokens`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Query(typed): Query<Typed>,
) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(PATH));
    }
    page(&app, &arrival, entered_before(&typed.fields(&arrival)), None).await
}

/// `POST /-/account/tokens`: answers with the only page that the secret is on. The same form again makes no second one.
pub async fn create(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = read_form(body).await?;
    let id = field(&form, "id");
    form_token::check(&arrival, CREATE, id, field(&form, form_token::TOKEN_FIELD))?;
    let account = account_of(&arrival)?;
    let kind = TokenKind::from_name(field(&form, "kind")).ok_or(PageError::BadRequest)?;
    let is_app_password = kind == TokenKind::AppPassword;
    let (name, service) = (field(&form, "name").trim(), field(&form, "service"));
    let known = service.is_empty() || services(&app, &arrival).iter().any(|(name, _)| name == service);
    if !known || (is_app_password && service.is_empty()) {
        return Err(PageError::BadRequest);
    }
    let writes = is_app_password || field(&form, "access") == "write";
    // Whoever set up a telephone does not do it again each month.
    let end = if is_app_password { Some(TokenEnd::None) } else { TokenEnd::from_name(field(&form, "ends")) };
    let end = end.ok_or(PageError::BadRequest)?;
    let fields = ["kind", "name", "service", "access", "ends"].map(|name| (name, field(&form, name)));
    step_up(&arrival, Wanted::Strongest, &with_typed(&arrival, PATH, &fields)).await?;
    let entered = |problem| TokenEntered { is_app_password, name, service, writes, end, problem: Some(problem) };
    if let Some(problem) = name_problem(name) {
        return page(&app, &arrival, Some(entered(problem)), None).await;
    }
    let ends_ms = end_ms(end, arrival.site.association.clock.now_ms());
    let service = Some(service).filter(|service| !service.is_empty());
    let new =
        NewToken { id, principal: &account.id, kind, name, service, writes, ends_ms, device: arrival.kept_device() };
    match arrival.site.association.create_token(new).await {
        Ok(secret) => page(&app, &arrival, None, Some((name, &secret, is_app_password))).await,
        Err(TokenError::TooMany) => page(&app, &arrival, Some(entered(TokenProblem::TooMany)), None).await,
        Err(TokenError::Database(DatabaseError::Taken)) => Ok(back(&arrival, arrival.words().say("tokens-told-again"))),
        Err(TokenError::Database(error)) => Err(error.into()),
    }
}

/// `POST /-/account/tokens/end`: one of one's own, from the next request on. One that is gone already is no mistake of the person.
pub async fn end(arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = read_form(body).await?;
    let id = field(&form, "id");
    form_token::check(&arrival, END, id, field(&form, form_token::TOKEN_FIELD))?;
    let account = account_of(&arrival)?;
    let ended = arrival.site.association.end_token_of(&account.id, id, arrival.kept_device()).await?;
    let words = arrival.words();
    Ok(back(&arrival, if ended { words.say("tokens-told-ended") } else { words.say("tokens-told-gone") }))
}

async fn page(
    app: &App,
    arrival: &Arrival,
    entered: Option<TokenEntered<'_>>,
    made: Option<(&str, &str, bool)>,
) -> Result<Response, PageError> {
    let card = account_of(arrival)?;
    let association = &arrival.site.association;
    let account = association.account(&card.id).await?.ok_or(PageError::NotFound)?;
    let tokens = association.tokens_of(&card.id).await?;
    let rows: Vec<TokenRow> = tokens.iter().map(|token| row(app, arrival, token)).collect();
    let new_id = new_id(&*association.random);
    let has_problem = entered.is_some_and(|entered| entered.problem.is_some());
    let status = if has_problem { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let made = made.map(|(name, secret, is_app_password)| MadeToken {
        name,
        secret,
        is_app_password,
        address: &account.address,
    });
    let view = Tokens {
        words: arrival.words(),
        tokens: &rows,
        made,
        services: &services(app, arrival),
        entered,
        form_token: &form_token::make(arrival, CREATE, &new_id),
        new_id: &new_id,
    };
    Ok(host_page(app, arrival, status, &view))
}

fn row(app: &App, arrival: &Arrival, token: &OwnToken) -> TokenRow {
    let now_ms = arrival.site.association.clock.now_ms();
    let ago = |used_ms: Millis| u64::try_from(now_ms.saturating_sub(used_ms) / 1_000).unwrap_or(0);
    TokenRow {
        id: token.id.clone(),
        name: token.name.clone(),
        is_app_password: token.kind == TokenKind::AppPassword,
        service_title: token.service.as_deref().map(|service| service_title(app, arrival, service)),
        writes: token.writes,
        used_seconds_ago: token.used_ms.map(ago),
        ends: (token.ends_ms < Millis::MAX).then(|| day(token.ends_ms)).flatten(),
        has_ended: token.ends_ms <= now_ms,
        end_form_token: form_token::make(arrival, END, &token.id),
    }
}

/// Names and titles of the services of the menu.
fn services(app: &App, arrival: &Arrival) -> Vec<(String, String)> {
    let links = service_links(app, arrival, None).into_iter();
    links.map(|link| (link.path.trim_start_matches('/').to_owned(), link.title)).collect()
}

fn name_problem(name: &str) -> Option<TokenProblem> {
    if name.is_empty() || name.chars().any(char::is_control) {
        return Some(TokenProblem::NameMissing);
    }
    (name.chars().count() > limits::NAME_CHARS_MAX).then_some(TokenProblem::NameLong)
}

fn end_ms(end: TokenEnd, now_ms: Millis) -> Millis {
    end.days().map_or(Millis::MAX, |days| now_ms.saturating_add(days * MILLIS_PER_DAY))
}

fn back(arrival: &Arrival, told: String) -> Response {
    let mut response = see_other(PATH);
    notice::leave_good(arrival, &mut response, told, None);
    response
}
