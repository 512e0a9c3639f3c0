//! Which contents an owner refers to.

use std::collections::{BTreeMap, BTreeSet};

use veillee_access::{Arg, Fragment};

use super::charges::{Amounts, Charges};
use crate::storage::ids;
use crate::storage::shape::{Shape, Shapes};
use crate::storage::sql::{Ask, DatabaseError, Transaction};

/// Ids of one statement.
const BATCH: usize = 256;

/// Who pays for one object and what lies in it; none when there is no such object.
pub async fn owner_of(ask: &mut impl Ask, shape: &Shape, id: &str) -> Result<Option<String>, DatabaseError> {
    let mut select = Fragment::new(format!("SELECT owner FROM {} WHERE id = ", shape.table()));
    select.text_arg(id);
    ask.row(select).await?.map(|row| row.text(0)).transpose()
}

/// The owners of objects, by id. What lies in a collection of no service that is here is left out.
pub(in crate::storage) async fn owners_of<'a>(
    ask: &mut impl Ask,
    shapes: &Shapes,
    objects: impl IntoIterator<Item = &'a String>,
) -> Result<BTreeMap<String, String>, DatabaseError> {
    let mut by_collection: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for id in objects {
        if let Some(number) = ids::collection_number(id) {
            by_collection.entry(number).or_default().push(id.clone());
        }
    }
    let mut owners = BTreeMap::new();
    for (number, ids) in by_collection {
        let Some(shape) = shapes.number(number) else { continue };
        for batch in ids.chunks(BATCH) {
            let mut select = Fragment::new(format!("SELECT id, owner FROM {} WHERE id IN ", shape.table()));
            select.list_arg(batch);
            for row in ask.rows(select).await? {
                owners.insert(row.text(0)?, row.text(1)?);
            }
        }
    }
    Ok(owners)
}

/// The objects that refer to a content.
pub(in crate::storage) async fn referring(ask: &mut impl Ask, content: &[u8]) -> Result<Vec<String>, DatabaseError> {
    let mut select = Fragment::new("SELECT DISTINCT object FROM blob WHERE content = ");
    select.bind(Arg::Bytes(content.to_vec()));
    ask.rows(select).await?.iter().map(|row| row.text(0)).collect()
}

/// The owners who pay for a content because of these objects.
pub(in crate::storage) async fn payers(
    ask: &mut impl Ask,
    shapes: &Shapes,
    objects: &[String],
) -> Result<BTreeSet<String>, DatabaseError> {
    if objects.is_empty() {
        return Ok(BTreeSet::new());
    }
    Ok(owners_of(ask, shapes, objects).await?.into_values().collect())
}

/// What `objects` hold goes from the bill of one owner to that of another. To be asked before or after their rows name
/// the new owner: only the rows of others count.
pub(in crate::storage) async fn hand_over(
    transaction: &mut Transaction,
    (shapes, charges): (&Shapes, &mut Charges),
    objects: &[String],
    (from, to): (&str, &str),
) -> Result<(), DatabaseError> {
    let number = Amounts::objects(i64::try_from(objects.len()).unwrap_or(i64::MAX));
    charges.add(from, number.taken_away());
    charges.add(to, number);
    let moved: BTreeSet<&String> = objects.iter().collect();
    let mut seen = BTreeSet::new();
    for batch in objects.chunks(BATCH) {
        let mut select = Fragment::new(
            "SELECT b.content, k.size_bytes FROM blob b JOIN content k ON k.id = b.content WHERE b.object IN ",
        );
        select.list_arg(batch);
        for row in transaction.rows(select).await? {
            let (content, size_bytes) = (row.bytes(0)?, row.int(1)?);
            if !seen.insert(content.clone()) {
                continue;
            }
            let mut others = referring(transaction, &content).await?;
            others.retain(|id| !moved.contains(id));
            let staying = payers(transaction, shapes, &others).await?;
            if !staying.contains(from) {
                charges.add(from, Amounts::bytes(-size_bytes));
            }
            if !staying.contains(to) {
                charges.add(to, Amounts::bytes(size_bytes));
            }
        }
    }
    Ok(())
}
