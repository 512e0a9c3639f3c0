//! Whether an account was signed in on a browser before. Whoever guesses a password elsewhere then slows down strangers, and
//! not the account's own person.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::response::Response;
use data_encoding::HEXLOWER;

use super::arrival::Arrival;
use super::notice;
use crate::identity::{DEVICE_COOKIE, Door, Try, cookie, read_cookie};
use crate::limits;
use crate::storage::ids::new_id;
use crate::storage::people::Account;

const PURPOSE: &str = "veillee device";
const BETWEEN: char = '|';

/// The name of this device, when the account was signed in on it under the password that it still has.
pub fn known(arrival: &Arrival, headers: &HeaderMap, account: Option<&Account>) -> Option<String> {
    let account = account?;
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let clear = arrival.site.association.unseal(PURPOSE, read_cookie(lines, DEVICE_COOKIE)?)?;
    let text = String::from_utf8(clear).ok()?;
    let (facts, name) = text.rsplit_once(BETWEEN)?;
    (facts == facts_of(arrival, &account.id, &account.password)).then(|| name.to_owned())
}

/// Lets the browser show that this account was signed in on it.
pub fn remember(arrival: &Arrival, account: &str, password: &str, response: &mut Response) {
    let association = &arrival.site.association;
    let text = format!("{}{BETWEEN}{}", facts_of(arrival, account, password), new_id(&*association.random));
    let sealed = association.seal(PURPOSE, text.as_bytes());
    notice::append(response, &cookie(DEVICE_COOKIE, sealed, Some(limits::DEVICE_LIFE_MS / 1_000)));
}

/// With another password, whoever was in under the one before is a stranger.
fn facts_of(arrival: &Arrival, account: &str, password: &str) -> String {
    let mark = arrival.site.association.mark("veillee device of a password", password.as_bytes());
    format!("{account}{BETWEEN}{}", HEXLOWER.encode(&mark))
}

/// A password that was typed for this address.
pub fn attempt<'a>(arrival: &'a Arrival, address: &'a str, device: Option<&'a str>) -> Try<'a> {
    let client = arrival.client;
    Try { association: &arrival.site.association.id, door: Door::SignIn, address, device, client }
}

/// A mail that is asked for to this address.
pub fn mail_attempt<'a>(arrival: &'a Arrival, address: &'a str) -> Try<'a> {
    Try { door: Door::Mail, ..attempt(arrival, address, None) }
}
