use std::collections::BTreeSet;

use veillee_access::{Collection, FieldType, Fragment};

use crate::storage::shape::{FieldShape, Shape};
use crate::storage::sql::{Ask, DatabaseError, Dialect, Transaction};

/// A collection can grow by fields and indexes. It cannot change what is there.
#[derive(Debug, thiserror::Error)]
pub enum ShapeConflict {
    #[error("the field `{field}` of `{collection}` had another type before: give the new field another name")]
    FieldType { collection: String, field: String },
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Makes or extends the table of a collection.
pub async fn apply_collection(transaction: &mut Transaction, shape: &Shape) -> Result<(), ShapeConflict> {
    let dialect = transaction.dialect();
    transaction.execute(Fragment::new(create_table(shape, dialect))).await?;
    let existing = columns(transaction, shape.table()).await?;
    for (name, field) in &shape.fields {
        if !existing.contains(&Collection::column(name)) {
            let column = column_definition(name, field, dialect);
            let text = format!("ALTER TABLE {} ADD COLUMN {column}", shape.table());
            transaction.execute(Fragment::new(text)).await?;
        }
    }
    for statement in indexes(shape) {
        transaction.execute(Fragment::new(statement)).await?;
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
    let (kind, zero) = match field.kind {
        FieldType::Text | FieldType::Texts => (dialect.text_type(), "''"),
        FieldType::Boolean => ("boolean", "false"),
        FieldType::Integer => ("bigint", "0"),
        FieldType::Real => (dialect.real_type(), "0"),
        FieldType::Bytes => (dialect.bytes_type(), "''"),
    };
    // An indexed field always has a value: cursors compare it, and no comparison with NULL is ever true.
    let present = if field.index { format!(" NOT NULL DEFAULT {zero}") } else { String::new() };
    format!("{} {kind}{present}", Collection::column(name))
}

fn indexes(shape: &Shape) -> Vec<String> {
    let table = shape.table();
    let mut keys: Vec<String> =
        ["parent, created_ms", "container, created_ms", "owner, created_ms", "author, created_ms", "created_ms"]
            .map(str::to_owned)
            .into();
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
    let unique = shape.unique.iter().map(|set| {
        let columns: Vec<String> = set.iter().map(|name| unique_column(name)).collect();
        let key = columns.join(", ");
        let name = index_name("u", table, &key);
        format!("CREATE UNIQUE INDEX IF NOT EXISTS {name} ON {table} ({key}) WHERE trashed_ms = 0")
    });
    plain.chain(unique).collect()
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
