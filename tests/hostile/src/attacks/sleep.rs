//! Waits `?ms=` milliseconds, a minute unless told, without using the processor.

use std::time::Duration;

use veillee_sdk::{Call, Error, Response, html};

use crate::loot::number;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let ms = number(call, "ms", 60_000);
    std::thread::sleep(Duration::from_millis(u64::try_from(ms).unwrap_or(u64::MAX)));
    Ok(Response::page("Sleep", html!("<p>slept {} ms</p>", ms)))
}
