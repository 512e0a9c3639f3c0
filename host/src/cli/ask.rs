use std::io::Write as _;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Place;
use crate::control::{self, Order, Problem};

/// Has an order executed, by the running host or here, and tells of its progress on standard error.
pub async fn ask<T: DeserializeOwned>(place: &Place, order: impl Into<Order>) -> Result<T, Problem> {
    let value = control::ask(place.config(None)?, order.into(), |line| eprintln!("{line}")).await?;
    serde_json::from_value(value)
        .map_err(|error| Problem::failure(format!("the running host's answer is not understood: {error}")))
}

/// Prints an answer: as JSON for programs, else as text for people.
pub fn print<T: Serialize>(json: bool, answer: &T, text: impl FnOnce(&T) -> String) -> Result<(), Problem> {
    let printed = if json { serde_json::to_string_pretty(answer).map_err(Problem::failure)? } else { text(answer) };
    let mut out = std::io::stdout().lock();
    // Whoever listened may be gone already: what was ordered is done all the same.
    writeln!(out, "{}", printed.trim_end()).ok();
    Ok(())
}
