//! Resumable uploads: what has arrived of a file, durable and sealed, before it is attached to an object.
//!
//! An upload is `open` until its last byte came, then `whole` while it waits for a form, then `attached`: what stays of it
//! until it expires is the word that it is done. Its segments and its wrapped key pass to the object in one transaction,
//! or are destroyed in one ([`end`]). Quotas meet uploads in three places: `Association::store_upload` reserves,
//! [`Upload::attached`] settles, `forget` releases.

mod arrive;
mod attach;
mod end;
mod error;
mod room;
mod row;
mod store;
mod target;
mod upload;

pub use arrive::{Arrived, Receiving};
pub use error::UploadError;
pub use target::{Allowed, Target, allowed};
pub use upload::{Finish, NewUpload, State, Upload};

use super::ids::token_digest;

/// What the database keeps of the id in an upload's address.
pub fn digest(id: &str) -> Vec<u8> {
    token_digest(id)
}
