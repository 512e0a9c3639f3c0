//! Objects: create, get, query, count, update, trash. Every function asks the compiled rules first.

mod change;
mod checked;
mod columns;
mod commit;
mod create;
mod cursor;
mod damaged;
mod decide;
mod error;
mod get;
mod list;
mod list_sql;
mod place;
mod purge;
mod search;
mod trash;
mod trashed;
mod update;
mod values;
mod whereabouts;

pub(in crate::storage) use commit::Progress;
pub use commit::{ArrivedFile, Committed, Writer};
pub use damaged::{Damaged, Seen};
pub use decide::{decide, may_create_at_top};
pub(in crate::storage) use decide::{verdict, write_decision};
pub use error::ObjectError;
pub use get::get;
pub use list::{Reader, count, run};
pub(in crate::storage) use place::{rebuild_paths, subtree};
pub use purge::PurgeCount;
pub use search::fold;
pub use trashed::Trashed;
pub(in crate::storage) use values::from_record;
pub use whereabouts::{Place, place_of};
