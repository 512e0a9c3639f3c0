//! The query of a list: the filters and the order that plugins have too.

use veillee_engine::types::{Filter, Order, Query, Value};

use super::object;
use super::problem::Problem;
use super::values::{from_text, no_field, unfit};
use crate::limits;
use crate::storage::ids::collection_number;
use crate::storage::shape::{FieldShape, Shape};
use crate::web::error::PageError;
use crate::web::forms::{Pairs, parse_pairs};

/// What is asked of a list.
pub struct Wanted {
    pub query: Query,
    pub after: Option<String>,
    pub limit: u32,
    /// Wants to know how many there are, at most so many.
    pub count_up_to: Option<u32>,
}

/// `parent`, `where.FIELD` (several times: any of them), `from.FIELD`, `to.FIELD`, `words`, `order` (`-` before it: the
/// greatest first), `limit`, `after`, `count`.
pub fn parse(shape: &Shape, text: &str, under: Option<&str>) -> Result<Wanted, Problem> {
    let pairs = parse_pairs(text, limits::QUERY_PAIRS_MAX, limits::QUERY_CHARS_MAX)?;
    let mut wanted = Wanted {
        query: Query {
            collection: shape.name.clone(),
            select: object::select(shape),
            under: under.map(str::to_owned),
            ..Query::default()
        },
        after: None,
        limit: limits::API_ROWS,
        count_up_to: None,
    };
    let mut limit = None;
    for (name, value) in &pairs {
        match name.as_str() {
            "parent" if under.is_none() && collection_number(value).is_none() => {
                return Err(unfit(name, "`parent` is the id of an object"));
            }
            "parent" if under.is_none() => once(&mut wanted.query.under, value.clone(), name)?,
            "words" if value.chars().count() > limits::API_WORDS_CHARS_MAX => {
                return Err(unfit(name, format!("`words` takes at most {} characters", limits::API_WORDS_CHARS_MAX)));
            }
            "words" => once(&mut wanted.query.search, value.clone(), name)?,
            "after" => once(&mut wanted.after, value.clone(), name)?,
            "order" => once(&mut wanted.query.order, order(value), name)?,
            "limit" => once(&mut limit, number(name, value, limits::QUERY_ROWS_MAX)?, name)?,
            "count" => once(&mut wanted.count_up_to, number(name, value, limits::COUNT_MAX)?, name)?,
            _ => {}
        }
    }
    wanted.limit = limit.unwrap_or(limits::API_ROWS);
    wanted.query.filters = filters(shape, &pairs, under.is_some())?;
    Ok(wanted)
}

fn once<T>(place: &mut Option<T>, value: T, name: &str) -> Result<(), Problem> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Problem::Malformed(format!("`{name}` is given twice"))),
    }
}

fn order(value: &str) -> Order {
    match value.strip_prefix('-') {
        Some(field) => Order { field: field.to_owned(), descending: true },
        None => Order { field: value.to_owned(), descending: false },
    }
}

fn number(name: &str, value: &str, most: u32) -> Result<u32, Problem> {
    let found = value.parse().ok().filter(|number| (1..=most).contains(number));
    found.ok_or_else(|| unfit(name, format!("`{name}` is a number from 1 to {most}")))
}

const KNOWN: [&str; 7] = ["parent", "words", "after", "order", "limit", "count", ""];

/// In the order of their fields' first mention.
fn filters(shape: &Shape, pairs: &Pairs, is_under: bool) -> Result<Vec<Filter>, Problem> {
    let mut equal: Vec<(String, Vec<Value>)> = Vec::new();
    let mut between: Vec<(String, Option<Value>, Option<Value>)> = Vec::new();
    for (name, value) in pairs {
        let Some((kind, field)) = name.split_once('.') else {
            let known = KNOWN.contains(&name.as_str()) && !(is_under && name == "parent");
            if known {
                continue;
            }
            return Err(unknown(name));
        };
        let declared = shape.fields.get(field).ok_or_else(|| no_field(shape, field))?;
        let value = from_text(field, declared, value)?;
        match kind {
            "where" => match equal.iter_mut().find(|(known, _)| known == field) {
                Some((_, values)) => values.push(value),
                None => equal.push((field.to_owned(), vec![value])),
            },
            "from" | "to" => {
                let place = place_of(&mut between, field);
                let end = if kind == "from" { &mut between[place].1 } else { &mut between[place].2 };
                once(end, value, name)?;
            }
            _ => return Err(unknown(name)),
        }
    }
    let equal = equal.into_iter().map(|(field, mut values)| match (values.len(), values.pop()) {
        (1, Some(value)) => Filter::Equals { field, value },
        (_, last) => Filter::AnyOf { field, values: values.into_iter().chain(last).collect() },
    });
    let between = between.into_iter().map(|(field, low, high)| ends(shape, field, low, high));
    equal.map(Ok).chain(between).collect()
}

fn place_of(between: &mut Vec<(String, Option<Value>, Option<Value>)>, field: &str) -> usize {
    between.iter().position(|(known, ..)| known == field).unwrap_or_else(|| {
        between.push((field.to_owned(), None, None));
        between.len() - 1
    })
}

/// An end that is not given is the farthest there is.
fn ends(shape: &Shape, field: String, low: Option<Value>, high: Option<Value>) -> Result<Filter, Problem> {
    let declared = shape.fields.get(&field).ok_or(PageError::NotFound)?;
    let (lowest, highest) = farthest(declared).ok_or_else(|| unfit(&field, format!("`{field}` has no order")))?;
    Ok(Filter::Between { low: low.unwrap_or(lowest), high: high.unwrap_or(highest), field })
}

fn farthest(field: &FieldShape) -> Option<(Value, Value)> {
    use veillee_access::FieldType;
    let most = limits::INTEGER_MAX.cast_signed();
    match field.kind {
        FieldType::Integer => Some((Value::Integer(-most), Value::Integer(most))),
        FieldType::Real => Some((Value::Real(f64::MIN), Value::Real(f64::MAX))),
        FieldType::Text if field.required => Some((Value::Text("!".to_owned()), Value::Text("\u{10FFFF}".to_owned()))),
        FieldType::Text => Some((Value::Text(String::new()), Value::Text("\u{10FFFF}".to_owned()))),
        FieldType::Boolean | FieldType::Texts | FieldType::Bytes => None,
    }
}

fn unknown(name: &str) -> Problem {
    let name: String = name.chars().take(60).collect();
    Problem::Malformed(format!("`{name}` is no parameter of this list"))
}
