//! What an account is proved with beside its password.

pub mod passkeys;
pub mod recovery;
pub mod totp;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::account::sign_in_first;
use super::sessions;
use crate::storage::factors::KeptPasskey;
use crate::views::{NoticeLink, PasskeyRow, Security};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::{day, host_page, see_other};
use crate::web::{form_token, notice};

pub const PATH: &str = "/-/account/security";
pub const RECOVERY_PATH: &str = "/-/account/security/recovery";

/// `GET /-/account/security`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    let Some(account) = &arrival.visit.account else { return Ok(sign_in_first(PATH)) };
    let factors = arrival.site.association.factors(&account.id).await?;
    let kept = arrival.site.association.passkeys_of(&account.id).await?;
    let passkeys: Vec<PasskeyRow> = kept.iter().map(|passkey| row(&arrival, passkey)).collect();
    let view = Security {
        words: arrival.words(),
        totp_since: factors.totp.and_then(|totp| day(totp.created_ms)),
        totp_used: factors.totp.and_then(|totp| day(totp.used_ms)),
        totp_remove_form_token: &form_token::make(&arrival, totp::REMOVE, ""),
        passkeys: &passkeys,
        passkey_token: &form_token::make(&arrival, super::passkeys::ACTION, "add"),
        recovery_codes: factors.recovery_codes,
        has_factor: factors.are_needed(),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

fn row(arrival: &Arrival, passkey: &KeptPasskey) -> PasskeyRow {
    PasskeyRow {
        id: passkey.id.clone(),
        name: passkey.name.clone(),
        since: day(passkey.created_ms),
        used: Some(passkey.used_ms).filter(|used_ms| *used_ms > 0).and_then(day),
        rename_form_token: form_token::make(arrival, passkeys::RENAME, &passkey.id),
        remove_form_token: form_token::make(arrival, passkeys::REMOVE, &passkey.id),
    }
}

/// On to the page, which says what was done.
fn back(arrival: &Arrival, sentence: String) -> Response {
    let mut response = see_other(PATH);
    notice::leave_good(arrival, &mut response, sentence, None);
    response
}

/// Says that a factor was changed, with the way to the devices that are still signed in: a session from before may be somebody
/// else's.
pub(super) fn tell_changed(arrival: &Arrival, response: &mut Response, sentence: String) {
    let link = NoticeLink { path: sessions::PATH.to_owned(), words: arrival.words().say("security-other-devices") };
    notice::leave_good(arrival, response, sentence, Some(&link));
}

/// After a factor was enrolled: the first one is worth little to somebody who loses it and has no recovery code.
pub(super) async fn after_enrolment(arrival: &Arrival, account: &str) -> Result<&'static str, PageError> {
    let factors = arrival.site.association.factors(account).await?;
    Ok(if factors.recovery_codes == 0 { RECOVERY_PATH } else { PATH })
}
