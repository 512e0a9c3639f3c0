//! What happened to accounts and rights, written down once and never changed.
//!
//! Each entry carries the hash of the one before, over ids that say nothing by themselves; names stand beside the chain and
//! can be forgotten without breaking it. The head is sealed under the association's key, so that entries missing at the end
//! show as well. Whoever changes something is told by whom, and notes it in the same transaction, as its last step: the deed
//! and its entry are there, or neither.
//!
//! ```text
//! let note = Note::new(Happening::LinkMade, Doer::of(principal, device)).about(object).words(label);
//! audit::note(association, &mut transaction, &note).await?;
//! ```

mod chain;
mod happening;
mod note;
mod read;
mod verify;

pub use happening::Happening;
pub(in crate::storage) use note::begin;
pub use note::{Doer, Note, note};
pub use read::Entry;
pub use verify::{Fault, FaultKind, Verdict};
