use std::collections::BTreeMap;
use std::sync::Arc;

use veillee_access::{Action, Arg, Collection, Condition, FieldType, Fragment, Literal};
use veillee_engine::types::{Fields, Value};

use super::commit::Progress;
use super::decide::{decide, may_create_at_top};
use super::{ObjectError, place, values};
use crate::storage::ids;
use crate::storage::quota::{ASSOCIATION_OWNER, Amounts};
use crate::storage::shape::Shape;
use crate::storage::sql::Ask as _;

/// Where a new object lies and who pays for it.
struct Place {
    parent: String,
    container: String,
    owner: String,
    start: Option<String>,
}

pub(super) async fn create(
    progress: &mut Progress<'_, '_>,
    id: String,
    collection: &str,
    parent: Option<String>,
    fields: &Fields,
) -> Result<(String, u64), ObjectError> {
    let shapes = progress.writer.moment.shapes.clone();
    let shape = shapes
        .named(progress.writer.service, collection)
        .ok_or_else(|| ObjectError::invalid(format!("this service has no collection `{collection}`")))?;
    if ids::collection_number(&id) != Some(shape.number) {
        return Err(ObjectError::invalid("the id was made for another collection"));
    }
    let place = match parent {
        None => at_top(progress, shape, &id).await?,
        Some(parent) => in_parent(progress, shape, &id, parent).await?,
    };
    let author = progress.author().await?;
    let row = columns(shape, fields, place.start.as_deref())?;
    let now_ms = progress.writer.moment.now_ms;
    if shape.is_container() {
        place::insert_container(progress, shape, &id, &place.parent, &place.owner).await?;
    }
    let names: Vec<String> = row.keys().map(|name| Collection::column(name)).collect();
    let names = names.iter().flat_map(|name| [", ", name.as_str()]).collect::<String>();
    let mut insert = Fragment::new(format!(
        "INSERT INTO {} (id, parent, container, author, owner, version, created_ms, updated_ms, trashed_ms, \
         trashed_root{names}) VALUES (",
        shape.table()
    ));
    insert.text_arg(&id).push(", ").text_arg(&place.parent).push(", ").text_arg(&place.container).push(", ");
    insert.text_arg(&author.0).push(", ").text_arg(&place.owner).push(", 1, ");
    insert.int_arg(now_ms).push(", ").int_arg(now_ms).push(", 0, ''");
    for arg in row.into_values() {
        insert.push(", ").bind(arg);
    }
    insert.push(")");
    progress.transaction.execute(insert).await?;
    progress.index_words(shape, &id, fields).await?;
    progress.created.insert(id.clone());
    progress.charges.add(&place.owner, Amounts::objects(1));
    progress.owners.insert(id.clone(), place.owner);
    may_write(progress, shape, &id, fields).await?;
    Ok((id, 1))
}

/// The fields' own rules, asked about the new object: whoever may make one may not set everything on it.
async fn may_write(
    progress: &mut Progress<'_, '_>,
    shape: &Arc<Shape>,
    id: &str,
    fields: &Fields,
) -> Result<(), ObjectError> {
    for (name, _) in fields {
        if let Some(rule) = shape.access.fields.get(name).and_then(|field| field.write.as_ref()) {
            match progress.allows(shape, id, rule).await {
                Err(ObjectError::NotFound) => return Err(ObjectError::Denied),
                answer => answer.map(drop)?,
            }
        }
    }
    Ok(())
}

async fn at_top(progress: &mut Progress<'_, '_>, shape: &Arc<Shape>, id: &str) -> Result<Place, ObjectError> {
    if !may_create_at_top(shape, &progress.caller, progress.writer.moment.now_ms) {
        return Err(ObjectError::Denied);
    }
    let owner = if shape.owned_by_association { ASSOCIATION_OWNER.to_owned() } else { progress.author().await?.0 };
    let start = shape.access.state.as_ref().map(|state| state.start.clone());
    Ok(Place { parent: String::new(), container: id.to_owned(), owner, start })
}

async fn in_parent(
    progress: &mut Progress<'_, '_>,
    shape: &Arc<Shape>,
    id: &str,
    parent: String,
) -> Result<Place, ObjectError> {
    let moment = &progress.writer.moment;
    let parent_shape = moment
        .shapes
        .of(&parent)
        .filter(|found| found.service() == shape.service())
        .cloned()
        .ok_or(ObjectError::NotFound)?;
    if !shape.parents.contains(&parent_shape.name) {
        return Err(ObjectError::invalid(format!("`{}` cannot lie in `{}`", shape.name, parent_shape.name)));
    }
    let permit =
        decide(&mut progress.transaction, moment, &progress.caller, Action::Create, &parent, Some(shape)).await?;
    let condition = start_condition(shape);
    let column = condition.as_ref().map_or("NULL".to_owned(), |(_, field, _)| Collection::column(field));
    let mut select = Fragment::new(format!(
        "SELECT o.container, o.owner, {} FROM {} o WHERE o.id = ",
        if condition.is_some() { format!("o.{column}") } else { "''".to_owned() },
        parent_shape.table()
    ));
    select.text_arg(permit.object());
    let row = progress.transaction.row(select).await?.ok_or(ObjectError::NotFound)?;
    let start = match (&shape.access.state, condition) {
        (Some(_), Some((state, field, literal))) if equals(&row, &parent_shape, &field, &literal)? => Some(state),
        (Some(machine), _) => Some(machine.start.clone()),
        (None, _) => None,
    };
    let container = if shape.is_container() { id.to_owned() } else { row.text(0)? };
    Ok(Place { parent, container, owner: row.text(1)?, start })
}

/// The other start state, with the parent's field and value that choose it.
fn start_condition(shape: &Shape) -> Option<(String, String, Literal)> {
    match shape.access.state.as_ref()?.start_if.clone()? {
        (state, Condition::ParentEquals { field, value }) => Some((state, field, value)),
        _ => None,
    }
}

fn equals(
    row: &crate::storage::sql::Record,
    parent: &Shape,
    field: &str,
    literal: &Literal,
) -> Result<bool, ObjectError> {
    let kind = parent.fields.get(field).map_or(FieldType::Text, |field| field.kind);
    Ok(match (values::from_record(row, 2, kind)?, literal) {
        (Value::Boolean(found), Literal::Boolean(wanted)) => found == *wanted,
        (Value::Text(found), Literal::Text(wanted)) => found == *wanted,
        (Value::Integer(found), Literal::Integer(wanted)) => found == *wanted,
        _ => false,
    })
}

/// Every declared field with what was given, its default, or nothing.
fn columns(shape: &Shape, fields: &Fields, start: Option<&str>) -> Result<BTreeMap<String, Arg>, ObjectError> {
    let mut given: BTreeMap<&str, &Value> = BTreeMap::new();
    for (name, value) in fields {
        if shape.is_state(name) {
            return Err(ObjectError::invalid("`state` starts as the manifest says and changes by `update`"));
        }
        if !shape.fields.contains_key(name) {
            return Err(ObjectError::invalid(format!("`{}` has no field `{name}`", shape.name)));
        }
        given.insert(name, value);
    }
    let mut row = BTreeMap::new();
    for (name, field) in &shape.fields {
        let start = (name == "state").then_some(start).flatten().map(|state| Value::Text(state.to_owned()));
        let value = start.as_ref().or(given.get(name.as_str()).copied()).or(field.default.as_ref());
        row.insert(name.clone(), values::to_arg(name, field, value.unwrap_or(&Value::None))?);
    }
    Ok(row)
}
