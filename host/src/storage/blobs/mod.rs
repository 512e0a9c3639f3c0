//! Bytes attached to objects: arriving, located after a decision, forgotten with their key.

mod arrive;
mod attach;
mod content;
mod copy;
mod detach;
mod forget;
mod inline;
mod locate;
mod orphans;
mod scrub;
mod survey;
mod verify;

pub(in crate::storage) use content::insert_content;
pub(in crate::storage) use forget::{Bill, drop_blobs, forget_blobs};
pub(in crate::storage) use inline::insert_inline;
pub(in crate::storage) use locate::facts_of;

pub use arrive::{ArrivedContent, Arriving};
pub use forget::CollectError;
pub use inline::{Segments, may_be_inline};
pub use locate::{BlobFacts, Located, locate};
pub use scrub::{Damage, ScrubPass, ScrubStep, scrub_slowly};
pub use survey::{Listed, locate_many, survey};
pub use verify::ContentsError;
