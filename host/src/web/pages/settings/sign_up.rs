use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;

use super::{PATH, checked, done};
use crate::storage::settings::{Setting, SignUp};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::settings;
use crate::web::step_up::{Wanted, step_up, with_typed};

pub const ACTION: &str = "settings-sign-up";

/// `POST /-/settings/sign-up`: how somebody comes to an account.
pub async fn submit(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = checked(&arrival, body, ACTION, "").await?;
    let way = SignUp::from_name(field(&form, "sign-up")).ok_or(PageError::BadRequest)?;
    if way.lets_in_more_than(arrival.site.settings.sign_up()) {
        step_up(&arrival, Wanted::Strongest, &with_typed(&arrival, PATH, &[("sign-up", way.name())])).await?;
    }
    settings::set(&app, &arrival, vec![(Setting::SignUp, way.name().to_owned())]).await?;
    Ok(done(&arrival, arrival.words().say("settings-sign-up-saved")))
}
