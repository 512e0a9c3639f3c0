//! The SQL of a list.
//!
//! A list is the rows for which the compiled predicate holds. So that its cost does not grow with what the caller may
//! *not* see, it starts from where visible rows can be: the parent asked for, or each [`Branch`] of the predicate, each
//! limited by itself; the whole predicate is asked on every row all the same.

use veillee_access::{Anchor, Arg, Branch, Collection, Fragment, Predicate};
use veillee_engine::types::{Filter, Query, Value};

use super::cursor::{Cursor, CursorKey};
use super::search::{Sought, sought_words};
use super::{ObjectError, values};
use crate::limits;
use crate::storage::shape::Shape;
use crate::storage::sql::Dialect;

/// Where the rows of a list are looked for.
pub(super) enum Start {
    /// Directly in this object, whose table is named.
    Under {
        parent: String,
        parent_table: String,
    },
    Branches(Vec<Branch>),
    /// Newest first through everything: right when the caller may see much of it.
    Scan,
}

/// A checked query, ready to be written.
pub(super) struct ListSql<'a> {
    pub(super) shape: &'a Shape,
    pub(super) dialect: Dialect,
    pub(super) order_column: String,
    pub(super) order_is_text: bool,
    pub(super) descending: bool,
    filters: Vec<Fragment>,
    sought: Vec<Sought>,
}

impl<'a> ListSql<'a> {
    pub(super) fn parse(shape: &'a Shape, dialect: Dialect, query: &Query) -> Result<Self, ObjectError> {
        if query.filters.len() > limits::QUERY_FILTERS_MAX {
            let most = limits::QUERY_FILTERS_MAX;
            return Err(ObjectError::invalid(format!("a query takes at most {most} filters")));
        }
        let filters = query.filters.iter().map(|filter| filter_sql(shape, filter)).collect::<Result<_, _>>()?;
        let order = query.order.as_ref().map_or("@created-ms", |order| order.field.as_str());
        let descending = query.order.as_ref().is_none_or(|order| order.descending);
        let (order_column, order_is_text) = order_column(shape, order)?;
        let sought = query.search.as_deref().map(sought_words).unwrap_or_default();
        Ok(Self { shape, dialect, order_column, order_is_text, descending, filters, sought })
    }

    /// `SELECT id, k` of the visible rows, ordered and limited; `k` is the order key.
    pub(super) fn write_ids(
        &self,
        out: &mut Fragment,
        predicate: &Predicate<'_>,
        start: &Start,
        after: Option<&Cursor>,
        limit: u32,
    ) {
        let key = self.key(start);
        let tail = format!(" {} LIMIT {limit}", self.order_by("o", &key));
        match start {
            Start::Under { parent, parent_table } => {
                self.write_scan(out, predicate, Some((parent, parent_table)), ("", &key), after, &tail);
            }
            Start::Scan => self.write_scan(out, predicate, None, ("", &key), after, &tail),
            Start::Branches(branches) => {
                out.push("SELECT u.id, u.k FROM (");
                for (index, branch) in branches.iter().enumerate() {
                    out.push(if index == 0 { "SELECT * FROM (" } else { " UNION SELECT * FROM (" });
                    self.write_branch(out, predicate, branch, &key, after, &tail);
                    out.push(&format!(") AS b{index}"));
                }
                let order = self.order_by("u", "u.k");
                out.push(&format!(") AS u {order} LIMIT {limit}"));
            }
        }
    }

    /// The order key of a row. A scan through everything asks for an expression that only its own index has: otherwise
    /// PostgreSQL may take that index for a branch and walk past a million rows of others.
    fn key(&self, start: &Start) -> String {
        match start {
            Start::Scan if self.order_column == "created_ms" => "(o.created_ms + 0)".to_owned(),
            _ => format!("o.{}", self.order_column),
        }
    }

    /// The final order of the rows, which equals that of the ids.
    pub(super) fn order_by(&self, alias: &str, key: &str) -> String {
        let direction = if self.descending { "DESC" } else { "ASC" };
        format!("ORDER BY {key} {direction}, {alias}.id {direction}")
    }

    fn write_branch(
        &self,
        out: &mut Fragment,
        predicate: &Predicate<'_>,
        branch: &Branch,
        key: &str,
        after: Option<&Cursor>,
        tail: &str,
    ) {
        if !matches!(branch, Branch::Reach | Branch::Public | Branch::Tree) {
            let mut narrow = Fragment { text: String::new(), args: std::mem::take(&mut out.args) };
            predicate.write_branch(&mut narrow, branch);
            out.args = narrow.args;
            self.write_scan(out, predicate, None, (&narrow.text, key), after, tail);
            return;
        }
        // Written into strings first, because the dialects put the pieces in different order.
        let mut reach = Fragment { text: String::new(), args: std::mem::take(&mut out.args) };
        predicate.write_reach(&mut reach, branch);
        let mut condition = Fragment { text: String::new(), args: reach.args };
        let anchor = self.dialect.outer_container().map_or(Anchor::Row, Anchor::Container);
        self.write_condition(&mut condition, predicate, anchor, key, after);
        out.args = condition.args;
        let select = format!("o.id, o.{} AS k", self.order_column);
        out.push(&self.dialect.rows_in_containers(&select, self.shape.table(), &reach.text, &condition.text, tail));
    }

    fn write_scan(
        &self,
        out: &mut Fragment,
        predicate: &Predicate<'_>,
        under: Option<(&String, &String)>,
        (narrow, key): (&str, &str),
        after: Option<&Cursor>,
        tail: &str,
    ) {
        out.push(&format!("SELECT o.id, o.{} AS k FROM {} o WHERE ", self.order_column, self.shape.table()));
        if !narrow.is_empty() {
            out.push(narrow).push(" AND ");
        }
        match under {
            Some((parent, parent_table)) => {
                out.push("o.parent = ").text_arg(parent).push(" AND ");
                let placeholder = format!("${}", out.args.len());
                let container = format!("(SELECT q.container FROM {parent_table} q WHERE q.id = {placeholder})");
                // A container among its siblings has roles of its own; a leaf has those of the parent's container.
                let anchor = if self.shape.is_container() { Anchor::Row } else { Anchor::Container(&container) };
                self.write_condition(out, predicate, anchor, key, after);
            }
            None => self.write_condition(out, predicate, Anchor::Row, key, after),
        }
        out.push(tail);
    }

    fn write_condition(
        &self,
        out: &mut Fragment,
        predicate: &Predicate<'_>,
        anchor: Anchor<'_>,
        key: &str,
        after: Option<&Cursor>,
    ) {
        self.write_after(out, key, after);
        for filter in &self.filters {
            out.push(" AND ");
            append(out, filter);
        }
        for sought in &self.sought {
            self.write_sought(out, sought);
        }
        out.push(" AND ");
        predicate.write_alive(out, anchor);
        out.push(" AND ");
        predicate.write(out, anchor);
    }

    /// The rows behind the cursor. Page one has a bound too: without it SQLite leaves the ordered index.
    fn write_after(&self, out: &mut Fragment, key: &str, after: Option<&Cursor>) {
        let sign = if self.descending { "<" } else { ">" };
        let (value, id) = match after {
            Some(Cursor { key: CursorKey::Int(number), id }) => (Arg::Int(*number), id.as_str()),
            Some(Cursor { key: CursorKey::Text(text), id }) => (Arg::Text(text.clone()), id.as_str()),
            None if self.order_is_text => {
                out.push("1 = 1");
                return;
            }
            // No id sorts behind `~` or before nothing.
            None if self.descending => (Arg::Int(i64::MAX), "~"),
            None => (Arg::Int(i64::MIN), ""),
        };
        out.push(&format!("({key}, o.id) {sign} (")).bind(value).push(", ").text_arg(id).push(")");
    }

    fn write_sought(&self, out: &mut Fragment, sought: &Sought) {
        out.push(" AND o.id IN (SELECT w.object FROM word w WHERE w.collection = ");
        out.int_arg(i64::from(self.shape.number)).push(" AND (w.word IN ");
        let tokens: Vec<String> = sought.tokens.iter().cloned().collect();
        out.list_arg(&tokens);
        if let Some(beginning) = &sought.beginning {
            out.push(" OR (w.word >= ").text_arg(beginning);
            out.push(" AND w.word < ").text_arg(&format!("{beginning}\u{10FFFF}")).push(")");
        }
        out.push("))");
    }
}

fn order_column(shape: &Shape, name: &str) -> Result<(String, bool), ObjectError> {
    match name {
        "@created-ms" => Ok(("created_ms".to_owned(), false)),
        "@updated-ms" => Ok(("updated_ms".to_owned(), false)),
        _ => {
            use veillee_access::FieldType::{Integer, Text};
            match shape.fields.get(name) {
                Some(field) if field.index && matches!(field.kind, Integer | Text) => {
                    Ok((Collection::column(name), field.kind == Text))
                }
                _ => Err(ObjectError::invalid(format!("`{}` cannot be ordered by `{name}`", shape.name))),
            }
        }
    }
}

fn filter_sql(shape: &Shape, filter: &Filter) -> Result<Fragment, ObjectError> {
    let (Filter::Equals { field, .. } | Filter::Between { field, .. } | Filter::AnyOf { field, .. }) = filter;
    let declared = shape
        .fields
        .get(field)
        .ok_or_else(|| ObjectError::invalid(format!("`{}` has no field `{field}`", shape.name)))?;
    let column = Collection::column(field);
    let arg = |value: &Value| values::to_arg(field, declared, value);
    let mut out = Fragment::default();
    match filter {
        Filter::Equals { value: Value::None, .. } => {
            out.push(&format!("o.{column} IS NULL"));
        }
        Filter::Equals { value, .. } => {
            out.push(&format!("o.{column} = ")).bind(arg(value)?);
        }
        Filter::Between { low, high, .. } => {
            if !declared.index {
                return Err(ObjectError::invalid(format!("`{field}` is not indexed: `between` needs an index")));
            }
            out.push(&format!("o.{column} BETWEEN ")).bind(arg(low)?).push(" AND ").bind(arg(high)?);
        }
        Filter::AnyOf { values, .. } => {
            if values.is_empty() || values.len() > limits::ANY_OF_MAX {
                let most = limits::ANY_OF_MAX;
                return Err(ObjectError::invalid(format!("`any-of` takes 1 to {most} values")));
            }
            out.push(&format!("o.{column} IN ("));
            for (index, value) in values.iter().enumerate() {
                out.push(if index == 0 { "" } else { ", " }).bind(arg(value)?);
            }
            out.push(")");
        }
    }
    Ok(out)
}

/// Appends a fragment whose placeholders count from one.
fn append(out: &mut Fragment, piece: &Fragment) {
    let mut parts = piece.text.split('$');
    out.push(parts.next().unwrap_or_default());
    for (arg, part) in piece.args.iter().zip(parts) {
        let text = part.trim_start_matches(|c: char| c.is_ascii_digit());
        out.bind(arg.clone()).push(text);
    }
}
