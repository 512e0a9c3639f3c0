use crate::limits;
use crate::views::WelcomeProblem;

/// What does not fit in the name, the mail address and the password of a new account.
pub fn person_problems(name: &str, address: &str, password: &str) -> Vec<WelcomeProblem> {
    let mut problems = Vec::new();
    if name.is_empty() || name.chars().any(char::is_control) {
        problems.push(WelcomeProblem::NameMissing);
    }
    if name.chars().count() > limits::NAME_CHARS_MAX {
        problems.push(WelcomeProblem::NameLong);
    }
    if !is_address(address) {
        problems.push(WelcomeProblem::AddressWrong);
    }
    if password.chars().count() < limits::PASSWORD_CHARS_MIN {
        problems.push(WelcomeProblem::PasswordShort);
    }
    if password.chars().count() > limits::PASSWORD_CHARS_MAX {
        problems.push(WelcomeProblem::PasswordLong);
    }
    problems
}

/// Whether this can be a mail address: something, `@`, a domain. The mail that confirms it decides.
pub fn is_address(address: &str) -> bool {
    let plain = address.len() <= limits::ADDRESS_BYTES_MAX
        && !address.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';'));
    let parts = address.rsplit_once('@');
    plain && parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty() && !domain.starts_with('.'))
}
