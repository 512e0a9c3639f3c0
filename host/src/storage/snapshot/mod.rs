//! All rows of one database as of one moment, and the way back.
//!
//! The form is the same for both databases, so that what was on SQLite can come back on PostgreSQL. Rows are JSON arrays,
//! one a line; the head of a table says what stands where.

mod dump;
mod load;
mod table;

pub use dump::{NamedSegment, Snapshot};
pub use load::{LoadError, Loading};
pub use table::{Column, Kind, Row, TableHead};
