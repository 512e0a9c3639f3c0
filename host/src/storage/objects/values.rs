//! Values of fields on their way into and out of the database.

use veillee_access::{Arg, FieldType};
use veillee_engine::types::Value;

use super::ObjectError;
use crate::limits;
use crate::storage::shape::FieldShape;
use crate::storage::sql::Record;

/// Checks a value against its field and makes it storable.
pub(super) fn to_arg(name: &str, field: &FieldShape, value: &Value) -> Result<Arg, ObjectError> {
    let arg = match (field.kind, value) {
        (_, Value::None) => return absent(name, field),
        (FieldType::Text, Value::Text(text)) => {
            if text.chars().count() > field.max_chars {
                return Err(ObjectError::invalid(format!("`{name}` has more than {} characters", field.max_chars)));
            }
            if text.contains('\0') {
                return Err(ObjectError::invalid(format!("`{name}` holds a NUL character")));
            }
            Arg::Text(text.clone())
        }
        (FieldType::Boolean, Value::Boolean(truth)) => Arg::Bool(*truth),
        (FieldType::Integer, Value::Integer(number)) => {
            if number.unsigned_abs() > limits::INTEGER_MAX {
                return Err(ObjectError::invalid(format!("`{name}` lies outside of ±{}", limits::INTEGER_MAX)));
            }
            Arg::Int(*number)
        }
        (FieldType::Real, Value::Real(number)) if number.is_finite() => Arg::Real(*number),
        (FieldType::Texts, Value::Texts(texts)) => Arg::Text(join_texts(name, texts)?),
        (FieldType::Bytes, Value::Bytes(bytes)) if bytes.len() <= limits::FIELD_BYTES_MAX => Arg::Bytes(bytes.clone()),
        _ => return Err(ObjectError::invalid(format!("`{name}` is a {} field", field.kind.name()))),
    };
    if field.required && matches!(&arg, Arg::Text(text) if text.trim().is_empty()) {
        return Err(ObjectError::invalid(format!("`{name}` must not be empty")));
    }
    Ok(arg)
}

fn absent(name: &str, field: &FieldShape) -> Result<Arg, ObjectError> {
    if field.required || field.index {
        return Err(ObjectError::invalid(format!("`{name}` needs a value")));
    }
    Ok(match field.kind {
        FieldType::Text | FieldType::Texts => Arg::NullText,
        FieldType::Boolean => Arg::NullBool,
        FieldType::Integer => Arg::NullInt,
        FieldType::Real => Arg::NullReal,
        FieldType::Bytes => Arg::NullBytes,
    })
}

/// The separator cannot stand in a text, so that no escape is needed.
const BETWEEN_TEXTS: char = '\u{1F}';

fn join_texts(name: &str, texts: &[String]) -> Result<String, ObjectError> {
    if texts.len() > limits::TEXTS_MAX || texts.iter().any(|text| text.contains([BETWEEN_TEXTS, '\0'])) {
        let most = limits::TEXTS_MAX;
        return Err(ObjectError::invalid(format!("`{name}` takes at most {most} texts without control characters")));
    }
    // Each text is closed, so that no text and one empty text differ.
    Ok(texts.iter().flat_map(|text| [text.as_str(), "\u{1F}"]).collect())
}

pub(in crate::storage) fn from_record(record: &Record, column: usize, kind: FieldType) -> Result<Value, ObjectError> {
    Ok(match kind {
        FieldType::Text => record.maybe_text(column)?.map_or(Value::None, Value::Text),
        FieldType::Boolean => record.maybe_truth(column)?.map_or(Value::None, Value::Boolean),
        FieldType::Integer => record.maybe_int(column)?.map_or(Value::None, Value::Integer),
        FieldType::Real => record.maybe_real(column)?.map_or(Value::None, Value::Real),
        FieldType::Bytes => record.maybe_bytes(column)?.map_or(Value::None, Value::Bytes),
        FieldType::Texts => record.maybe_text(column)?.map_or(Value::None, |joined| {
            Value::Texts(joined.split_terminator(BETWEEN_TEXTS).map(str::to_owned).collect())
        }),
    })
}
