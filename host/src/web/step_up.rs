//! Before what is dangerous, a person proves who they are once more: whoever finds an open session cannot do everything in it.

use super::arrival::Arrival;
use super::error::PageError;
use crate::limits;
use crate::views::as_parameter;

/// Passes whoever proved who they are by password or passkey within the last
/// [`PROOF_LIFE_MS`](limits::PROOF_LIFE_MS). Everybody else is asked, and comes back to this address.
///
/// A page asks at its top, before anything is typed; its form asks again. `Denied` without an account.
pub fn step_up(arrival: &Arrival) -> Result<(), PageError> {
    step_up_to(arrival, &arrival.asked)
}

/// As [`step_up`], for a form whose own address shows no page: one comes back to `page`.
pub fn step_up_to(arrival: &Arrival, page: &str) -> Result<(), PageError> {
    if arrival.visit.account.is_none() {
        return Err(PageError::Denied);
    }
    if is_fresh(arrival, arrival.visit.proofs.proved_ms) { Ok(()) } else { Err(wanted(page, false)) }
}

/// As [`step_up_to`]; who has a second factor must have shown it, or a recovery code, as lately. One query more.
pub async fn step_up_with_factor(arrival: &Arrival, page: &str) -> Result<(), PageError> {
    let account = arrival.visit.account.as_ref().ok_or(PageError::Denied)?;
    let proofs = arrival.visit.proofs;
    if is_fresh(arrival, proofs.proved_ms) && is_fresh(arrival, proofs.factor_ms) {
        return Ok(());
    }
    let factors = arrival.site.association.factors(&account.id).await?;
    if factors.are_needed() { Err(wanted(page, true)) } else { step_up_to(arrival, page) }
}

/// Whether what was proved at that moment still counts. A moment that is yet to come, because the clock went back, counts no
/// longer than one that has gone by.
pub fn is_fresh(arrival: &Arrival, proved_ms: i64) -> bool {
    let age_ms = arrival.site.association.clock.now_ms().saturating_sub(proved_ms);
    age_ms.saturating_abs() < limits::PROOF_LIFE_MS
}

/// Of the page that asks.
pub fn path(then: &str, with_factor: bool) -> String {
    format!("/-/confirm?then={}{}", as_parameter(then), if with_factor { "&factor=1" } else { "" })
}

fn wanted(page: &str, with_factor: bool) -> PageError {
    PageError::ProofWanted { then: page.to_owned(), with_factor }
}
