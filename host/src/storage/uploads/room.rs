//! The room that an upload holds until its bytes are paid for, or it ends.

use data_encoding::HEXLOWER;

use super::UploadError;
use super::upload::Upload;
use crate::storage::association::Association;
use crate::storage::objects::ObjectError;
use crate::storage::quota::{self, ASSOCIATION_OWNER, NewReservation};
use crate::storage::sql::{DatabaseError, Transaction};

/// Holds room for the whole file, or for what came of one whose length is not known, until the upload expires. Errors:
/// `OverQuota`; the transaction is then to be dropped.
pub(super) async fn hold(
    association: &Association,
    transaction: &mut Transaction,
    upload: &Upload,
    (size_bytes, expires_ms): (u64, i64),
) -> Result<(), UploadError> {
    // Who brings the first file to a place of their own without being anybody yet pays when the file is attached.
    let Some(owner) = payer(association, transaction, upload).await? else { return Ok(()) };
    let size_bytes = upload.length_bytes.unwrap_or(size_bytes);
    let new = NewReservation { id: &id(&upload.digest), owner: &owner, size_bytes, ends_ms: expires_ms };
    Ok(quota::reserve(transaction, &new, association.clock.now_ms()).await?)
}

/// Holds the same room for longer.
pub(super) async fn hold_longer(
    transaction: &mut Transaction,
    upload: &Upload,
    expires_ms: i64,
) -> Result<(), DatabaseError> {
    quota::extend(transaction, &id(&upload.digest), expires_ms).await
}

pub(super) async fn give_back(transaction: &mut Transaction, digest: &[u8]) -> Result<(), DatabaseError> {
    quota::release(transaction, &id(digest)).await
}

fn id(digest: &[u8]) -> String {
    format!("upload:{}", HEXLOWER.encode(digest))
}

/// Who will pay: the owner of what the file goes into; at the top, whoever brings it, or the association.
async fn payer(
    association: &Association,
    transaction: &mut Transaction,
    upload: &Upload,
) -> Result<Option<String>, UploadError> {
    let shapes = association.moment().shapes;
    let target = &upload.target;
    if let Some(shape) = shapes.of(&target.into) {
        return Ok(quota::owner_of(transaction, shape, &target.into).await?);
    }
    match shapes.named(&target.service, &target.collection) {
        Some(shape) if shape.owned_by_association => Ok(Some(ASSOCIATION_OWNER.to_owned())),
        _ => Ok(upload.holder.strip_prefix("principal:").map(str::to_owned)),
    }
}

impl From<ObjectError> for UploadError {
    fn from(error: ObjectError) -> Self {
        match error {
            ObjectError::OverQuota(budget) => Self::OverQuota(budget),
            ObjectError::Database(error) => Self::Database(error),
            ObjectError::Full => Self::Database(DatabaseError::Full),
            ObjectError::NotFound | ObjectError::Denied => Self::NotFound,
            ObjectError::Conflict | ObjectError::Stale | ObjectError::Invalid(_) => Self::Changed,
        }
    }
}
