//! Does everything it can to the object `?id=`, which nobody gave it, and to bent forms of that id.

use veillee_sdk::{Call, Error, Response};

use crate::loot::Loot;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let id = call.query_field("id").unwrap_or_default().to_owned();
    let mut loot = Loot::default();
    for id in bent(&id) {
        read(call, &id, &mut loot);
        if call.request().method == "POST" {
            write(call, &id, &mut loot);
        }
    }
    Ok(loot.page("guessed id"))
}

/// The id itself comes first.
fn bent(id: &str) -> [String; 7] {
    [
        id.to_owned(),
        id.to_uppercase() + " ",
        format!("{id}\0"),
        format!("{id}' OR '1'='1"),
        format!("../{id}"),
        format!("{id}%00"),
        format!("note:{id}"),
    ]
}

pub(super) fn read(call: &mut Call<'_>, id: &str, loot: &mut Loot) {
    for field in ["text", "title", "approval", "position", "state"] {
        loot.row(&format!("get {field}"), call.get(id, &[field]));
    }
    let system = ["@parent", "@created-ms", "@updated-ms", "@author-name", "@mine", "@role", "@blob:original"];
    loot.row("get system columns", call.get(id, &system));
    loot.row("get a sum", call.get(id, &["@sha-256:original"]));
    loot.row("get what is known of a blob", call.get(id, &["@media:original", "@twin:original"]));
    loot.row("get nothing", call.get(id, &[]));
    for collection in ["note", "album", "photo"] {
        let under = call.query(collection).select(["@created-ms"]).under(id).run(None, 10);
        loot.rows(&format!("list {collection} under"), under.map(|page| page.rows));
        loot.more_than_nothing(&format!("count {collection} under"), call.query(collection).under(id).count(10));
    }
    for action in ["read", "create", "count", "update", "delete", "move", "share", "create:note", "", "READ", "*"] {
        loot.more_than_nothing(&format!("may {action}"), Ok(call.may(id, action)));
    }
    loot.read("sentence", call.sentence(id));
    loot.read("receipts", call.receipts(id).map(|receipts| format!("{} receipts", receipts.len())));
}

pub(super) fn write(call: &mut Call<'_>, id: &str, loot: &mut Loot) {
    for field in ["text", "title", "state", "@parent", "owner", "author"] {
        let mut changes = call.change_set();
        changes.update(id, [(field, "taken over".into())]);
        loot.write(&format!("update {field}"), changes.commit());
    }
    let mut changes = call.change_set();
    changes.add(id, "place", 1);
    loot.write("add", changes.commit());
    let mut changes = call.change_set();
    changes.create_in(id, "note", [("text", "put in".into())]);
    loot.write("create in", changes.commit());
    let mut changes = call.change_set();
    let note = changes.create("note", [("text", "a way in".into())]);
    changes.move_into(id, &note);
    loot.write("move", changes.commit());
    for blob in ["original", "../../etc/passwd"] {
        let mut changes = call.change_set();
        changes.detach(id, blob);
        loot.write(&format!("detach {blob}"), changes.commit());
    }
    let mut changes = call.change_set();
    let note = changes.create("note", [("text", "a copy".into())]);
    changes.copy(&note, "original", id);
    loot.write("copy a blob out", changes.commit());
    let mut changes = call.change_set();
    changes.restore(id);
    loot.write("restore", changes.commit());
    let mut changes = call.change_set();
    changes.trash(id);
    loot.write("trash", changes.commit());
}
