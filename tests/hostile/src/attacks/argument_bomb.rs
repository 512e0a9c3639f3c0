//! Calls the host with arguments beyond every limit. `?bytes=` and `?items=` set their size.

use veillee_sdk::{Call, Error, Response, Value};

use crate::loot::{Loot, number};

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let long = "a".repeat(number(call, "bytes", 4 * 1024 * 1024));
    let items = number(call, "items", 20_000);
    let mut loot = Loot::default();
    loot.row("long id", call.get(&long, &["text"]));
    loot.row("many names", call.get("id", &vec!["text"; items]));
    loot.more_than_nothing("long action", Ok(call.may("id", &long)));
    loot.more_than_nothing("long collection", Ok(call.may_create(&long)));
    let mut filtered = call.query("note").select(["text"]);
    for _ in 0..items {
        filtered = filtered.equals("text", "a");
    }
    loot.rows("many filters", filtered.run(None, 10).map(|page| page.rows));
    let any_of = call.query("note").select(["text"]).any_of("text", vec![Value::from("a"); items]);
    loot.rows("many values", any_of.run(None, 10).map(|page| page.rows));
    loot.rows("long words", call.query("note").search(&long).run(None, 10).map(|page| page.rows));
    loot.rows("long cursor", call.query("note").run(Some(&long), 10).map(|page| page.rows));
    for limit in [0, 201, u32::MAX] {
        let page = call.query("note").run(None, limit);
        let too_many = page.map(|page| page.rows.len().saturating_sub(200));
        loot.more_than_nothing("limit", too_many);
    }
    let beyond = call.query("note").count(u32::MAX).map(|count| count.saturating_sub(10_000));
    loot.more_than_nothing("count beyond its limit", beyond);
    let mut changes = call.change_set();
    for _ in 0..items {
        changes.create("note", [("text", "one of many".into())]);
    }
    loot.write("many changes", changes.commit());
    let mut changes = call.change_set();
    changes.create("note", [("text", long.as_str().into())]);
    loot.write("long text", changes.commit());
    for real in [f64::NAN, f64::INFINITY, -0.0] {
        let mut changes = call.change_set();
        changes.create("note", [("text", "real".into()), ("place", real.into())]);
        loot.write("real in an integer field", changes.commit());
    }
    Ok(loot.page("argument bomb"))
}
