use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{PATH, after_enrolment, tell_changed};
use crate::identity::{TOTP_SECRET_BYTES, new_totp_secret, shown_secret, totp_address, totp_step};
use crate::storage::audit::{Happening, Note};
use crate::storage::people::Proof;
use crate::views::{FactorNews, TotpSetup};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::pages::account::{account_of, sign_in_first};
use crate::web::respond::{host_page, see_other};
use crate::web::step_up::{Wanted, step_up};
use crate::web::{factor_news, form_token};

const ENROL: &str = "totp";
pub const REMOVE: &str = "totp-remove";
const TOTP_PATH: &str = "/-/account/security/totp";

/// `GET /-/account/security/totp`: a new secret, for as long as the page is open.
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(TOTP_PATH));
    }
    step_up(&arrival, Wanted::Both, TOTP_PATH).await?;
    page(&app, &arrival, &new_totp_secret(&*arrival.site.association.random), false).await
}

/// `POST /-/account/security/totp`: a code shows that the application has the secret.
pub async fn enrol(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, ENROL, "", body).await?;
    arrival.site.answered.once(&form, keep(&app, &arrival, &form)).await
}

async fn keep(app: &App, arrival: &Arrival, form: &Pairs) -> Result<Response, PageError> {
    let account = account_of(arrival)?;
    step_up(arrival, Wanted::Both, TOTP_PATH).await?;
    let association = &arrival.site.association;
    let secret = association.unseal(&purpose(arrival), field(form, "secret")).ok_or(PageError::FormExpired)?;
    let Some(step) = totp_step(&secret, field(form, "code"), association.clock.now_ms()) else {
        return page(app, arrival, &secret, true).await;
    };
    let note = Note::new(Happening::FactorAdded, arrival.doer_as(&account.id));
    association.enrol_totp(&account.id, &secret, step, &note).await?;
    let mut response = see_other(after_enrolment(arrival, &account.id).await?);
    arrival.prove(Proof::Factor, &mut response).await?;
    tell_changed(arrival, &mut response, arrival.words().say("totp-told-enrolled"));
    factor_news::tell(app, arrival, &account.id, FactorNews::TotpEnrolled).await;
    Ok(response)
}

/// `POST /-/account/security/totp/remove`
pub async fn remove(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    form_token::read(&arrival, REMOVE, "", body).await?;
    let account = account_of(&arrival)?;
    step_up(&arrival, Wanted::Both, PATH).await?;
    let note = Note::new(Happening::FactorRemoved, arrival.doer_as(&account.id));
    if arrival.site.association.remove_totp(&account.id, &note).await? {
        factor_news::tell(&app, &arrival, &account.id, FactorNews::TotpRemoved).await;
    }
    let mut response = see_other(PATH);
    tell_changed(&arrival, &mut response, arrival.words().say("totp-told-removed"));
    Ok(response)
}

/// A secret on its way through a page is good in the session that was shown it.
fn purpose(arrival: &Arrival) -> String {
    format!("veillee totp enrolment|{}", arrival.form_binding())
}

async fn page(app: &App, arrival: &Arrival, secret: &[u8], is_wrong: bool) -> Result<Response, PageError> {
    debug_assert_eq!(secret.len(), TOTP_SECRET_BYTES);
    let association = &arrival.site.association;
    let account = association.account(&account_of(arrival)?.id).await?.ok_or(PageError::NotFound)?;
    let view = TotpSetup {
        words: arrival.words(),
        address: &totp_address(&arrival.site.name, &account.address, secret),
        secret: &shown_secret(secret),
        secret_sealed: &association.seal(&purpose(arrival), secret),
        is_replacing: association.factors(&account.id).await?.totp.is_some(),
        is_wrong,
        form_token: &form_token::make(arrival, ENROL, ""),
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(host_page(app, arrival, status, &view))
}
