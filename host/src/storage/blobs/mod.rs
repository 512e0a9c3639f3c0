//! Bytes attached to objects: arriving, located after a decision, forgotten with their key.

mod arrive;
mod attach;
mod content;
mod forget;
mod locate;
mod orphans;

pub(in crate::storage) use content::insert_content;
pub(in crate::storage) use forget::{drop_blobs, forget_blobs};
pub(in crate::storage) use locate::facts_of;

pub use arrive::{ArrivedContent, Arriving};
pub use locate::{BlobFacts, Located, locate};
