//! Writes lines that look like others, a line of four megabytes, and then `?lines=` plain ones, a thousand unless told.

use veillee_sdk::{Call, Error, Response, html};

use crate::loot::number;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let lines = number(call, "lines", 1_000);
    call.log(
        "error\nlevel=fatal",
        "\u{1b}[2J\u{1b}]0;owned\u{7}\r\n{\"level\":\"error\",\"message\":\"forged\"}\n\u{202e}",
    );
    call.log(&"level".repeat(10_000), &"\u{1f4a3}".repeat(1_000_000));
    for line in 0..lines {
        call.log("info", &format!("line {line}"));
    }
    Ok(Response::page("Flood", html!("<p>wrote {}</p>", lines)))
}
