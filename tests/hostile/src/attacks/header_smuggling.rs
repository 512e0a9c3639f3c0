//! Redirects out of the service, number `?n=` of [`TARGETS`].

use veillee_sdk::{Call, Error, Response};

use crate::loot::number;

/// None of these may leave `/hostile/` or add a header.
pub const TARGETS: &[&str] = &[
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example\\",
    "/../album/",
    "/..%2falbum/",
    "/%2e%2e/-/sign-out",
    "/./../-/sign-out",
    "../-/sign-out",
    "/-/sign-out",
    "/-/leave?to=https://evil.example/",
    "/album/",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "",
    "calm",
    "?calm",
    "#calm",
    "@evil.example/",
    ".evil.example/",
    ":80@evil.example/",
    "/calm\r\nSet-Cookie: session=stolen",
    "/calm\nX-Smuggled: 1",
    "/calm\r\n\r\n<script>alert(1)</script>",
    "/calm%0d%0aX-Smuggled:%201",
    "/calm\0",
    "/calm\t",
    "/calm\u{2028}X-Smuggled: 1",
    "/calm\u{85}X-Smuggled: 1",
    "/é",
    "\t//evil.example/",
    " /calm",
];

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let target = TARGETS.get(number(call, "n", 0)).copied();
    let long = "/".to_owned() + &"a".repeat(1024 * 1024);
    Ok(Response::see_other(target.unwrap_or(&long)))
}
