//! Who is it? Passwords, sessions, and the caller made of them.

mod acting;
mod cookies;
mod device;
mod entered;
mod passwords;
mod sessions;
mod tokens;
mod visit;

pub use acting::acting;
pub use cookies::{FORM_COOKIE, LANGUAGE_COOKIE, NOTICE_COOKIE, SESSION_COOKIE, clear_cookie, cookie, read_cookie};
pub use device::Device;
pub use entered::{is_address, name_problem, password_problem, person_problems};
pub use passwords::{PasswordError, Passwords};
pub use sessions::Sessions;
pub use tokens::is_api_token;
pub use visit::{AccountCard, Visit};
