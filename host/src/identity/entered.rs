use crate::limits;
use crate::views::WelcomeProblem;

/// What does not fit in the name, the mail address and the password of a new account.
pub fn person_problems(name: &str, address: &str, password: &str) -> Vec<WelcomeProblem> {
    let address = (!is_address(address)).then_some(WelcomeProblem::AddressWrong);
    [name_problem(name), address, password_problem(password)].into_iter().flatten().collect()
}

/// What does not fit in the name of a person.
pub fn name_problem(name: &str) -> Option<WelcomeProblem> {
    if name.is_empty() || name.chars().any(char::is_control) {
        return Some(WelcomeProblem::NameMissing);
    }
    (name.chars().count() > limits::NAME_CHARS_MAX).then_some(WelcomeProblem::NameLong)
}

/// What does not fit in a password that somebody chooses.
pub fn password_problem(password: &str) -> Option<WelcomeProblem> {
    match password.chars().count() {
        0..limits::PASSWORD_CHARS_MIN => Some(WelcomeProblem::PasswordShort),
        limits::PASSWORD_CHARS_MIN..=limits::PASSWORD_CHARS_MAX => None,
        _ => Some(WelcomeProblem::PasswordLong),
    }
}

/// Whether this can be a mail address: something, `@`, a domain. The mail that confirms it decides.
pub fn is_address(address: &str) -> bool {
    let plain = address.len() <= limits::ADDRESS_BYTES_MAX
        && !address.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';'));
    let parts = address.rsplit_once('@');
    plain && parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.starts_with('.'))
}
