//! Calls itself until the stack ends.

use std::hint::black_box;

use veillee_sdk::{Call, Error, Response, html};

pub fn attack(_call: &mut Call<'_>) -> Result<Response, Error> {
    Ok(Response::page("Recursion", html!("<p>{}</p>", deeper(black_box(1)))))
}

/// Ends at a depth that no stack reaches; the addition after the call keeps it from becoming a loop.
fn deeper(depth: u64) -> u64 {
    let ballast = black_box([depth; 64]);
    if depth == u64::MAX { depth } else { deeper(black_box(depth + 1)).wrapping_add(black_box(ballast)[0]) }
}
