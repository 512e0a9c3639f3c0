//! Uses cursors that it made up, bent, or took from another query; `?after=` is somebody else's.

use veillee_sdk::{Call, Error, Response};

use crate::loot::Loot;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let mut loot = Loot::default();
    let foreign = call.query_field("after").unwrap_or("' OR 1=1 --");
    for cursor in ["", "0", "-1", "9999999999999999999999", "AAAAAAAAAAAAAAAA", "\0", foreign] {
        let page = call.query("note").select(["text"]).run(Some(cursor), 10);
        loot.rows("made-up cursor", page.map(|page| page.rows));
    }
    if let Some(own) = call.query("note").select(["text"]).run(None, 1)?.next {
        let bent = bend(&own);
        let page = call.query("note").select(["text"]).run(Some(&bent), 10);
        loot.rows("bent cursor", page.map(|page| page.rows));
        let other = call.query("note").select(["text"]).order("@updated-ms").run(Some(&own), 10);
        loot.rows("cursor of another order", other.map(|page| page.rows));
        let other = call.query("note").select(["text"]).equals("text", "a").run(Some(&own), 10);
        loot.rows("cursor of another filter", other.map(|page| page.rows));
    }
    Ok(loot.page("forged cursor"))
}

/// The last letter but one changed to another: the last may carry unused bits only.
fn bend(cursor: &str) -> String {
    let mut letters: Vec<char> = cursor.chars().collect();
    let at = letters.len().saturating_sub(2);
    if let Some(letter) = letters.get_mut(at) {
        *letter = if *letter == 'A' { 'B' } else { 'A' };
    }
    letters.into_iter().collect()
}
