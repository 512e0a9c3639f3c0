//! Before what is dangerous, a person proves who they are once more: whoever finds an open session cannot do everything in it.

use serde::Deserialize;

use super::arrival::Arrival;
use super::error::PageError;
use super::forms::{Pairs, parse_pairs};
use crate::limits;
use crate::views::as_parameter;

/// What a deed wants proved within the last [`PROOF_LIFE_MS`](limits::PROOF_LIFE_MS), in this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The strongest thing that the account has: a second factor, or the password where there is none.
    Strongest,
    /// The second factor, where the account has one. The form asks for the password by itself: nobody gives it twice.
    BesidePassword,
    /// Both, where the account has both: before its factors are touched.
    Both,
}

/// What is still to be proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Password,
    Factor,
}

/// Passes whoever proved enough as lately. Everybody else is asked, and comes back to `page`, a path whose query may hold what
/// they typed. Two queries by key, unless everything was proved.
///
/// A page asks at its top where nothing can be done without; its form asks again. `Denied` without an account.
pub async fn step_up(arrival: &Arrival, wanted: Wanted, page: &str) -> Result<(), PageError> {
    let account = arrival.visit.account.as_ref().ok_or(PageError::Denied)?;
    let proofs = arrival.visit.proofs;
    if is_fresh(arrival, proofs.proved_ms) && is_fresh(arrival, proofs.factor_ms) {
        return Ok(());
    }
    let has_factor = arrival.site.association.factors(&account.id).await?.are_needed();
    if missing(arrival, wanted, has_factor).is_none() {
        return Ok(());
    }
    let with_factor = has_factor && wanted == Wanted::Both;
    Err(PageError::ProofWanted { then: page.to_owned(), with_factor })
}

/// What an account, with a second factor or without, has still to prove.
pub fn missing(arrival: &Arrival, wanted: Wanted, has_factor: bool) -> Option<Missing> {
    let proofs = arrival.visit.proofs;
    let password = (!is_fresh(arrival, proofs.proved_ms)).then_some(Missing::Password);
    let factor = (has_factor && !is_fresh(arrival, proofs.factor_ms)).then_some(Missing::Factor);
    match wanted {
        Wanted::Strongest if has_factor => factor,
        Wanted::Strongest => password,
        Wanted::BesidePassword => factor,
        Wanted::Both => password.or(factor),
    }
}

/// Whether what was proved at that moment still counts. Nothing counts that was proved later than now: a clock that was set
/// back lengthens no proof.
fn is_fresh(arrival: &Arrival, proved_ms: i64) -> bool {
    let age_ms = arrival.site.association.clock.now_ms().saturating_sub(proved_ms);
    (0..limits::PROOF_LIFE_MS).contains(&age_ms)
}

/// Of the page that asks.
pub fn path(then: &str, with_factor: bool) -> String {
    format!("/-/confirm?then={}{}", as_parameter(then), if with_factor { "&factor=1" } else { "" })
}

/// What was typed before somebody was asked who they are.
#[derive(Deserialize)]
pub struct Typed {
    typed: Option<String>,
}

impl Typed {
    /// The fields of the form; none, unless this session typed them: nobody leads others to a form that they filled in.
    pub fn fields(&self, arrival: &Arrival) -> Pairs {
        let sealed = self.typed.as_deref().unwrap_or_default();
        let clear = arrival.site.association.unseal(&purpose(arrival), sealed);
        let clear = clear.and_then(|clear| String::from_utf8(clear).ok()).unwrap_or_default();
        parse_pairs(&clear, limits::FORM_FIELDS_MAX, limits::PATH_CHARS_MAX).unwrap_or_default()
    }
}

/// A page with what somebody typed into its form, to come back to: never a password. What is too long for an address is left
/// out.
pub fn with_typed(arrival: &Arrival, page: &str, fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", as_parameter(value))).collect();
    let sealed = arrival.site.association.seal(&purpose(arrival), pairs.join("&").as_bytes());
    let whole = format!("{page}?typed={sealed}");
    if whole.len() <= limits::PATH_CHARS_MAX { whole } else { page.to_owned() }
}

fn purpose(arrival: &Arrival) -> String {
    format!("veillee typed before a proof|{}", arrival.form_binding())
}
