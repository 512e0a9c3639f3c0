use veillee_access::{Arg, Fragment};

use super::due::NEVER_MS;
use super::edit_list::EditList;
use crate::storage::association::Association;
use crate::storage::blobs::BlobFacts;
use crate::storage::objects::ObjectError;
use crate::storage::sql::{Ask as _, DatabaseError};

/// How a blob is sent without its metadata, and what it then is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CleanCopy {
    pub edits: EditList,
    pub sha_256: [u8; 32],
    pub crc_32: u32,
}

/// Whether a blob can be sent without its metadata.
pub enum Clean {
    /// With the validator of these bytes, which is none of the original's.
    Ready(Box<CleanCopy>, String),
    Soon,
    /// The format has no codec, or this file cannot be cleaned.
    Never,
}

impl CleanCopy {
    pub fn size_bytes(&self) -> u64 {
        self.edits.size_bytes()
    }

    pub(super) fn insert(&self, object: &str, blob: &str, validator: &str) -> Fragment {
        let mut insert = Fragment::new(
            "INSERT INTO clean_copy (object, blob, edits, size_bytes, sha_256, crc_32, validator) VALUES (",
        );
        insert.text_arg(object).push(", ").text_arg(blob).push(", ").bind(Arg::Bytes(self.edits.to_bytes())).push(", ");
        insert.int_arg(i64::try_from(self.size_bytes()).unwrap_or(i64::MAX)).push(", ");
        insert.bind(Arg::Bytes(self.sha_256.to_vec())).push(", ").int_arg(i64::from(self.crc_32)).push(", ");
        insert.text_arg(validator).push(")");
        insert
    }
}

/// What is known of a blob that the caller was just allowed to read; `facts` are those of the decision, and a copy of
/// other bytes is none. One indexed query, two while the copy is to be made, three when there
/// is none.
pub async fn clean_copy(
    association: &Association,
    object: &str,
    blob: &str,
    facts: &BlobFacts,
) -> Result<Clean, ObjectError> {
    if let Some(ready) = ready(association, object, blob, facts).await? {
        return Ok(ready);
    }
    if is_due(association, object, blob).await? {
        return Ok(Clean::Soon);
    }
    // It may have been made between the two questions.
    Ok(ready(association, object, blob, facts).await?.unwrap_or(Clean::Never))
}

async fn ready(
    association: &Association,
    object: &str,
    blob: &str,
    facts: &BlobFacts,
) -> Result<Option<Clean>, ObjectError> {
    let mut select = Fragment::new("SELECT c.edits, c.sha_256, c.crc_32, c.validator FROM clean_copy c");
    select.push(" JOIN blob b ON b.object = c.object AND b.name = c.blob WHERE c.object = ").text_arg(object);
    select
        .push(" AND c.blob = ")
        .text_arg(blob)
        .push(" AND b.content = ")
        .bind(Arg::Bytes(facts.content_id().to_vec()));
    let Some(row) = association.database().row(select).await? else { return Ok(None) };
    let damaged = || DatabaseError::Internal("a clean copy is damaged".to_owned());
    let edits = EditList::from_bytes(&row.bytes(0)?, facts.size_bytes).map_err(|_| damaged())?;
    let sha_256 = row.bytes(1)?.try_into().map_err(|_| damaged())?;
    let crc_32 = u32::try_from(row.int(2)?).map_err(|_| damaged())?;
    Ok(Some(Clean::Ready(Box::new(CleanCopy { edits, sha_256, crc_32 }), row.text(3)?)))
}

/// Whether somebody still has to look at the blob.
pub(super) async fn is_due(association: &Association, object: &str, blob: &str) -> Result<bool, DatabaseError> {
    let mut select = Fragment::new("SELECT 1 FROM rendition_due WHERE object = ");
    select.text_arg(object).push(" AND blob = ").text_arg(blob).push(" AND next_ms < ").int_arg(NEVER_MS);
    Ok(association.database().row(select).await?.is_some())
}
