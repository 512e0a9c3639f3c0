//! What of an association is one account's own.

use std::sync::Arc;

use veillee_access::Fragment;

use crate::storage::objects::ObjectError;
use crate::storage::shape::{OnErasure, Shape, Shapes};
use crate::storage::sql::{Ask, DatabaseError};

/// The trees that an account owns, by the objects at their tops, the trash included.
pub(super) async fn tops(
    ask: &mut impl Ask,
    shapes: &Shapes,
    account: &str,
) -> Result<Vec<(Arc<Shape>, String)>, DatabaseError> {
    let mut tops = Vec::new();
    for shape in shapes.all() {
        let mut select = Fragment::new(format!("SELECT id FROM {} WHERE parent = '' AND owner = ", shape.table()));
        select.text_arg(account).push(" ORDER BY id");
        for row in ask.rows(select).await? {
            tops.push((shape.clone(), row.text(0)?));
        }
    }
    Ok(tops)
}

/// What an account made in trees that are not its own, of one collection, the trash included.
pub(super) async fn made_elsewhere(
    ask: &mut impl Ask,
    shape: &Shape,
    account: &str,
    most: usize,
) -> Result<Vec<String>, DatabaseError> {
    let mut select = Fragment::new(format!("SELECT id FROM {} WHERE author = ", shape.table()));
    select.text_arg(account).push(" AND owner <> ").text_arg(account);
    select.push(" ORDER BY id LIMIT ").int_arg(i64::try_from(most).unwrap_or(i64::MAX));
    ask.rows(select).await?.iter().map(|row| row.text(0)).collect()
}

/// Whether objects of this collection go with their author.
pub(super) fn goes(shape: &Shape) -> bool {
    shape.on_erasure == OnErasure::Delete
}

/// The database's error of a step on objects; what an object's step says besides cannot happen here.
pub(super) fn database(error: ObjectError) -> DatabaseError {
    match error {
        ObjectError::Database(error) => error,
        other => DatabaseError::Internal(other.to_string()),
    }
}
