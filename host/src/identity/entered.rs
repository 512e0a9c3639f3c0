use super::passwords::{PasswordError, Passwords};
use super::strength::Weakness;
use crate::limits;
use crate::storage::outbox::is_mail_address;
use crate::views::WelcomeProblem;
use crate::words::is_plain;

/// What does not fit in the name, the mail address and the password of a new account of this association.
pub async fn check_person(
    passwords: &Passwords,
    (name, address, password): (&str, &str, &str),
    association: &str,
) -> Result<Vec<WelcomeProblem>, PasswordError> {
    let password = check_password(passwords, password, &[name, address, association]).await?;
    Ok([name_problem(name), address_problem(address), password].into_iter().flatten().collect())
}

/// What does not fit in a password that somebody chooses. `own`: their name, their address, the association's name.
pub async fn check_password(
    passwords: &Passwords,
    password: &str,
    own: &[&str],
) -> Result<Option<WelcomeProblem>, PasswordError> {
    match password.chars().count() {
        0..limits::PASSWORD_CHARS_MIN => return Ok(Some(WelcomeProblem::PasswordShort)),
        limits::PASSWORD_CHARS_MIN..=limits::PASSWORD_CHARS_MAX => {}
        _ => return Ok(Some(WelcomeProblem::PasswordLong)),
    }
    Ok(passwords.judge(password, own).await?.map(|weakness| match weakness {
        Weakness::Common => WelcomeProblem::PasswordCommon,
        Weakness::Personal => WelcomeProblem::PasswordPersonal,
        Weakness::Guessable => WelcomeProblem::PasswordGuessable,
    }))
}

/// What does not fit in the name of a person.
pub fn name_problem(name: &str) -> Option<WelcomeProblem> {
    if name.is_empty() || !name.chars().all(is_plain) {
        return Some(WelcomeProblem::NameMissing);
    }
    (name.chars().count() > limits::NAME_CHARS_MAX).then_some(WelcomeProblem::NameLong)
}

/// What does not fit in the mail address of a person. The mail that confirms it decides.
pub fn address_problem(address: &str) -> Option<WelcomeProblem> {
    if !address.is_ascii() {
        return Some(WelcomeProblem::AddressForeign);
    }
    (!is_whole_address(address)).then_some(WelcomeProblem::AddressWrong)
}

/// Whether a mail can be addressed so, and the place has an ending: people forget it, and the mail would go nowhere. This
/// machine itself has none.
pub fn is_whole_address(address: &str) -> bool {
    let has_ending = |(_, place): (&str, &str)| place.contains('.') || place == "localhost";
    is_mail_address(address) && address.rsplit_once('@').is_some_and(has_ending)
}
