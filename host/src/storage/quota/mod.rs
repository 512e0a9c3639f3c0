//! Who pays for what is kept, and how much they may keep.
//!
//! The owner of a tree pays for all that lies in it, whoever put it there, the trash included. What is paid for is the
//! clear size of contents and the number of objects; a content that several blobs of one owner refer to is paid once,
//! and once by each further owner who refers to it.
//!
//! [`Charges`] collects what a transaction changes and writes it into the table `usage` at the transaction's end: the
//! numbers are exact whenever a transaction is committed. A running upload holds its room by a [`reservation`](reserve).
//! Over the hard limit, whatever would grow is refused as [`OverQuota`](super::objects::ObjectError::OverQuota);
//! reading, the trash and deleting go on, and nothing is ever deleted for want of room.
//!
//! On PostgreSQL transactions wait for each other at the rows of `usage`, taken in the order of their owners, and last
//! of all at the association's row of `usage_limit`: no circle can form.

mod allowance;
mod audit;
mod charges;
mod holdings;
mod jobs;
mod reserve;

pub use allowance::{Allowance, Level, Room, Standing};
pub use audit::Drift;
pub(in crate::storage) use audit::fill;
pub use charges::{Amounts, Charges};
pub use holdings::owner_of;
pub(in crate::storage) use holdings::{hand_over, owners_of, payers, referring};
pub(in crate::storage) use jobs::may_enqueue;
pub use reserve::{NewReservation, extend, release, reserve};

/// What belongs to the association itself, and outlives whoever made it.
pub const ASSOCIATION_OWNER: &str = "association";

/// Whose room is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Budget {
    /// Of a principal, or of [`ASSOCIATION_OWNER`].
    Owner(String),
    /// Of each person who has none of their own: a limit only, nobody pays with it.
    EachPerson,
    /// Of all owners together.
    Whole,
}

impl Budget {
    /// As the column `owner` of `usage_limit` has it.
    fn key(&self) -> &str {
        match self {
            Self::Owner(owner) => owner,
            Self::EachPerson => "*",
            Self::Whole => "",
        }
    }
}
