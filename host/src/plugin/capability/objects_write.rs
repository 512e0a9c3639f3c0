use veillee_access::Identity;
use veillee_engine::types::{Change, Error};

use super::errors::to_guest;
use crate::plugin::call::Call;
use crate::storage::ids::new_object_id;
use crate::storage::objects::{ObjectError, Writer};
use crate::words::Words;

const CAPABILITY: &str = "objects-write";

/// An id for an object to be made. For an unknown collection it fits nothing, and `commit` says so.
pub(in crate::plugin) fn new_id(call: &Call, collection: &str) -> String {
    let number = call.moment.shapes.named(&call.service, collection).map_or(0, |shape| shape.number);
    new_object_id(number, &*call.association.random)
}

pub(in crate::plugin) async fn commit(call: &mut Call, changes: Vec<Change>) -> Result<Vec<(String, u64)>, Error> {
    call.granted(CAPABILITY)?;
    if !call.may_write {
        return Err(Error::Denied);
    }
    call.writes += 1;
    let guest_name = Words::of(call.locale).say("guest-name");
    let writer = Writer {
        association: &call.association,
        moment: call.moment(),
        caller: call.caller.clone(),
        service: &call.service,
        session: call.session.clone(),
        guest_name: &guest_name,
        files: &call.files,
        taken: &call.attached,
    };
    let trashed: Vec<String> = changes.iter().filter_map(trashed).collect();
    let outcome = writer.commit(changes).await;
    if let Err(ObjectError::OverQuota(budget)) = &outcome {
        call.full = Some(budget.clone());
    }
    let committed = outcome.map_err(to_guest)?;
    call.attached.extend(committed.attached);
    call.trashed.extend(trashed);
    if let Some(guest) = committed.new_guest {
        call.caller.identity = Identity::Guest(guest.clone());
        call.new_guest = Some(guest);
    }
    call.moment = call.moment();
    Ok(committed.versions)
}

fn trashed(change: &Change) -> Option<String> {
    match change {
        Change::Trash { id } => Some(id.clone()),
        _ => None,
    }
}
