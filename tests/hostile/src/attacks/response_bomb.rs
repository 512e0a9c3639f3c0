//! Answers with `?bytes=` bytes, 32 MiB unless told, as `?kind=` `main`, `tags`, `title`, `path`, `blob` or `error`.

use veillee_sdk::{Call, Error, Response};

use crate::loot::{number, raw_page};

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let bytes = number(call, "bytes", 32 * 1024 * 1024);
    match call.query_field("kind").unwrap_or("main") {
        "tags" => Ok(raw_page("bomb", "<b>".repeat(bytes / 3))),
        "title" => Ok(raw_page("t".repeat(bytes), "<p>bomb</p>")),
        "path" => Ok(Response::see_other("/".repeat(bytes))),
        "blob" => Ok(Response::blob("b".repeat(bytes), "original")),
        "error" => Err(Error::Invalid("e".repeat(bytes))),
        _ => Ok(raw_page("bomb", "m".repeat(bytes))),
    }
}
