//! Who is it? Passwords, sessions, and the caller made of them.

mod acting;
mod cookies;
mod device;
mod entered;
mod factors;
mod passwords;
mod sessions;
mod visit;

pub use acting::acting;
pub use cookies::{
    FORM_COOKIE, LANGUAGE_COOKIE, NOTICE_COOKIE, PENDING_COOKIE, SESSION_COOKIE, clear_cookie, cookie, read_cookie,
};
pub use device::Device;
pub use entered::{is_address, name_problem, password_problem, person_problems};
pub use factors::{
    Ceremonies, Ceremony, Found, PasskeyError, RelyingParty, TOTP_SECRET_BYTES, code_digits, new_recovery_codes,
    new_totp_secret, recovery_code, shown_secret, totp_address, totp_step,
};
pub use passwords::{PasswordError, Passwords};
pub use sessions::Sessions;
pub use visit::{AccountCard, Visit};
