//! Codes that stand for a second factor: of an authenticator application, or a recovery code.

use crate::identity::{recovery_code, totp_step};
use crate::storage::audit::{Happening, Note};
use crate::storage::sql::DatabaseError;
use crate::views::{FactorForms, FactorProblem};
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::forms::{Pairs, field};

/// What became of a code.
pub(super) enum Shown {
    Fits,
    /// A recovery code, and how many are left.
    Recovered(u64),
    Wrong,
    /// A recovery code that is none, or was used already.
    WrongRecovery,
    /// Too many did not fit: none is looked at for so many seconds.
    Wait(u64),
}

/// Looks at the `code` or the `recovery` code of a form, and uses it up.
pub(super) async fn take_code(arrival: &Arrival, account: &str, form: &Pairs) -> Result<Shown, PageError> {
    let association = &arrival.site.association;
    let wait_ms = association.factor_wait_ms(account).await?;
    if wait_ms > 0 {
        return Ok(Shown::Wait(u64::try_from(wait_ms / 1_000).unwrap_or(0) + 1));
    }
    let shown = if field(form, "recovery").is_empty() {
        take_totp(arrival, account, field(form, "code")).await?
    } else {
        take_recovery(arrival, account, field(form, "recovery")).await?
    };
    match shown {
        Shown::Wrong | Shown::WrongRecovery => {
            association.note_factor_failure(account).await?;
            let failed = Note::new(Happening::SignInFailed, arrival.doer_as(account));
            association.note_happening(&failed).await?;
        }
        _ => association.forget_factor_failures(account).await?,
    }
    Ok(shown)
}

async fn take_totp(arrival: &Arrival, account: &str, code: &str) -> Result<Shown, DatabaseError> {
    let association = &arrival.site.association;
    let secret = association.totp_secret(account).await?;
    let step = secret.and_then(|secret| totp_step(&secret, code, association.clock.now_ms()));
    let fits = match step {
        Some(step) => association.use_totp_step(account, step).await?,
        None => false,
    };
    Ok(if fits { Shown::Fits } else { Shown::Wrong })
}

async fn take_recovery(arrival: &Arrival, account: &str, typed: &str) -> Result<Shown, DatabaseError> {
    let association = &arrival.site.association;
    let fits = match recovery_code(typed) {
        Some(code) => {
            let note = Note::new(Happening::RecoveryCodeUsed, arrival.doer_as(account));
            association.use_recovery_code(account, &code, &note).await?
        }
        None => false,
    };
    if !fits {
        return Ok(Shown::WrongRecovery);
    }
    Ok(Shown::Recovered(association.factors(account).await?.recovery_codes))
}

/// What a page offers to an account that shows a second factor.
pub(super) async fn forms(
    arrival: &Arrival,
    account: &str,
    purpose: &'static str,
    problem: Option<FactorProblem>,
) -> Result<FactorForms, DatabaseError> {
    let factors = arrival.site.association.factors(account).await?;
    Ok(FactorForms {
        has_totp: factors.totp.is_some(),
        has_recovery: factors.recovery_codes > 0,
        passkey_token: (factors.passkeys > 0).then(|| form_token::make(arrival, super::passkeys::ACTION, purpose)),
        problem,
    })
}

/// Said after a recovery code was used, with the way to make new ones.
pub(super) fn recovered_words(arrival: &Arrival, left: u64) -> String {
    arrival.words().say_with("security-recovered", &[("count", left.into())])
}
