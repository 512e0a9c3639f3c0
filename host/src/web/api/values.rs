//! Values of fields as JSON and back. Bytes are base64 (RFC 4648, 4); times are integers, in milliseconds since 1970.

use data_encoding::BASE64;
use serde_json::{Map, Value as Json, json};
use veillee_access::FieldType;
use veillee_engine::types::{Fields, Value};

use super::problem::{Kind, Problem, Unfit};
use crate::limits;
use crate::storage::shape::{FieldShape, Shape};
use crate::web::error::PageError;
use crate::words::plain_line;

pub fn to_json(value: &Value) -> Json {
    match value {
        Value::None => Json::Null,
        Value::Boolean(truth) => json!(truth),
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Texts(texts) => json!(texts),
        Value::Bytes(bytes) => json!(BASE64.encode(bytes)),
    }
}

/// The fields that somebody wants to write. Whether they may, and whether a value fits, is storage's to say.
pub fn fields_of(shape: &Shape, given: Map<String, Json>) -> Result<Fields, Problem> {
    given
        .into_iter()
        .map(|(name, json)| {
            if shape.is_state(&name) {
                return Err(unfit(&name, "`state` is changed by a POST to `…/state`"));
            }
            let field = shape.fields.get(&name).ok_or_else(|| no_field(shape, &name))?;
            let value = from_json(field, json).ok_or_else(|| not_of(&name, field))?;
            Ok((name, value))
        })
        .collect()
}

fn from_json(field: &FieldShape, json: Json) -> Option<Value> {
    Some(match (field.kind, json) {
        (_, Json::Null) => Value::None,
        (FieldType::Text, Json::String(text)) => Value::Text(text),
        (FieldType::Boolean, Json::Bool(truth)) => Value::Boolean(truth),
        (FieldType::Integer, Json::Number(number)) => Value::Integer(whole(&number)?),
        (FieldType::Real, Json::Number(number)) => Value::Real(number.as_f64()?),
        (FieldType::Texts, Json::Array(texts)) => {
            let text = |json: Json| if let Json::String(text) = json { Some(text) } else { None };
            Value::Texts(texts.into_iter().map(text).collect::<Option<_>>()?)
        }
        (FieldType::Bytes, Json::String(text)) => Value::Bytes(BASE64.decode(text.as_bytes()).ok()?),
        _ => return None,
    })
}

/// JSON does not tell `2` from `2.0` (RFC 8259, 6). A large one that is written with a fraction is not taken: what reads it errs in
/// the last place, which from some size on would make it another whole number.
pub fn whole(number: &serde_json::Number) -> Option<i64> {
    const MOST: f64 = 9e14;
    number.as_i64().or_else(|| {
        let real = number.as_f64().filter(|real| real.fract() == 0.0 && real.abs() <= MOST)?;
        format!("{real:.0}").parse().ok()
    })
}

/// A value as a query writes it.
pub fn from_text(name: &str, field: &FieldShape, text: &str) -> Result<Value, Problem> {
    let longest = longest_in_query(field);
    if field.kind == FieldType::Text && text.chars().count() > longest {
        return Err(unfit(name, format!("`{name}` is compared with at most {longest} characters")));
    }
    let value = match field.kind {
        FieldType::Text => Some(Value::Text(text.to_owned())),
        FieldType::Boolean => text.parse().ok().map(Value::Boolean),
        FieldType::Integer => text.parse().ok().map(Value::Integer),
        FieldType::Real => text.parse().ok().map(Value::Real),
        FieldType::Texts | FieldType::Bytes => None,
    };
    value.ok_or_else(|| not_of(name, field))
}

/// In characters.
pub fn longest_in_query(field: &FieldShape) -> usize {
    field.max_chars.min(limits::API_FILTER_CHARS_MAX)
}

pub fn invalid(sentence: impl Into<String>) -> Problem {
    Problem::Page(PageError::Invalid(sentence.into()))
}

/// The same about one field of what was sent.
pub fn unfit(field: &str, sentence: impl Into<String>) -> Problem {
    let field = plain_line(field, 60);
    Problem::Unfit(Unfit { kind: Kind::Invalid, field, sentence: sentence.into(), retry_seconds: None })
}

pub fn no_field(shape: &Shape, name: &str) -> Problem {
    let name = plain_line(name, 60);
    unfit(&name, format!("`{}` has no field `{name}`", shape.name))
}

fn not_of(name: &str, field: &FieldShape) -> Problem {
    unfit(name, format!("`{name}` is of the type {}", field.kind.name()))
}
