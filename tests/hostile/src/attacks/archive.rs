//! Answers with an archive of whatever is asked for: each `?entry=ID|BLOB|PATH`, all of them `?times=` over.

use veillee_sdk::{ArchiveEntry, Call, Error, Response};

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let times = call.query_field("times").and_then(|times| times.parse().ok()).unwrap_or(1);
    let asked: Vec<ArchiveEntry> = call
        .request()
        .query
        .iter()
        .filter(|(name, _)| name == "entry")
        .map(|(_, entry)| {
            let mut parts = entry.splitn(3, '|').map(str::to_owned);
            let mut part = || parts.next().unwrap_or_default();
            ArchiveEntry { object: part(), blob: part(), path: part() }
        })
        .collect();
    let entries = (0..times).flat_map(|_: usize| asked.iter().cloned()).collect();
    Ok(Response::Archive { name: call.query_field("name").unwrap_or("loot").into(), entries })
}
