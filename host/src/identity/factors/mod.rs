//! How a second factor is made and checked.

mod ceremonies;
mod passkeys;
mod recovery;
mod totp;

pub use ceremonies::{Ceremonies, Ceremony};
pub use passkeys::{Found, PasskeyError, RelyingParty};
pub use recovery::{new_recovery_codes, recovery_code};
pub use totp::{TOTP_SECRET_BYTES, code_digits, new_totp_secret, shown_secret, totp_address, totp_step};
