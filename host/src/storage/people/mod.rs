//! Accounts, guests and sessions, as the database keeps them. What a password or a session means is `identity`'s.

mod accounts;
mod own_sessions;
mod profile;
mod sessions;
mod setup;
mod standing;
mod tokens;

pub use accounts::{Account, AccountRole, NewAccount};
pub use own_sessions::OwnSession;
pub use sessions::{NewSession, SessionRecord};
pub use standing::Standing;
pub use tokens::{API_TOKEN_PREFIX, NewToken, OwnToken, TokenError, TokenKind, TokenRecord};
