//! Pictures: what is to be made of an uploaded blob, what was made, and what was found out.
//!
//! The transaction that attaches a blob with renditions also puts a row into `rendition_due`; whoever makes pictures
//! claims rows one by one and keeps the result in one transaction. Renditions are blobs of the same object, so the same
//! decision is asked for them; they go when the blob goes that they were made from.

mod clean;
mod due;
mod edit_list;
mod expected;
mod forget;
mod keep;
mod wanted;

pub use clean::{Clean, CleanCopy, clean_copy};
pub use due::{DuePicture, Next};
pub(in crate::storage) use due::{enqueue, enqueue_turned};
pub use edit_list::{EditList, EditListError, Piece};
pub use expected::{Expected, expected};
pub(in crate::storage) use forget::forget;
pub use keep::{Examined, Facts, Kept, MadeRendition};
pub(in crate::storage) use wanted::enqueue_missing;
