//! Who is it? Passwords, sessions, and the caller made of them.

mod acting;
mod cookies;
mod device;
mod entered;
mod passwords;
mod sessions;
mod strength;
mod throttle;
mod visit;

pub use acting::acting;
pub use cookies::{
    DEVICE_COOKIE, FORM_COOKIE, LANGUAGE_COOKIE, NOTICE_COOKIE, SESSION_COOKIE, clear_cookie, cookie, read_cookie,
};
pub use device::Device;
pub use entered::{address_problem, check_password, check_person, is_address, name_problem};
pub use passwords::{PasswordError, Passwords};
pub use sessions::Sessions;
pub use strength::Weakness;
pub use throttle::{Door, Pass, Throttle, Try};
pub use visit::{AccountCard, Visit};
