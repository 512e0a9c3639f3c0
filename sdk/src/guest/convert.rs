//! Between the words of the bindings and those of the SDK.

use super::bindings::exports::veillee::web::web;
use super::bindings::veillee::{objects::read, types::choices, types::types};
use crate::{ARCHIVE_ENTRIES_MAX, Choice, ChoiceRef, Error, File, Filter, Query, Request, Response, Row, Value};

pub(super) fn give_query(query: &Query) -> read::Query {
    let given = read::Query::new(&query.collection, &query.select);
    if let Some(parent) = &query.under {
        given.under(parent);
    }
    for filter in &query.filters {
        match filter {
            Filter::Equals { field, value } => given.equals(field, &give_value(value)),
            Filter::Between { field, low, high } => given.between(field, &give_value(low), &give_value(high)),
            Filter::AnyOf { field, values } => {
                given.any_of(field, &values.iter().map(give_value).collect::<Vec<_>>());
            }
        }
    }
    if let Some(words) = &query.search {
        given.search(words);
    }
    if let Some(order) = &query.order {
        given.order(&order.field, order.descending);
    }
    given
}

pub(super) fn take_request(request: web::Request) -> (Request, Vec<choices::Choice>) {
    let web::Request { method, path, query, form, choices } = request;
    let mut taken = Request { method, path, query, form, choices: Vec::with_capacity(choices.len()) };
    let mut handles = Vec::with_capacity(choices.len());
    for (name, handle) in choices {
        let files = handle.files().into_iter().map(|(name, size_bytes)| File { name, size_bytes }).collect();
        taken.choices.push(Choice { at: ChoiceRef(handles.len()), name, files, label: handle.label() });
        handles.push(handle);
    }
    (taken, handles)
}

pub(super) fn give_response(response: Response) -> web::Response {
    match response {
        Response::Page { title, main, status } => web::Response::Page(web::Page { title, main, status }),
        Response::SeeOther(path) => web::Response::SeeOther(path),
        Response::Blob { id, name, download } => web::Response::Blob(web::Blob { id, name, download }),
        Response::Archive { name, entries } => {
            // One too many is enough for the host to say how many there may be.
            let sent = entries.into_iter().take(ARCHIVE_ENTRIES_MAX + 1);
            let entries = sent.map(|entry| (entry.object, entry.blob, entry.path)).collect();
            web::Response::Archive(web::Archive { name, entries })
        }
    }
}

pub(super) fn give_fields(fields: &[(String, Value)]) -> Vec<(String, types::Value)> {
    fields.iter().map(|(name, value)| (name.clone(), give_value(value))).collect()
}

pub(super) fn give_value(value: &Value) -> types::Value {
    match value {
        Value::None => types::Value::None,
        Value::Boolean(boolean) => types::Value::Boolean(*boolean),
        Value::Integer(integer) => types::Value::Integer(*integer),
        Value::Real(real) => types::Value::Real(*real),
        Value::Text(text) => types::Value::Text(text.clone()),
        Value::Texts(texts) => types::Value::Texts(texts.clone()),
        Value::Bytes(bytes) => types::Value::Bytes(bytes.clone()),
    }
}

pub(super) fn take_row(row: read::Row) -> Row {
    Row { id: row.id, version: row.version, values: row.values.into_iter().map(take_value).collect() }
}

pub(super) fn take_value(value: types::Value) -> Value {
    match value {
        types::Value::None => Value::None,
        types::Value::Boolean(boolean) => Value::Boolean(boolean),
        types::Value::Integer(integer) => Value::Integer(integer),
        types::Value::Real(real) => Value::Real(real),
        types::Value::Text(text) => Value::Text(text),
        types::Value::Texts(texts) => Value::Texts(texts),
        types::Value::Bytes(bytes) => Value::Bytes(bytes),
    }
}

pub(super) fn take_error(error: types::Error) -> Error {
    match error {
        types::Error::NotFound => Error::NotFound,
        types::Error::Denied => Error::Denied,
        types::Error::Conflict => Error::Conflict,
        types::Error::Invalid(sentence) => Error::Invalid(sentence),
        types::Error::QuotaExceeded => Error::QuotaExceeded,
        types::Error::RateLimited(after_ms) => Error::RateLimited(after_ms),
        types::Error::Unavailable(sentence) => Error::Unavailable(sentence),
        types::Error::Other(sentence) => Error::Other(sentence),
    }
}

pub(super) fn give_error(error: Error) -> types::Error {
    match error {
        Error::NotFound => types::Error::NotFound,
        Error::Denied => types::Error::Denied,
        Error::Conflict => types::Error::Conflict,
        Error::Invalid(sentence) => types::Error::Invalid(sentence),
        Error::QuotaExceeded => types::Error::QuotaExceeded,
        Error::RateLimited(after_ms) => types::Error::RateLimited(after_ms),
        Error::Unavailable(sentence) => types::Error::Unavailable(sentence),
        Error::Other(sentence) => types::Error::Other(sentence),
    }
}
