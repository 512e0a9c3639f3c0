use veillee_access::{Action, Anchor, Fragment, Predicate};
use veillee_engine::types::Row;

use super::ObjectError;
use super::columns::Columns;
use super::list::Reader;
use crate::storage::sql::Ask;

/// One object as the caller may see it. One indexed query.
pub async fn get(ask: &mut impl Ask, reader: &Reader<'_>, id: &str, select: &[String]) -> Result<Row, ObjectError> {
    let shape = reader.shape_of(id)?;
    let columns = Columns::parse(shape, select, reader.select_max)?;
    let now_ms = reader.moment.now_ms;
    let mut statement = Fragment::default();
    let read = Predicate::new(&shape.access, shape.access.rule(Action::Read), reader.caller, now_ms, &mut statement);
    statement.push("SELECT ");
    columns.write(&mut statement, reader.caller, now_ms);
    statement.push(&format!(" FROM {} o WHERE o.id = ", columns.shape().table())).text_arg(id);
    statement.push(" AND ");
    read.write(&mut statement, Anchor::Row);
    statement.push(" AND ");
    read.write_alive(&mut statement, Anchor::Row);
    let record = ask.row(statement).await?.ok_or(ObjectError::NotFound)?;
    columns.row(&record)
}
