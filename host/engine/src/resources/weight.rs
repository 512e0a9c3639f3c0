//! How many bytes a draft keeps in the host, roughly and never too low by more than a constant.

use crate::types::{Fields, Value};

const ELEMENT_BYTES: usize = 32;

pub(super) fn of_text(text: &str) -> usize {
    ELEMENT_BYTES + text.len()
}

pub(super) fn of_texts(texts: &[String]) -> usize {
    texts.iter().map(|text| of_text(text)).sum()
}

pub(super) fn of_value(value: &Value) -> usize {
    match value {
        Value::Text(text) => of_text(text),
        Value::Texts(texts) => ELEMENT_BYTES + of_texts(texts),
        Value::Bytes(bytes) => ELEMENT_BYTES + bytes.len(),
        Value::None | Value::Boolean(_) | Value::Integer(_) | Value::Real(_) => ELEMENT_BYTES,
    }
}

pub(super) fn of_fields(fields: &Fields) -> usize {
    fields.iter().map(|(name, value)| of_text(name) + of_value(value)).sum()
}
