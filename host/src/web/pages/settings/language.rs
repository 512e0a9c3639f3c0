use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;

use super::{checked, done};
use crate::storage::settings::Setting;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::settings;
use crate::words::Locale;

pub const ACTION: &str = "settings-language";

/// `POST /-/settings/language`
pub async fn submit(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = checked(&arrival, body, ACTION, "").await?;
    let locale = Locale::from_name(field(&form, "language")).ok_or(PageError::BadRequest)?;
    settings::set(&app, &arrival, vec![(Setting::Language, locale.name().to_owned())]).await?;
    Ok(done(&arrival, arrival.words().say("settings-language-saved")))
}
