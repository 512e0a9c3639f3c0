use std::sync::Arc;

use veillee_access::{Action, Branch, Caller, Fragment, Predicate};
use veillee_ambient::Random;
use veillee_engine::types::{Page, Query, Row};
use veillee_vault::WrappingKey;

use super::ObjectError;
use super::columns::Columns;
use super::cursor::{Cursor, CursorKey, bound_to};
use super::list_sql::{ListSql, Start};
use crate::limits;
use crate::storage::association::{Association, Moment};
use crate::storage::shape::Shape;
use crate::storage::sql::{Ask, Record};

/// Who reads, in which service, standing on which facts.
pub struct Reader<'a> {
    pub moment: &'a Moment,
    pub caller: &'a Caller,
    pub service: &'a str,
    /// Tells callers apart where an id must not: seals cursors.
    pub session: &'a str,
    pub key: &'a WrappingKey,
    pub random: &'a dyn Random,
    /// Names that one `select` takes.
    pub select_max: usize,
}

impl<'a> Reader<'a> {
    pub fn new(
        association: &'a Association,
        moment: &'a Moment,
        caller: &'a Caller,
        service: &'a str,
        session: &'a str,
    ) -> Self {
        let select_max = limits::SELECT_MAX;
        Self { moment, caller, service, session, key: &association.key, random: &*association.random, select_max }
    }

    /// One that may ask for whole objects, however many fields they have.
    #[must_use]
    pub fn of_whole_objects(self) -> Self {
        Self { select_max: limits::API_COLUMNS_MAX, ..self }
    }

    /// The shape of an object of this service; objects of other services do not exist here.
    pub(super) fn shape_of(&self, id: &str) -> Result<&'a Arc<Shape>, ObjectError> {
        self.moment.shapes.of(id).filter(|shape| shape.service() == self.service).ok_or(ObjectError::NotFound)
    }

    fn shape_named(&self, collection: &str) -> Result<&'a Arc<Shape>, ObjectError> {
        self.moment
            .shapes
            .named(self.service, collection)
            .ok_or_else(|| ObjectError::invalid(format!("this service has no collection `{collection}`")))
    }
}

/// One page of a list. One query, two when the collection is shared with the public.
pub async fn run(
    ask: &mut impl Ask,
    reader: &Reader<'_>,
    query: &Query,
    after: Option<&str>,
    limit: u32,
) -> Result<Page, ObjectError> {
    let shape = reader.shape_named(&query.collection)?;
    let limit = limit.clamp(1, limits::QUERY_ROWS_MAX);
    let columns = Columns::parse(shape, &query.select, reader.select_max)?;
    let sql = ListSql::parse(shape, ask.dialect(), query)?;
    let now_ms = reader.moment.now_ms;
    let bound_to = bound_to(reader.session, reader.service, query);
    let after = after.map(|sealed| Cursor::open(sealed, reader.key, &bound_to, now_ms)).transpose()?;
    let mut statement = Fragment::default();
    let rule = shape.access.rule(Action::Read);
    let predicate = Predicate::new(&shape.access, rule, reader.caller, now_ms, &mut statement);
    let Some(start) = start(ask, reader, shape, query, &predicate).await? else { return Ok(Page::default()) };
    statement.text.clear();
    statement.push("SELECT ");
    columns.write(&mut statement, reader.caller, now_ms);
    statement.push(", v.k FROM (");
    // One row more tells whether there is a next page.
    sql.write_ids(&mut statement, &predicate, &start, after.as_ref(), limit + 1);
    let order = sql.order_by("v", "v.k");
    statement.push(&format!(") v JOIN {} o ON o.id = v.id {order}", shape.table()));
    let records = ask.rows(statement).await?;
    page(reader, &columns, &sql, &bound_to, &records, limit)
}

fn page(
    reader: &Reader<'_>,
    columns: &Columns<'_>,
    sql: &ListSql<'_>,
    bound_to: &str,
    records: &[Record],
    limit: u32,
) -> Result<Page, ObjectError> {
    let limit = limit as usize;
    let rows = records.iter().take(limit).map(|record| columns.row(record)).collect::<Result<Vec<Row>, _>>()?;
    let next = match (records.len() > limit, records.get(limit.saturating_sub(1)), rows.last()) {
        (true, Some(record), Some(row)) => {
            let place = columns.len() + 2;
            let key = if sql.order_is_text {
                CursorKey::Text(record.text(place)?)
            } else {
                CursorKey::Int(record.int(place)?)
            };
            let cursor = Cursor { key, id: row.id.clone() };
            Some(cursor.seal(reader.key, reader.random, bound_to, reader.moment.now_ms))
        }
        _ => None,
    };
    Ok(Page { rows, next })
}

/// How many objects the caller may count, up to a bound.
pub async fn count(ask: &mut impl Ask, reader: &Reader<'_>, query: &Query, up_to: u32) -> Result<u32, ObjectError> {
    let shape = reader.shape_named(&query.collection)?;
    let up_to = up_to.clamp(1, limits::COUNT_MAX);
    let sql = ListSql::parse(shape, ask.dialect(), query)?;
    let mut statement = Fragment::default();
    // Who may count more than they see must not learn by filters what they do not see.
    let asks_about_content = !query.filters.is_empty() || query.search.is_some();
    let rule = shape.access.rule(if asks_about_content { Action::Read } else { Action::Count });
    let predicate = Predicate::new(&shape.access, rule, reader.caller, reader.moment.now_ms, &mut statement);
    let Some(start) = start(ask, reader, shape, query, &predicate).await? else { return Ok(0) };
    statement.text.clear();
    statement.push("SELECT count(*) FROM (");
    sql.write_ids(&mut statement, &predicate, &start, None, up_to);
    statement.push(") AS n");
    let row = ask.row(statement).await?;
    let found = row.map_or(Ok(0), |row| row.count(0))?;
    Ok(u32::try_from(found).unwrap_or(up_to).min(up_to))
}

/// Chooses where to look; none, when nothing can be found.
async fn start(
    ask: &mut impl Ask,
    reader: &Reader<'_>,
    shape: &Shape,
    query: &Query,
    predicate: &Predicate<'_>,
) -> Result<Option<Start>, ObjectError> {
    if predicate.is_never() {
        return Ok(None);
    }
    if let Some(parent) = &query.under {
        let Some(parent_shape) = reader.moment.shapes.of(parent) else { return Ok(None) };
        if !shape.parents.contains(&parent_shape.name) || parent_shape.service() != reader.service {
            return Ok(None);
        }
        return Ok(Some(Start::Under { parent: parent.clone(), parent_table: parent_shape.table().to_owned() }));
    }
    let Some(branches) = predicate.branches() else { return Ok(Some(Start::Scan)) };
    if branches.contains(&Branch::Public) && much_is_public(ask, reader).await? {
        return Ok(Some(Start::Scan));
    }
    Ok(Some(Start::Branches(branches)))
}

/// Whether more containers are shared with the public than a list should go through one by one.
async fn much_is_public(ask: &mut impl Ask, reader: &Reader<'_>) -> Result<bool, ObjectError> {
    let mut statement = Fragment::new("SELECT count(*) FROM (SELECT 1 FROM share s WHERE s.subject IN ");
    statement.list_arg(&reader.caller.public_subjects()).push(" AND s.service = ").text_arg(reader.service);
    statement.push(&format!(" LIMIT {}) AS n", limits::PUBLIC_CONTAINERS_NARROW_MAX + 1));
    let found = ask.row(statement).await?.map_or(Ok(0), |row| row.int(0))?;
    Ok(found > limits::PUBLIC_CONTAINERS_NARROW_MAX)
}
