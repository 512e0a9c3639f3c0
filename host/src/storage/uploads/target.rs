use std::sync::Arc;

use veillee_access::{Action, Caller};

use crate::storage::association::{Association, Moment};
use crate::storage::objects::{self, ObjectError};
use crate::storage::shape::{BlobShape, Shape};

/// Where a file is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub service: String,
    pub collection: String,
    /// The parent of the object to be made, empty for one outside of any other; or the object whose blob is to be renewed.
    pub into: String,
    pub blob: String,
}

/// A yes to a file at a target: good for keeping its bytes; the change-set that attaches them asks again.
pub struct Allowed {
    pub shape: Arc<Shape>,
    pub blob: BlobShape,
    /// The target is an object of the collection itself, and its blob is renewed.
    pub renews: bool,
}

/// May this caller bring a file there? One indexed query.
pub async fn allowed(
    association: &Association,
    moment: &Moment,
    caller: &Caller,
    target: &Target,
) -> Result<Allowed, ObjectError> {
    let shape = moment.shapes.named(&target.service, &target.collection).cloned().ok_or(ObjectError::NotFound)?;
    let blob = shape.blobs.get(&target.blob).cloned().ok_or(ObjectError::NotFound)?;
    let into = target.into.as_str();
    if into.is_empty() {
        let may = objects::may_create_at_top(&shape, caller, moment.now_ms);
        return if may { Ok(Allowed { shape, blob, renews: false }) } else { Err(ObjectError::Denied) };
    }
    let renews = moment.shapes.of(into).is_some_and(|found| found.number == shape.number);
    let mut ask = association.database();
    if renews {
        objects::decide(&mut ask, moment, caller, Action::Update, into, None).await?;
    } else {
        objects::decide(&mut ask, moment, caller, Action::Create, into, Some(&shape)).await?;
    }
    Ok(Allowed { shape, blob, renews })
}
