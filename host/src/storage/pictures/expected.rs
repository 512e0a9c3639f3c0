use veillee_access::Caller;

use super::clean::is_due;
use crate::storage::association::{Association, Moment};
use crate::storage::blobs;
use crate::storage::objects::ObjectError;

/// A rendition that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// It is still to be made, once a codec for this media type has its turn.
    Soon { media_type: String },
    /// It cannot be made.
    Never,
}

/// Whether the blob `name`, which is not there, is a rendition of one that the caller may read; as far as anybody else is
/// concerned there is nothing. Decides anew and is remembered nowhere.
pub async fn expected(
    association: &Association,
    moment: &Moment,
    caller: &Caller,
    object: &str,
    name: &str,
) -> Result<Expected, ObjectError> {
    let shape = moment.shapes.of(object).ok_or(ObjectError::NotFound)?;
    let original = shape.blobs.iter().find(|(_, blob)| blob.renditions.contains_key(name));
    let (original, _) = original.ok_or(ObjectError::NotFound)?;
    let located = blobs::locate(association, moment, caller, object, original).await?;
    if is_due(association, object, original).await? {
        return Ok(Expected::Soon { media_type: located.facts.media_type.clone() });
    }
    Ok(Expected::Never)
}
