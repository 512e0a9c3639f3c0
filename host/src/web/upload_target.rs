//! Where files of an upload control go: printed sealed by the control, opened when the file comes.

use super::arrival::Arrival;
use super::error::PageError;
use crate::identity::Visit;
use crate::limits;
use crate::storage::ids::token_digest;
use crate::storage::uploads::{self, Allowed, Target};

/// The hidden field of the control. Names that start with `veillee-` are the host's.
pub const FIELD: &str = "veillee-upload";

const BETWEEN: &str = "\u{1F}";

fn purpose(binding: &str) -> String {
    format!("veillee upload|{binding}")
}

/// No right: whoever copies it gains nothing, because the caller is asked.
pub fn seal(arrival: &Arrival, target: &Target) -> String {
    let association = &arrival.site.association;
    let ends_ms = association.clock.now_ms().saturating_add(limits::FORM_TOKEN_LIFE_MS);
    let parts = [&ends_ms.to_string(), &target.service, &target.into, &target.collection, &target.blob];
    let clear = parts.map(String::as_str).join(BETWEEN);
    association.seal(&purpose(&arrival.form_binding()), clear.as_bytes())
}

/// Good for the session it was printed for; also for the browser that it was printed for before its first file made it a
/// session.
pub fn open(arrival: &Arrival, token: &str) -> Option<Target> {
    let association = &arrival.site.association;
    let unseal = |binding: &str| association.unseal(&purpose(binding), token);
    let clear = unseal(&arrival.form_binding()).or_else(|| unseal(arrival.form_cookie.as_deref()?))?;
    let clear = String::from_utf8(clear).ok()?;
    let mut parts = clear.split(BETWEEN).map(str::to_owned);
    let ends_ms: i64 = parts.next()?.parse().ok()?;
    let (service, into, collection, blob) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    (ends_ms > association.clock.now_ms()).then_some(Target { service, collection, into, blob })
}

/// Asks whether this caller may bring a file there, before any byte of it is read or kept.
pub async fn ask(arrival: &Arrival, visit: &Visit, target: &Target) -> Result<Allowed, PageError> {
    let association = &arrival.site.association;
    Ok(uploads::allowed(association, &association.moment(), &visit.caller, target).await?)
}

/// The names under which this caller may hold uploads; new ones get the first. An account finds its uploads again after
/// signing in anew; a visitor's stay with the session or the browser.
pub fn holders(arrival: &Arrival, visit: &Visit) -> Vec<String> {
    let principal = visit.caller.principal().map(|id| format!("principal:{}", id.0));
    let session = visit.session.as_ref().map(|_| format!("session:{}", visit.session_key()));
    let cookie = arrival.form_cookie.as_ref().or_else(|| arrival.new_form_cookie.get());
    let browser = cookie.map(|cookie| browser(cookie));
    principal.into_iter().chain(session).chain(browser).collect()
}

/// The name of a browser without session, known by its form cookie.
pub fn browser(cookie: &str) -> String {
    format!("browser:{}", data_encoding::HEXLOWER.encode(&token_digest(cookie)))
}
