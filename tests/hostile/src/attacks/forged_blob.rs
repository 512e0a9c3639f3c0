//! Answers with the blob `?name=` (or `original`) of the object `?id=`, whoever owns it.

use veillee_sdk::{Call, Error, Response};

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let id = call.query_field("id").unwrap_or("../../host.db");
    Ok(Response::blob(id, call.query_field("name").unwrap_or("original")))
}
