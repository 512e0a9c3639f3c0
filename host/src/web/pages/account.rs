use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::identity::{SESSION_COOKIE, clear_cookie};
use crate::storage::people;
use crate::storage::quota::{Budget, Level, Standing};
use crate::views::{Account, AccountRole, Space, SpaceLevel, Told};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{field, read_form};
use crate::web::respond::{host_page, see_other};
use crate::web::{form_token, notice};

const SIGN_OUT: &str = "sign-out";

/// `GET /-/account`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    let Some(card) = &arrival.visit.account else { return Ok(see_other("/-/sign-in?then=/-/account")) };
    let account = arrival.site.association.account(&card.id).await?.ok_or(PageError::NotFound)?;
    let view = Account {
        words: arrival.words(),
        name: &account.name,
        address: &account.address,
        role: match account.role {
            people::AccountRole::Admin => AccountRole::Administrator,
            people::AccountRole::Member => AccountRole::Member,
        },
        space: space(&arrival.site.association.standing(&Budget::Owner(card.id.clone())).await?),
        form_token: &form_token::make(&arrival, SIGN_OUT, ""),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
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
    let form = read_form(body).await?;
    form_token::check(&arrival, SIGN_OUT, "", field(&form, form_token::TOKEN_FIELD))?;
    arrival.site.sessions.end(&arrival.visit).await?;
    let mut response = see_other("/");
    notice::append(&mut response, &clear_cookie(SESSION_COOKIE));
    notice::tell(&arrival, &mut response, Told::SignedOut);
    Ok(response)
}
