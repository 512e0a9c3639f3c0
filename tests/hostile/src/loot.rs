//! What an attack owns up to on its page.

use std::fmt::Debug;

use veillee_sdk::{Call, Error, Html, Response, Row, Value, html};

/// Counts what was tried and keeps what succeeded.
#[derive(Default)]
pub(crate) struct Loot {
    tried: u64,
    won: Vec<String>,
    refused: Vec<String>,
}

/// Refusals shown; more are only counted.
const REFUSALS_SHOWN: usize = 100;

impl Loot {
    /// An attempt to read: whatever comes back is a leak.
    pub(crate) fn read(&mut self, what: &str, outcome: Result<impl Debug, Error>) {
        self.keep("leaked", what, outcome.map(|found| Some(format!("{found:?}"))));
    }

    /// An attempt to read one object: a row leaks even when all its values are empty, for it tells of existence.
    pub(crate) fn row(&mut self, what: &str, outcome: Result<Row, Error>) {
        self.read(what, outcome.map(|row| (row.version, row.values)));
    }

    /// An attempt to list: an empty list is no leak, nor are rows without a value.
    pub(crate) fn rows(&mut self, what: &str, outcome: Result<Vec<Row>, Error>) {
        let values = |rows: Vec<Row>| {
            let found: Vec<Value> = rows.into_iter().flat_map(|row| row.values).collect();
            found.iter().any(|value| *value != Value::None).then(|| format!("{found:?}"))
        };
        self.keep("leaked", what, outcome.map(values));
    }

    /// An attempt to learn a number or a yes: zero and no are no leak.
    pub(crate) fn more_than_nothing<T: Default + PartialEq + Debug>(&mut self, what: &str, outcome: Result<T, Error>) {
        let found = |found: T| (found != T::default()).then(|| format!("{found:?}"));
        self.keep("leaked", what, outcome.map(found));
    }

    /// An attempt to write: success is a change.
    pub(crate) fn write(&mut self, what: &str, outcome: Result<impl Debug, Error>) {
        self.keep("changed", what, outcome.map(|done| Some(format!("{done:?}"))));
    }

    fn keep(&mut self, word: &str, what: &str, outcome: Result<Option<String>, Error>) {
        self.tried += 1;
        match outcome {
            Ok(Some(found)) => self.won.push(format!("{word}: {what}: {found}")),
            Ok(None) => {}
            Err(error) => self.refused.push(format!("refused: {what}: {error}")),
        }
    }

    /// The honest page.
    pub(crate) fn page(self, title: &'static str) -> Response {
        let mut page = html!("<h1>{}</h1><p>tried {}, refused {}</p>", title, self.tried, self.refused.len());
        if self.won.is_empty() {
            page.put("<p>{}</p>", &[&"nothing"]);
        }
        page.push(&list(&self.won)).push(&list(&self.refused[..self.refused.len().min(REFUSALS_SHOWN)]));
        Response::page(title, page)
    }
}

fn list(lines: &[String]) -> Html {
    let mut list = html!("<ul>");
    for line in lines {
        list.put("<li>{}</li>", &[line]);
    }
    list.put("</ul>", &[]);
    list
}

/// A number of the query, for attacks that come in sizes or kinds.
pub(crate) fn number(call: &Call<'_>, name: &str, otherwise: usize) -> usize {
    call.query_field(name).and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

/// A page exactly as written, so that the host's wall meets it whole.
pub(crate) fn raw_page(title: impl Into<String>, main: impl Into<String>) -> Response {
    Response::Page { title: title.into(), main: main.into(), status: 200 }
}
