//! Who is it? Passwords, sessions, and the caller made of them.

mod acting;
mod cookies;
mod device;
mod entered;
mod factors;
mod passwords;
mod sessions;
mod strength;
mod throttle;
mod tokens;
mod visit;

pub use acting::acting;
pub use cookies::{
    DEVICE_COOKIE, FORM_COOKIE, LANGUAGE_COOKIE, NOTICE_COOKIE, PENDING_COOKIE, SESSION_COOKIE, clear_cookie, cookie,
    read_cookie,
};
pub use device::Device;
pub use entered::{address_problem, check_password, check_person, is_whole_address, name_problem};
pub use factors::{
    Ceremonies, Ceremony, Found, PasskeyError, RelyingParty, TOTP_SECRET_BYTES, code_digits, new_recovery_codes,
    new_totp_secret, recovery_code, shown_secret, totp_address, totp_step,
};
pub use passwords::{PasswordError, Passwords};
pub use sessions::Sessions;
pub use strength::Weakness;
pub use throttle::{Door, Pass, Throttle, Try};
pub use tokens::is_api_token;
pub use visit::{AccountCard, Visit};
