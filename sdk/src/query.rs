use std::marker::PhantomData;

use crate::{Door, Error, FromRow, Value};

/// A list as asked for: what a [`Door`] is given.
///
/// ```
/// use veillee_sdk::{Door, Filter, Order, Query, testing::MemoryDoor};
///
/// let mut door = MemoryDoor::new();
/// for year in [2024, 2025, 2026] {
///     door.insert("walk", None, [("year", year.into())]);
/// }
/// let query = Query {
///     collection: "walk".into(),
///     select: vec!["year".into()],
///     filters: vec![Filter::Between { field: "year".into(), low: 2025.into(), high: 2026.into() }],
///     order: Some(Order { field: "year".into(), descending: true }),
///     ..Query::default()
/// };
/// let page = door.run(&query, None, 10)?;
/// assert_eq!(page.rows[0].integer(0), Some(2026));
/// assert_eq!(page.rows.len(), 2);
/// # Ok::<(), veillee_sdk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// As declared in `plugin.toml`.
    pub collection: String,
    /// Declared fields or system columns, at most 32.
    pub select: Vec<String>,
    /// Only objects that lie directly in this one.
    pub under: Option<String>,
    /// All must hold; at most 8.
    pub filters: Vec<Filter>,
    /// Only objects whose text fields hold all these words, at most 8.
    pub search: Option<String>,
    /// By `@created-ms`, newest first, when none.
    pub order: Option<Order>,
}

/// A condition on a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// It equals the value.
    Equals {
        /// A declared field.
        field: String,
        /// Of the field's type.
        value: Value,
    },
    /// It lies between both values, both included.
    Between {
        /// An indexed field.
        field: String,
        /// The smallest.
        low: Value,
        /// The largest.
        high: Value,
    },
    /// It equals one of the values.
    AnyOf {
        /// A declared field.
        field: String,
        /// At most 64.
        values: Vec<Value>,
    },
}

/// By `@created-ms`, `@updated-ms` or an indexed field; ties by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// `@created-ms`, `@updated-ms` or an indexed field.
    pub field: String,
    /// Largest first.
    pub descending: bool,
}

/// A list under construction: it costs nothing until [`run`](Self::run) or [`count`](Self::count), and mistakes are
/// reported there.
///
/// ```
/// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
/// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
/// # let album = door.insert("album", None, [("title", "Summer".into())]);
/// # door.insert("photo", Some(&album), [("title", "Lake".into()), ("position", 1.into())]);
/// # let mut call = Call::new("album", &request, &mut door);
/// let page = call.query("photo").select(["title"]).under(&album).order("position").run(None, 100)?;
/// assert_eq!(page.rows[0].text(0), "Lake");
/// assert_eq!(page.next, None);
/// # Ok::<(), veillee_sdk::Error>(())
/// ```
///
/// Its rows are plain ones, or structs when it began with [`Call::objects`](crate::Call::objects).
///
/// ```
/// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
/// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
/// # for (title, year) in [("Lake", 2024), ("Hill", 2025), ("Lake house", 2026)] {
/// #     door.insert("walk", None, [("title", title.into()), ("year", year.into())]);
/// # }
/// # let mut call = Call::new("album", &request, &mut door);
/// let titles = |page: veillee_sdk::Page| page.rows.iter().map(|row| row.text(0).to_owned()).collect::<Vec<_>>();
/// let lakes = call.query("walk").select(["title"]).search("lake").order_descending("year").run(None, 10)?;
/// assert_eq!(titles(lakes), ["Lake house", "Lake"]);
/// let recent = call.query("walk").select(["title"]).between("year", 2025, 2026).order("year").run(None, 10)?;
/// assert_eq!(titles(recent), ["Hill", "Lake house"]);
/// assert_eq!(call.query("walk").equals("title", "Hill").count(10)?, 1);
/// assert_eq!(call.query("walk").any_of("year", [2024.into(), 2026.into()]).count(10)?, 2);
/// # Ok::<(), veillee_sdk::Error>(())
/// ```
#[must_use = "a query does nothing until `run` or `count`"]
pub struct QueryBuilder<'door, R = Row> {
    door: &'door mut dyn Door,
    query: Query,
    rows: PhantomData<fn() -> R>,
}

impl<'door, R: FromRow> QueryBuilder<'door, R> {
    pub(crate) fn new(door: &'door mut dyn Door, collection: &str) -> Self {
        Self { door, query: Query { collection: collection.into(), ..Query::default() }, rows: PhantomData }
    }

    /// The fields or system columns that rows hold, in this order.
    pub fn select<'name>(mut self, names: impl IntoIterator<Item = &'name str>) -> Self {
        self.query.select.extend(names.into_iter().map(str::to_owned));
        self
    }

    /// Only objects that lie directly in `parent`.
    pub fn under(mut self, parent: &str) -> Self {
        self.query.under = Some(parent.into());
        self
    }

    /// Only objects whose field equals the value.
    pub fn equals(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.query.filters.push(Filter::Equals { field: field.into(), value: value.into() });
        self
    }

    /// Only objects whose indexed field lies between both values, both included.
    pub fn between(mut self, field: &str, low: impl Into<Value>, high: impl Into<Value>) -> Self {
        self.query.filters.push(Filter::Between { field: field.into(), low: low.into(), high: high.into() });
        self
    }

    /// Only objects whose field equals one of at most 64 values.
    pub fn any_of(mut self, field: &str, values: impl IntoIterator<Item = Value>) -> Self {
        let values = values.into_iter().collect();
        self.query.filters.push(Filter::AnyOf { field: field.into(), values });
        self
    }

    /// Only objects whose text fields hold all these words, at most 8; the last also as a beginning.
    pub fn search(mut self, words: &str) -> Self {
        self.query.search = Some(words.into());
        self
    }

    /// Smallest first, by `@created-ms`, `@updated-ms` or an indexed field.
    pub fn order(mut self, field: &str) -> Self {
        self.query.order = Some(Order { field: field.into(), descending: false });
        self
    }

    /// Largest first.
    pub fn order_descending(mut self, field: &str) -> Self {
        self.query.order = Some(Order { field: field.into(), descending: true });
        self
    }

    /// One page of at most `limit` rows, 200 at the most; `after` is the cursor of the page before. Errors: `Invalid`; for
    /// structs `Other`, when a row does not fit them.
    pub fn run(self, after: Option<&str>, limit: u32) -> Result<Page<R>, Error> {
        let Page { rows, next } = self.door.run(&self.query, after, limit)?;
        Ok(Page { rows: R::from_rows(rows)?, next })
    }

    /// How many objects the caller may count, exact below `up_to` (10,000 at the most), else `up_to`.
    pub fn count(self, up_to: u32) -> Result<u32, Error> {
        self.door.count(&self.query, up_to)
    }
}

/// A page of a list.
///
/// ```
/// # use veillee_sdk::{Call, Page, Request, testing::MemoryDoor};
/// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
/// # for title in ["Lake", "Hill", "Sea"] { door.insert("photo", None, [("title", title.into())]); }
/// # let mut call = Call::new("album", &request, &mut door);
/// let Page { rows, next } = call.query("photo").select(["title"]).run(None, 2)?;
/// assert_eq!(rows.len(), 2);
/// let last = call.query("photo").select(["title"]).run(next.as_deref(), 2)?;
/// assert_eq!((last.rows[0].text(0), last.next), ("Lake", None));
/// # Ok::<(), veillee_sdk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Page<R = Row> {
    /// At most as many as were asked for.
    pub rows: Vec<R>,
    /// Where the next page starts: good for this caller, this query and one day. None at the end.
    pub next: Option<String>,
}

/// Nothing, and no more.
impl<R> Default for Page<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), next: None }
    }
}

/// One object as asked for, its values by their place in `select`.
///
/// ```
/// use veillee_sdk::{Row, Value};
///
/// let row = Row { id: "4f1c".into(), version: 3, values: vec!["Lake".into(), 12.into(), Value::None] };
/// assert_eq!((row.text(0), row.integer(1), row.integer(2)), ("Lake", Some(12), None));
/// assert_eq!(row.text(9), "");
/// ```
///
/// ```
/// use veillee_sdk::Row;
///
/// let values = vec![0.5.into(), true.into(), vec!["lake".to_owned(), "hill".to_owned()].into(), vec![1_u8, 2].into()];
/// let row = Row { id: "4f1c".into(), version: 3, values };
/// assert_eq!((row.real(0), row.boolean(1)), (Some(0.5), true));
/// assert_eq!((row.texts(2), row.bytes(3)), (&["lake".to_owned(), "hill".to_owned()][..], &[1_u8, 2][..]));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Opaque; holding it gives no right.
    pub id: String,
    /// Counts up by one with each change; pass it to [`ChangeSet::update_if`](crate::ChangeSet::update_if).
    pub version: u64,
    /// In the order of `select`.
    pub values: Vec<Value>,
}

impl Row {
    /// The value at this place, if there is one.
    pub fn value(&self, place: usize) -> &Value {
        self.values.get(place).unwrap_or(&Value::None)
    }

    /// The text at this place; empty when it holds none.
    pub fn text(&self, place: usize) -> &str {
        if let Value::Text(text) = self.value(place) { text } else { "" }
    }

    /// The integer at this place, if it holds one.
    pub fn integer(&self, place: usize) -> Option<i64> {
        if let Value::Integer(integer) = *self.value(place) { Some(integer) } else { None }
    }

    /// The real number at this place, if it holds one.
    pub fn real(&self, place: usize) -> Option<f64> {
        if let Value::Real(real) = *self.value(place) { Some(real) } else { None }
    }

    /// Whether this place holds true.
    pub fn boolean(&self, place: usize) -> bool {
        *self.value(place) == Value::Boolean(true)
    }

    /// The texts at this place; none when it holds none.
    pub fn texts(&self, place: usize) -> &[String] {
        if let Value::Texts(texts) = self.value(place) { texts } else { &[] }
    }

    /// The bytes at this place; none when it holds none.
    pub fn bytes(&self, place: usize) -> &[u8] {
        if let Value::Bytes(bytes) = self.value(place) { bytes } else { &[] }
    }
}
