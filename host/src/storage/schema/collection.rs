use std::collections::{BTreeMap, BTreeSet};

use veillee_access::{Collection, FieldType, Fragment};

use crate::storage::shape::{FieldShape, Shape};
use crate::storage::sql::{Ask, DatabaseError, Dialect, Transaction};

/// A collection can grow by fields and indexes. It cannot change what is there.
#[derive(Debug, thiserror::Error)]
pub enum ShapeConflict {
    #[error("the field `{field}` of `{collection}` had another type before: give the new field another name")]
    FieldType { collection: String, field: String },
    #[error("objects of `{collection}` already hold the same values twice, which `unique` forbids: leave it out")]
    NotUnique { collection: String },
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Makes or extends the table of a collection.
pub async fn apply_collection(transaction: &mut Transaction, shape: &Shape) -> Result<(), ShapeConflict> {
    let dialect = transaction.dialect();
    transaction.execute(Fragment::new(create_table(shape, dialect))).await?;
    keep_types(transaction, shape).await?;
    let existing = columns(transaction, shape.table()).await?;
    // The last is for scans through everything; see the key of a list.
    for (name, field) in &shape.fields {
        let column = Collection::column(name);
        let statement = if !existing.contains(&column) {
            format!("ALTER TABLE {} ADD COLUMN {}", shape.table(), column_definition(name, field, dialect))
        } else if field.index {
            // The index may be new while rows are old: none of them may be missing from it.
            format!("UPDATE {} SET {column} = {} WHERE {column} IS NULL", shape.table(), zero(field.kind))
        } else {
            continue;
        };
        transaction.execute(Fragment::new(statement)).await?;
    }
    for statement in indexes(shape) {
        transaction.execute(Fragment::new(statement)).await.map_err(|error| match error {
            DatabaseError::Taken => ShapeConflict::NotUnique { collection: shape.name.clone() },
            other => other.into(),
        })?;
    }
    Ok(())
}

/// A field keeps the type it was born with: the version before must still read what the next one writes.
async fn keep_types(transaction: &mut Transaction, shape: &Shape) -> Result<(), ShapeConflict> {
    let mut find = Fragment::new("SELECT name, kind FROM field WHERE collection = ");
    find.int_arg(i64::from(shape.number));
    let known: BTreeMap<String, String> = transaction
        .rows(find)
        .await?
        .iter()
        .map(|row| Ok((row.text(0)?, row.text(1)?)))
        .collect::<Result<_, DatabaseError>>()?;
    for (name, field) in &shape.fields {
        match known.get(name) {
            Some(kind) if kind == field.kind.name() => {}
            Some(_) => return Err(ShapeConflict::FieldType { collection: shape.name.clone(), field: name.clone() }),
            None => {
                let mut insert = Fragment::new("INSERT INTO field (collection, name, kind) VALUES (");
                insert.int_arg(i64::from(shape.number)).push(", ").text_arg(name).push(", ");
                insert.text_arg(field.kind.name()).push(")");
                transaction.execute(insert).await?;
            }
        }
    }
    Ok(())
}

async fn columns(transaction: &mut Transaction, table: &str) -> Result<BTreeSet<String>, DatabaseError> {
    let mut statement = Fragment::new(transaction.dialect().columns_of_table());
    statement.args.push(veillee_access::Arg::Text(table.to_owned()));
    transaction.rows(statement).await?.iter().map(|row| row.text(0)).collect()
}

fn create_table(shape: &Shape, dialect: Dialect) -> String {
    let text = dialect.text_type();
    let fields: Vec<String> =
        shape.fields.iter().map(|(name, field)| column_definition(name, field, dialect)).collect();
    let fields = fields.iter().flat_map(|field| [", ", field.as_str()]).collect::<String>();
    format!(
        "CREATE TABLE IF NOT EXISTS {} (id {text} PRIMARY KEY, parent {text} NOT NULL, container {text} NOT NULL, \
         author {text} NOT NULL, owner {text} NOT NULL, version bigint NOT NULL, created_ms bigint NOT NULL, \
         updated_ms bigint NOT NULL, trashed_ms bigint NOT NULL, trashed_root {text} NOT NULL{fields})",
        shape.table(),
    )
}

fn column_definition(name: &str, field: &FieldShape, dialect: Dialect) -> String {
    let kind = match field.kind {
        FieldType::Text | FieldType::Texts => dialect.text_type(),
        FieldType::Boolean => "boolean",
        FieldType::Integer => "bigint",
        FieldType::Real => dialect.real_type(),
        FieldType::Bytes => dialect.bytes_type(),
    };
    // An indexed field always has a value: cursors compare it, and no comparison with NULL is ever true.
    let present = if field.index { format!(" NOT NULL DEFAULT {}", zero(field.kind)) } else { String::new() };
    format!("{} {kind}{present}", Collection::column(name))
}

fn zero(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text | FieldType::Texts | FieldType::Bytes => "''",
        FieldType::Boolean => "false",
        FieldType::Integer | FieldType::Real => "0",
    }
}

fn indexes(shape: &Shape) -> Vec<String> {
    let table = shape.table();
    let mut keys: Vec<String> =
        ["parent, created_ms", "container, created_ms", "owner, created_ms", "author, created_ms", "(created_ms + 0)"]
            .map(str::to_owned)
            .into();
    // The last is for scans through everything; see the key of a list.
    for (name, field) in &shape.fields {
        let column = Collection::column(name);
        if field.index {
            keys.push(format!("parent, {column}"));
            keys.push(column.clone());
        }
        // A rule may open rows to everyone by the value of a field: lists then start from that value.
        if shape.access.rules.values().any(|rule| rule.own_fields().any(|used| used == name)) {
            keys.push(format!("{column}, created_ms"));
        }
    }
    let plain = keys.iter().map(|key| {
        let name = index_name("i", table, key);
        format!("CREATE INDEX IF NOT EXISTS {name} ON {table} ({key}, id) WHERE trashed_ms = 0")
    });
    let trash = index_name("t", table, "trashed_ms");
    let trash = format!("CREATE INDEX IF NOT EXISTS {trash} ON {table} (trashed_ms) WHERE trashed_ms > 0");
    let unique = shape.unique.iter().map(|set| {
        let columns: Vec<String> = set.iter().map(|name| unique_column(name)).collect();
        let key = columns.join(", ");
        let name = index_name("u", table, &key);
        format!("CREATE UNIQUE INDEX IF NOT EXISTS {name} ON {table} ({key}) WHERE trashed_ms = 0")
    });
    plain.chain(unique).chain([trash]).collect()
}

/// Index names are one space for all tables, and PostgreSQL cuts them at 63 bytes: a digest keeps them apart, since an
/// index that is taken for another one would not be made.
fn index_name(kind: &str, table: &str, key: &str) -> String {
    let digest = blake3::hash(format!("{kind} {table} ({key})").as_bytes()).to_hex();
    let readable: String = table.chars().take(40).collect();
    format!("{kind}_{readable}_{}", &digest[..16])
}

fn unique_column(name: &str) -> String {
    match name {
        "parent" | "author" => name.to_owned(),
        field => Collection::column(field),
    }
}
