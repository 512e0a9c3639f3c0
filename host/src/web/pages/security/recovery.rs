use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{PATH, RECOVERY_PATH};
use crate::identity::{new_recovery_codes, recovery_code};
use crate::storage::audit::{Happening, Note};
use crate::views::{FactorNews, Recovery, RecoveryCard};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::pages::account::{account_of, sign_in_first};
use crate::web::respond::{day, host_page, see_other};
use crate::web::step_up::{Wanted, step_up};
use crate::web::{factor_news, form_token};

const MAKE: &str = "recovery";

/// `GET /-/account/security/recovery`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    let Some(account) = &arrival.visit.account else { return Ok(sign_in_first(RECOVERY_PATH)) };
    step_up(&arrival, Wanted::Both, RECOVERY_PATH).await?;
    let factors = arrival.site.association.factors(&account.id).await?;
    if !factors.are_needed() {
        return Ok(see_other(PATH));
    }
    let view = Recovery {
        words: arrival.words(),
        left: factors.recovery_codes,
        form_token: &form_token::make(&arrival, MAKE, ""),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `POST /-/account/security/recovery`: a new set, shown on the answer and never again.
pub async fn make(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    form_token::read(&arrival, MAKE, "", body).await?;
    let card = account_of(&arrival)?;
    step_up(&arrival, Wanted::Both, RECOVERY_PATH).await?;
    let association = &arrival.site.association;
    if !association.factors(&card.id).await?.are_needed() {
        return Ok(see_other(PATH));
    }
    let account = association.account(&card.id).await?.ok_or(PageError::NotFound)?;
    let codes = new_recovery_codes(&*association.random);
    let kept: Vec<String> = codes.iter().filter_map(|code| recovery_code(code)).collect();
    let note = Note::new(Happening::RecoveryCodesMade, arrival.doer_as(&card.id));
    association.replace_recovery_codes(&card.id, &kept, &note).await?;
    factor_news::tell(&app, &arrival, &card.id, FactorNews::RecoveryMade).await;
    let view = RecoveryCard {
        words: arrival.words(),
        association_name: &arrival.site.name,
        address: &account.address,
        codes: &codes,
        made: day(association.clock.now_ms()),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}
