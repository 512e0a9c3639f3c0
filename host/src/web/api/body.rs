use std::fmt;

use axum::body::{Body, to_bytes};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};

use super::problem::Problem;
use crate::limits;
use crate::web::error::PageError;

/// Values by name. A name that stands there twice is refused: of whatever looked at the body before, each would take another.
#[derive(Default)]
pub struct Values(pub Map<String, Json>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Values;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Values, A::Error> {
        let mut values = Map::new();
        while let Some((name, value)) = access.next_entry::<String, Json>()? {
            if values.insert(name, value).is_some() {
                return Err(A::Error::custom("a field is given twice"));
            }
        }
        Ok(Values(values))
    }
}

/// A body of JSON, bounded in size; what it may hold is the type's to say, so that nothing nests deeper than that.
pub async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Problem> {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Problem::MediaType("the body is `application/json`".to_owned()));
    }
    let bytes = to_bytes(body, limits::API_BODY_BYTES_MAX).await.map_err(|_| PageError::TooLarge)?;
    // A list would be taken for the fields in their order.
    if bytes.trim_ascii_start().first().is_some_and(|first| *first != b'{') {
        return Err(Problem::Malformed("the body is an object of JSON".to_owned()));
    }
    serde_json::from_slice(&bytes).map_err(|error| {
        let reason: String = error.to_string().chars().take(200).collect();
        Problem::Malformed(format!("the body cannot be read: {reason}"))
    })
}
