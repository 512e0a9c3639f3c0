//! Lists, counts and creates in collections that are not its own, and asks for columns that nobody declared.

use veillee_sdk::{Call, Error, Response};

use crate::loot::Loot;

/// Other plugins' collections, tables of the core, and what a careless query would take for one.
pub const COLLECTIONS: &[&str] = &[
    "album",
    "photo",
    "album.photo",
    "album/photo",
    "album:photo",
    "album_photo",
    "o_album_album",
    "o_album_photo",
    "o_hostile_note",
    "greeting",
    "share",
    "shares",
    "account",
    "accounts",
    "session",
    "sessions",
    "object",
    "objects",
    "blob",
    "blobs",
    "container",
    "member",
    "association",
    "key",
    "sqlite_master",
    "pg_catalog.pg_authid",
    "information_schema.tables",
    "note; DROP TABLE note; --",
    "note\" UNION SELECT * FROM accounts --",
    "note' OR '1'='1",
    "NOTE",
    "note ",
    "*",
    "",
    "\0",
    "../album/photo",
];

/// Columns that no manifest of this plugin declares.
pub const COLUMNS: &[&str] = &[
    "owner",
    "author",
    "container",
    "trashed",
    "id",
    "rowid",
    "password",
    "title",
    "@owner",
    "@author",
    "@author-id",
    "@shares",
    "@key",
    "@blob:",
    "@blob:../original",
    "@",
    "*",
    "",
    "text, owner",
    "text\" , \"owner",
    "(SELECT group_concat(password) FROM accounts)",
];

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let mut loot = Loot::default();
    for &collection in COLLECTIONS {
        let name = format!("{collection:?}");
        let page = call.query(collection).select(["@created-ms"]).run(None, 10);
        loot.rows(&format!("list {name}"), page.map(|page| page.rows));
        loot.more_than_nothing(&format!("count {name}"), call.query(collection).count(10));
        loot.more_than_nothing(&format!("may create {name}"), Ok(call.may_create(collection)));
        if call.request().method == "POST" {
            let mut changes = call.change_set();
            changes.create(collection, [("title", "planted".into())]);
            loot.write(&format!("create {name}"), changes.commit());
        }
    }
    for &column in COLUMNS {
        let name = format!("{column:?}");
        let page = call.query("note").select([column]).run(None, 10);
        loot.rows(&format!("column {name}"), page.map(|page| page.rows));
        let page = call.query("note").select(["text"]).order(column).run(None, 10);
        loot.rows(&format!("order by {name}"), page.map(|page| page.rows));
        let page = call.query("note").select(["text"]).equals(column, "x' OR '1'='1").run(None, 10);
        loot.rows(&format!("filter by {name}"), page.map(|page| page.rows));
    }
    let page = call.query("note").search("a' OR 1=1 -- \" * NEAR( ^ : {").run(None, 10);
    loot.rows("search syntax", page.map(|page| page.rows));
    Ok(loot.page("other collection"))
}
