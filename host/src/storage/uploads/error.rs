use veillee_vault::VaultError;

use crate::limits;
use crate::storage::quota::Budget;
use crate::storage::sql::DatabaseError;

/// Why an upload does not go on.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error("no such upload, or it belongs to somebody else")]
    NotFound,
    #[error("the upload has expired")]
    Gone,
    #[error("the upload has changed meanwhile")]
    Changed,
    #[error("more uploads are open than the limit allows")]
    TooMany,
    #[error("the upload came in more than {} pieces", limits::UPLOAD_SEGMENTS_MAX)]
    TooManyPieces,
    /// Whose room is full: nothing of the file was kept.
    #[error("no room left under the quota")]
    OverQuota(Budget),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}
