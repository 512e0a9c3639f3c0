//! Answers with the status of `?status=`, which a page may not have.

use veillee_sdk::{Call, Error, Response};

use crate::loot::number;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let status = u16::try_from(number(call, "status", 999)).unwrap_or(u16::MAX);
    Ok(Response::Page { title: "Status".into(), main: "<p>status</p>".into(), status })
}
