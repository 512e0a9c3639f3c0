//! Bytes attached to objects: arriving, located after a decision, forgotten with their key.

mod arrive;
mod attach;
mod forget;
mod inline;
mod locate;
mod orphans;
mod scrub;

pub(in crate::storage) use forget::forget_blobs;
pub(in crate::storage) use inline::insert_inline;

pub use arrive::{ArrivedContent, Arriving};
pub use forget::CollectError;
pub use inline::{Segments, may_be_inline};
pub use locate::{BlobFacts, Located, locate};
pub use scrub::{Damage, ScrubPass, ScrubStep, scrub_slowly};
