//! Between the generated types and the plain ones, with the caps that belong to the border.

use crate::bindings::exports::veillee::web::web as wire_web;
use crate::bindings::runner::exports::veillee::jobs::run as wire_run;
use crate::bindings::veillee::objects::read as wire_read;
use crate::bindings::veillee::types::types as wire;
use crate::limits::MAX_ERROR_CHARS;
use crate::types::{Archive, ArchiveEntry, Error, Fields, Page, Response, Row, Value, Verdict};

pub(crate) fn value_from_guest(value: wire::Value) -> Value {
    match value {
        wire::Value::None => Value::None,
        wire::Value::Boolean(boolean) => Value::Boolean(boolean),
        wire::Value::Integer(integer) => Value::Integer(integer),
        wire::Value::Real(real) => Value::Real(real),
        wire::Value::Text(text) => Value::Text(text),
        wire::Value::Texts(texts) => Value::Texts(texts),
        wire::Value::Bytes(bytes) => Value::Bytes(bytes),
    }
}

pub(crate) fn value_to_guest(value: Value) -> wire::Value {
    match value {
        Value::None => wire::Value::None,
        Value::Boolean(boolean) => wire::Value::Boolean(boolean),
        Value::Integer(integer) => wire::Value::Integer(integer),
        Value::Real(real) => wire::Value::Real(real),
        Value::Text(text) => wire::Value::Text(text),
        Value::Texts(texts) => wire::Value::Texts(texts),
        Value::Bytes(bytes) => wire::Value::Bytes(bytes),
    }
}

pub(crate) fn fields_from_guest(fields: wire::Fields) -> Fields {
    fields.into_iter().map(|(name, value)| (name, value_from_guest(value))).collect()
}

pub(crate) fn row_to_guest(row: Row) -> wire_read::Row {
    wire_read::Row { id: row.id, version: row.version, values: row.values.into_iter().map(value_to_guest).collect() }
}

pub(crate) fn page_to_guest(page: Page) -> wire_read::Page {
    wire_read::Page { rows: page.rows.into_iter().map(row_to_guest).collect(), next: page.next }
}

pub(crate) fn error_to_guest(error: Error) -> wire::Error {
    match error {
        Error::NotFound => wire::Error::NotFound,
        Error::Denied => wire::Error::Denied,
        Error::Conflict => wire::Error::Conflict,
        Error::Invalid(sentence) => wire::Error::Invalid(cut(sentence)),
        Error::QuotaExceeded => wire::Error::QuotaExceeded,
        Error::RateLimited(after_ms) => wire::Error::RateLimited(after_ms),
        Error::Unavailable(sentence) => wire::Error::Unavailable(cut(sentence)),
        Error::Other(sentence) => wire::Error::Other(cut(sentence)),
    }
}

pub(crate) fn error_from_guest(error: wire::Error) -> Error {
    match error {
        wire::Error::NotFound => Error::NotFound,
        wire::Error::Denied => Error::Denied,
        wire::Error::Conflict => Error::Conflict,
        wire::Error::Invalid(sentence) => Error::Invalid(cut(sentence)),
        wire::Error::QuotaExceeded => Error::QuotaExceeded,
        wire::Error::RateLimited(after_ms) => Error::RateLimited(after_ms),
        wire::Error::Unavailable(sentence) => Error::Unavailable(cut(sentence)),
        wire::Error::Other(sentence) => Error::Other(cut(sentence)),
    }
}

pub(crate) fn response_from_guest(response: wire_web::Response) -> Response {
    match response {
        wire_web::Response::Page(page) => Response::Page { title: page.title, main: page.main, status: page.status },
        wire_web::Response::SeeOther(path) => Response::SeeOther(path),
        wire_web::Response::Blob(blob) => Response::Blob { id: blob.id, name: blob.name, download: blob.download },
        wire_web::Response::Archive(archive) => Response::Archive(Archive {
            name: archive.name,
            entries: archive
                .entries
                .into_iter()
                .map(|(object, blob, path)| ArchiveEntry { object, blob, path })
                .collect(),
        }),
    }
}

pub(crate) fn verdict_from_guest(verdict: wire_run::Verdict) -> Verdict {
    match verdict {
        wire_run::Verdict::Done => Verdict::Done,
        wire_run::Verdict::RetryAfterMs(after_ms) => Verdict::RetryAfterMs(after_ms),
        wire_run::Verdict::GiveUp(sentence) => Verdict::GiveUp(cut(sentence)),
    }
}

pub(crate) fn cut(mut sentence: String) -> String {
    if let Some((end, _)) = sentence.char_indices().nth(MAX_ERROR_CHARS) {
        sentence.truncate(end);
    }
    sentence
}
