//! Accounts, guests and sessions, as the database keeps them. What a password or a session means is `identity`'s.

mod accounts;
mod own_sessions;
mod profile;
mod sessions;
mod setup;
mod standing;

pub use accounts::{Account, AccountRole, NewAccount};
pub use own_sessions::OwnSession;
pub use sessions::{NewSession, Proof, Proofs, SessionRecord};
pub use standing::Standing;
