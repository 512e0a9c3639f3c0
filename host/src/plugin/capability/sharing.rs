use veillee_access::Action;
use veillee_engine::types::{Error, Receipt};

use super::errors::to_guest;
use crate::plugin::call::Call;
use crate::sharing;
use crate::storage::objects;
use crate::words::Words;

const CAPABILITY: &str = "sharing";

/// "Who can see this?" for anyone who may read the object.
pub(in crate::plugin) async fn sentence(call: &Call, id: &str) -> Result<String, Error> {
    call.granted(CAPABILITY)?;
    let service = call.moment.shapes.of(id).map(|shape| shape.service().to_owned());
    if service.as_deref() != Some(call.service.as_str()) {
        return Err(Error::NotFound);
    }
    let mut database = call.association.database();
    let permit =
        objects::decide(&mut database, &call.moment, &call.caller, Action::Read, id, None).await.map_err(to_guest)?;
    sharing::sentence(&call.association, &call.caller, &permit, Words::of(call.locale)).await.map_err(to_guest)
}

/// Who got what lies in an object: for whoever may share it, who decides on the same people.
pub(in crate::plugin) async fn receipts(call: &Call, id: &str) -> Result<Vec<Receipt>, Error> {
    call.granted(CAPABILITY)?;
    let service = call.moment.shapes.of(id).map(|shape| shape.service().to_owned());
    if service.as_deref() != Some(call.service.as_str()) {
        return Err(Error::NotFound);
    }
    let mut database = call.association.database();
    let permit = objects::decide(&mut database, &call.moment, &call.caller, Action::Share, id, None).await;
    call.association.receipts(&permit.map_err(to_guest)?).await.map_err(to_guest)
}
