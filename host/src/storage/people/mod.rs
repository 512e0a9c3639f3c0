//! Accounts, guests and sessions, as the database keeps them. What a password or a session means is `identity`'s.

mod accounts;
mod guests;
mod joining;
mod mailed_links;
mod members;
mod own_sessions;
mod profile;
mod sessions;
mod setup;
mod standing;
mod tokens;

pub(in crate::storage) use accounts::address_key;
pub use accounts::{Account, AccountRole, NO_PASSWORD, NewAccount};
pub use guests::{Guest, GuestShare};
pub use joining::{Ended, LinkMail, Shut};
pub use mailed_links::{LinkPurpose, MailedLink, NewMailedLink};
pub use members::{Member, Unchanged};
pub use own_sessions::OwnSession;
pub(in crate::storage) use own_sessions::delete_all_of;
pub use sessions::{NewSession, Proof, Proofs, SessionRecord};
pub use standing::Standing;
pub use tokens::{API_TOKEN_PREFIX, NewToken, OwnToken, TokenError, TokenKind, TokenRecord};
