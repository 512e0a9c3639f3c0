//! The passkeys of one's own account: named and removed. They are made in `pages/passkeys.rs`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;

use super::{PATH, back, tell_changed};
use crate::limits;
use crate::storage::audit::{Happening, Note};
use crate::views::{FactorNews, NoticeKind};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field, read_form};
use crate::web::pages::account::account_of;
use crate::web::respond::see_other;
use crate::web::step_up::{Wanted, step_up};
use crate::web::{factor_news, form_token, notice};

pub const RENAME: &str = "passkey-name";
pub const REMOVE: &str = "passkey-remove";

/// `POST /-/account/security/passkeys/name`
pub async fn rename(arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = checked(&arrival, RENAME, body).await?;
    let account = account_of(&arrival)?;
    let name = field(&form, "name").trim();
    if name.is_empty() || name.chars().any(char::is_control) || name.chars().count() > limits::NAME_CHARS_MAX {
        let mut response = see_other(PATH);
        let sentence = arrival.words().say("passkey-name-wrong");
        notice::leave(&arrival, &mut response, NoticeKind::Problem, &[sentence]);
        return Ok(response);
    }
    let words = arrival.words();
    let is_there = arrival.site.association.rename_passkey(&account.id, field(&form, "passkey"), name).await?;
    let told = if is_there { words.say("passkey-told-named") } else { words.say("passkey-told-gone") };
    Ok(back(&arrival, told))
}

/// `POST /-/account/security/passkeys/remove`. One that is gone already is no mistake of the person.
pub async fn remove(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = checked(&arrival, REMOVE, body).await?;
    let account = account_of(&arrival)?;
    step_up(&arrival, Wanted::Both, PATH).await?;
    let words = arrival.words();
    let id = field(&form, "passkey");
    let note = Note::new(Happening::PasskeyRemoved, arrival.doer_as(&account.id)).about(id);
    let was_there = arrival.site.association.remove_passkey(&account.id, id, &note).await?;
    if was_there {
        factor_news::tell(&app, &arrival, &account.id, FactorNews::PasskeyRemoved).await;
    }
    if !was_there {
        return Ok(back(&arrival, words.say("passkey-told-gone")));
    }
    let mut response = see_other(PATH);
    tell_changed(&arrival, &mut response, words.say("passkey-told-removed"));
    Ok(response)
}

async fn checked(arrival: &Arrival, action: &str, body: Body) -> Result<Pairs, PageError> {
    let form = read_form(body).await?;
    form_token::check(arrival, action, field(&form, "passkey"), field(&form, form_token::TOKEN_FIELD))?;
    Ok(form)
}
