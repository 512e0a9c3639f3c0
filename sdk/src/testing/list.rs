use std::cmp::Ordering;

use super::store::{Object, Store};
use crate::{Error, Filter, Order, Page, Query, Row, Value};

pub(super) fn run(store: &Store, query: &Query, after: Option<&str>, limit: u32) -> Result<Page, Error> {
    if limit == 0 || limit > 200 {
        return Err(Error::Invalid("the limit is between 1 and 200".into()));
    }
    let found = matching(store, query);
    let start = match after {
        None => 0,
        Some(cursor) => {
            let last = found.iter().position(|object| object.id == cursor);
            last.ok_or_else(|| Error::Invalid("this cursor is not of this query".into()))? + 1
        }
    };
    let rest = &found[start..];
    let here = &rest[..rest.len().min(limit as usize)];
    let next = (rest.len() > here.len()).then(|| here.last().map(|object| object.id.clone())).flatten();
    Ok(Page { rows: here.iter().map(|object| row(object, &query.select)).collect(), next })
}

pub(super) fn matching<'store>(store: &'store Store, query: &Query) -> Vec<&'store Object> {
    let mut found: Vec<&Object> = store.objects.iter().filter(|object| matches(object, query)).collect();
    let newest_first = Order { field: "@created-ms".into(), descending: true };
    let order = query.order.as_ref().unwrap_or(&newest_first);
    found.sort_by(|left, right| {
        let by_field = compare(&left.value(&order.field), &right.value(&order.field));
        let ascending = by_field.then(left.created.cmp(&right.created));
        if order.descending { ascending.reverse() } else { ascending }
    });
    found
}

pub(super) fn row(object: &Object, select: &[impl AsRef<str>]) -> Row {
    let values = select.iter().map(|name| object.value(name.as_ref())).collect();
    Row { id: object.id.clone(), version: object.version, values }
}

fn matches(object: &Object, query: &Query) -> bool {
    !object.trashed
        && object.collection == query.collection
        && query.under.as_ref().is_none_or(|parent| object.parent.as_ref() == Some(parent))
        && query.filters.iter().all(|filter| passes(object, filter))
        && query.search.as_ref().is_none_or(|words| holds_words(object, words))
}

fn passes(object: &Object, filter: &Filter) -> bool {
    match filter {
        Filter::Equals { field, value } => object.value(field) == *value,
        Filter::AnyOf { field, values } => values.contains(&object.value(field)),
        Filter::Between { field, low, high } => {
            let value = object.value(field);
            value != Value::None && compare(low, &value).is_le() && compare(&value, high).is_le()
        }
    }
}

/// Without the folding and stemming of a real host.
fn holds_words(object: &Object, words: &str) -> bool {
    let texts =
        object.fields.iter().filter_map(|(_, value)| if let Value::Text(text) = value { Some(text) } else { None });
    let texts = texts.map(|text| text.to_lowercase()).collect::<Vec<_>>().join(" ");
    words.to_lowercase().split_whitespace().all(|word| texts.contains(word))
}

fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => left.cmp(right),
        (Value::Real(left), Value::Real(right)) => left.total_cmp(right),
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        (Value::Boolean(left), Value::Boolean(right)) => left.cmp(right),
        _ => Ordering::Equal,
    }
}
