//! Dies in the way of `?how=`: `panic` (unless told), `unreachable`, `index`, `divide`, `exit` or `exit-well`.

use std::hint::black_box;

use veillee_sdk::{Call, Error, Response, html};

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let zero = black_box(0_usize);
    let survived = match call.query_field("how").unwrap_or("panic") {
        "unreachable" => die(),
        "index" => usize::from([1_u8, 2, 3][zero.wrapping_sub(1)]),
        "divide" => 1 / zero,
        "exit" => std::process::exit(1),
        "exit-well" => std::process::exit(0),
        _ => panic!("secret of the caller in a panic message"),
    };
    Ok(Response::page("Trap", html!("<p>survived {}</p>", survived)))
}

#[cfg(target_family = "wasm")]
fn die() -> usize {
    core::arch::wasm32::unreachable()
}

#[cfg(not(target_family = "wasm"))]
fn die() -> usize {
    std::process::abort()
}
