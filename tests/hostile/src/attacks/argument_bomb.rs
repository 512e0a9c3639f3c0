//! Calls the host with arguments beyond every limit, in the way of `?kind=` (one of [`KINDS`]). `?bytes=` and `?items=`
//! set their size.

use veillee_sdk::{Call, Error, Response, Value};

use crate::loot::{Loot, number};

pub const KINDS: &[&str] = &[
    "id",
    "names",
    "action",
    "collection",
    "filters",
    "values",
    "words",
    "cursor",
    "limits",
    "changes",
    "text",
    "fields",
    "reals",
];

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let long = "a".repeat(number(call, "bytes", 1024 * 1024));
    let items = number(call, "items", 2_000);
    let kind = call.query_field("kind").unwrap_or("id");
    let mut loot = Loot::default();
    match kind {
        "changes" | "text" | "fields" | "reals" => write(call, kind, &long, items, &mut loot),
        _ => read(call, kind, &long, items, &mut loot),
    }
    Ok(loot.page("argument bomb"))
}

fn read(call: &mut Call<'_>, kind: &str, long: &str, items: usize, loot: &mut Loot) {
    match kind {
        "id" => loot.row(kind, call.get(long, &["text"])),
        "names" => loot.row(kind, call.get("id", &vec!["text"; items])),
        "action" => loot.more_than_nothing(kind, Ok(call.may("id", long))),
        "collection" => loot.more_than_nothing(kind, Ok(call.may_create(long))),
        "filters" => {
            let mut query = call.query("note").select(["text"]);
            for _ in 0..items {
                query = query.equals("text", "a");
            }
            loot.rows(kind, query.run(None, 10).map(|page| page.rows));
        }
        "values" => {
            let query = call.query("note").select(["text"]).any_of("text", vec![Value::from("a"); items]);
            loot.rows(kind, query.run(None, 10).map(|page| page.rows));
        }
        "words" => {
            let page = call.query("note").select(["text"]).search(&"a ".repeat(items)).run(None, 10);
            loot.rows(kind, page.map(|page| page.rows));
        }
        "cursor" => {
            let page = call.query("note").select(["text"]).run(Some(long), 10);
            loot.rows(kind, page.map(|page| page.rows));
        }
        _ => {
            for limit in [0, 201, u32::MAX] {
                let page = call.query("note").select(["text"]).run(None, limit);
                loot.more_than_nothing("rows beyond 200", page.map(|page| page.rows.len().saturating_sub(200)));
            }
            let counted = call.query("note").count(u32::MAX);
            loot.more_than_nothing("count beyond 10,000", counted.map(|count| count.saturating_sub(10_000)));
        }
    }
}

fn write(call: &mut Call<'_>, kind: &str, long: &str, items: usize, loot: &mut Loot) {
    let mut changes = call.change_set();
    match kind {
        "changes" => {
            for _ in 0..items {
                changes.create("note", [("text", "one of many".into())]);
            }
        }
        "text" => {
            changes.create("note", [("text", long.into())]);
        }
        "fields" => {
            changes.create("note", (0..items).map(|_| ("text", "the same field".into())));
        }
        _ => {
            for real in [f64::NAN, f64::INFINITY, -0.0] {
                changes.create("note", [("text", "a real in an integer field".into()), ("place", real.into())]);
            }
        }
    }
    loot.write(kind, changes.commit());
}
