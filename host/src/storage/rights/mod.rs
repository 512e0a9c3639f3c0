//! The rights of people over their data (GDPR): erasure (article 17) with 30 days of regret, restriction (18), and what an
//! export (15, 20) holds.
//!
//! An account that is to be erased, or on hold, is suspended, and what is its own is hidden: marked as the trash marks what
//! lies in it, under a root that no object has, so that every door that hides the trash hides it too and no purge finds it.
//! When the days are over, [`Association::erase_due`](super::Association::erase_due) purges what the manifests say is deleted, by the same
//! steps as the trash, and takes the name off the rest. Guests, who have no account, go the same way without days of regret.

mod again;
mod erase;
mod erasure;
mod export;
mod guests;
mod hide;
mod hold;
mod kept;
mod list;
mod own;
mod personal;

pub use again::{Again, AgainError};
pub use erase::EraseError;
pub use erasure::{Asked, Erasure};
pub use export::{Copied, ExportedBlob, ExportedObject, MadeShare};
pub use kept::Kept;
pub use list::{ErasedList, ListError};
