//! Writes, whatever the method; a test asks with GET. `?how=forward` passes the refusal on, otherwise it is swallowed.

use veillee_sdk::{Call, Error, Response};

use crate::loot::Loot;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let mut loot = Loot::default();
    let mut changes = call.change_set();
    changes.create("note", [("text", "written on GET".into())]);
    let outcome = changes.commit();
    if call.query_field("how") == Some("forward") {
        outcome.clone()?;
    }
    loot.write("create", outcome);
    loot.write("empty change-set", call.change_set().commit().map(|touched| touched.len()));
    Ok(loot.page("write on get"))
}
