//! Calls the host `?calls=` times, ten million unless told, through `?kind=` (`may`, `get`, `run`, `count`, `commit`).

use veillee_sdk::{Call, Error, Response, html};

use crate::loot::number;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let (calls, kind) = (number(call, "calls", 10_000_000), call.query_field("kind").unwrap_or("may"));
    let (mut answered, mut refused) = (0_u64, 0_u64);
    for _ in 0..calls {
        let outcome = match kind {
            "get" => call.get("unknown", &["text"]).map(drop),
            "run" => call.query("note").run(None, 200).map(drop),
            "count" => call.query("note").count(10_000).map(drop),
            "commit" => call.change_set().commit().map(drop),
            _ => {
                call.may("unknown", "read");
                Ok(())
            }
        };
        if outcome.is_ok() { answered += 1 } else { refused += 1 }
    }
    Ok(Response::page("Storm", html!("<p>answered {}, refused {}</p>", answered, refused)))
}
