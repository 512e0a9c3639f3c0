//! What fits into a share. Nothing here asks anybody.

use veillee_access::Role;
use veillee_ambient::Millis;

use crate::identity::{PasswordError, address_problem};
use crate::limits;
use crate::storage::objects::ObjectError;
use crate::storage::shares::ShareKind;
use crate::storage::sql::DatabaseError;
use crate::views::{SharingProblem, WelcomeProblem};
use crate::web::error::PageError;
use crate::words::is_plain;

/// What a link or an audience may be given.
pub const OFFERED: [Role; 3] = [Role::Viewer, Role::Contributor, Role::Depositor];

/// What a person or a group may be given.
pub const PERSON_OFFERED: [Role; 4] = [Role::Viewer, Role::Contributor, Role::Depositor, Role::Editor];

/// Why nothing was shared.
#[derive(Debug)]
pub enum Refusal {
    /// What was asked for does not fit.
    Unfit(SharingProblem),
    Failed(PageError),
}

/// What may be given to whom.
pub fn offered(kind: ShareKind) -> &'static [Role] {
    match kind {
        ShareKind::Link | ShareKind::Members | ShareKind::Everyone => &OFFERED,
        ShareKind::Guest | ShareKind::Account | ShareKind::Group => &PERSON_OFFERED,
    }
}

pub fn offered_role(kind: ShareKind, name: &str) -> Option<Role> {
    Role::from_name(name).filter(|role| offered(kind).contains(role))
}

/// What does not fit in the password of a link; none at all does.
pub fn link_password_problem(password: &str) -> Option<SharingProblem> {
    match password.chars().count() {
        0 | limits::LINK_PASSWORD_CHARS_MIN..=limits::LINK_PASSWORD_CHARS_MAX => None,
        1..limits::LINK_PASSWORD_CHARS_MIN => Some(SharingProblem::PasswordShort),
        _ => Some(SharingProblem::PasswordLong),
    }
}

/// How many downloads a link lets take; 0 where nothing was entered. None for what is no such number.
pub fn downloads_max(entered: &str) -> Option<u32> {
    if entered.is_empty() {
        return Some(0);
    }
    entered.parse().ok().filter(|most| *most > 0 && downloads_fit(*most))
}

/// 0 is as many as one likes.
pub fn downloads_fit(most: u32) -> bool {
    most <= limits::LINK_DOWNLOADS_MAX
}

/// Whether a share can end then: what is over shares nothing.
pub fn is_to_come(ends_ms: Millis, now_ms: Millis) -> bool {
    ends_ms > now_ms
}

/// What does not fit in the name and the address of somebody who is invited; no address at all does.
pub fn person_problem(name: &str, address: &str) -> Option<SharingProblem> {
    if name.trim().is_empty() || !name.chars().all(is_plain) {
        Some(SharingProblem::NameMissing)
    } else if name.chars().count() > limits::NAME_CHARS_MAX {
        Some(SharingProblem::NameLong)
    } else {
        match address_problem(address).filter(|_| !address.is_empty()) {
            Some(WelcomeProblem::AddressForeign) => Some(SharingProblem::AddressForeign),
            problem => problem.map(|_| SharingProblem::AddressWrong),
        }
    }
}

/// Where a form offers nothing else, what does not fit was made up.
impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unfit(_) => Self::BadRequest,
            Refusal::Failed(error) => error,
        }
    }
}

impl From<PageError> for Refusal {
    fn from(error: PageError) -> Self {
        Self::Failed(error)
    }
}

impl From<ObjectError> for Refusal {
    fn from(error: ObjectError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<DatabaseError> for Refusal {
    fn from(error: DatabaseError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<PasswordError> for Refusal {
    fn from(error: PasswordError) -> Self {
        Self::Failed(error.into())
    }
}
