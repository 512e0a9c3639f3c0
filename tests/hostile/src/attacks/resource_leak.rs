//! Makes `?count=` queries and change-sets in the host, a hundred thousand unless told, and never lets go of them.

use veillee_sdk::{Call, Error, Response, html};

use crate::loot::number;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let count = number(call, "count", 100_000);
    leak(count);
    Ok(Response::page("Leak", html!("<p>leaked {} resources</p>", count)))
}

#[cfg(target_family = "wasm")]
fn leak(count: usize) {
    use veillee_sdk::guest::bindings::veillee::objects::{read::Query, write::ChangeSet};

    let names = ["text".to_owned()];
    for turn in 0..count {
        if turn % 2 == 0 {
            std::mem::forget(Query::new("note", &names));
        } else {
            std::mem::forget(ChangeSet::new());
        }
    }
}

/// Resources live in a host only.
#[cfg(not(target_family = "wasm"))]
fn leak(_count: usize) {}
