//! Attaches the first file of the control `pictures` twice, and files that do not exist.

use veillee_sdk::{Call, Error, Response};

use crate::loot::Loot;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let mut loot = Loot::default();
    let Some(pictures) = call.choice("pictures") else {
        return Ok(loot.page("double attach: choose a picture"));
    };
    let beyond = u32::try_from(pictures.files.len()).unwrap_or(u32::MAX);
    for index in [beyond, u32::MAX] {
        let mut changes = call.change_set();
        let note = changes.create("note", [("text", "no file".into())]);
        changes.attach(&note, "original", pictures, index);
        loot.write("attach what was not sent", changes.commit());
    }
    let mut changes = call.change_set();
    for _ in 0..2 {
        let note = changes.create("note", [("text", "the same file".into())]);
        changes.attach(&note, "original", pictures, 0);
    }
    loot.write("attach twice", changes.commit());
    let mut changes = call.change_set();
    let note = changes.create("note", [("text", "undeclared blob".into())]);
    changes.attach(&note, "../../etc/passwd", pictures, 0);
    loot.write("attach as an undeclared blob", changes.commit());
    Ok(loot.page("double attach"))
}
