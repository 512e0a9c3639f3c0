use bytes::Bytes;
use veillee_access::Fragment;
use veillee_vault::SegmentId;

use super::dump::head;
use super::{Column, Kind, Row, TableHead};
use crate::limits;
use crate::storage::blobs::insert_inline;
use crate::storage::hosts::Hosts;
use crate::storage::schema::apply_core;
use crate::storage::sql::{Ask as _, Database, DatabaseError, Dialect};

#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("the table {0} is none of ours")]
    Strange(String),
    #[error(
        "the table {table} has the column {column}, which this version does not know: use the version that wrote it"
    )]
    Newer { table: String, column: String },
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// A fresh database that takes in the rows of another.
pub struct Loading {
    database: Database,
}

impl Loading {
    /// For the rows of a host's own database.
    pub async fn of_host(database: Database) -> Result<Self, LoadError> {
        let dialect = database.dialect();
        Hosts::open(database.clone(), dialect).await?;
        Ok(Self { database })
    }

    /// For the rows of an association's database.
    pub async fn of_association(database: Database) -> Result<Self, LoadError> {
        let mut transaction = database.begin().await?;
        apply_core(&mut transaction).await?;
        transaction.commit().await?;
        Ok(Self { database })
    }

    /// Makes the table if it is one of a collection, and empties it.
    pub async fn begin_table(&self, wanted: &TableHead) -> Result<(), LoadError> {
        if !wanted.is_plain() {
            return Err(LoadError::Strange(wanted.name.clone()));
        }
        let mut transaction = self.database.begin().await?;
        let own = head(&mut transaction, &wanted.name).await?;
        if own.columns.is_empty() {
            let create = create_table(wanted, transaction.dialect());
            transaction.execute(Fragment::new(create)).await?;
        } else if let Some(column) = unknown(&own, wanted) {
            return Err(LoadError::Newer { table: wanted.name.clone(), column: column.name.clone() });
        }
        transaction.execute(Fragment::new(format!("DELETE FROM \"{}\"", wanted.name))).await?;
        Ok(transaction.commit().await?)
    }

    pub async fn insert(&self, table: &TableHead, rows: Vec<Row>) -> Result<(), LoadError> {
        let names: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let start = format!("INSERT INTO \"{}\" ({}) VALUES ", table.name, names.join(", "));
        let mut transaction = self.database.begin().await?;
        for batch in rows.chunks((limits::STATEMENT_VALUES_MAX / table.columns.len().max(1)).clamp(1, 500)) {
            let mut insert = Fragment::new(start.as_str());
            for (number, row) in batch.iter().enumerate() {
                insert.push(if number == 0 { "(" } else { ", (" });
                for (place, value) in row.iter().enumerate() {
                    insert.push(if place == 0 { "" } else { ", " }).bind(value.clone());
                }
                insert.push(")");
            }
            transaction.execute(insert).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Takes in sealed bytes that lie in the database.
    pub async fn insert_inline(&self, segments: &[(SegmentId, Bytes)]) -> Result<(), LoadError> {
        let mut transaction = self.database.begin().await?;
        for (id, sealed) in segments {
            insert_inline(&mut transaction, id, sealed).await?;
        }
        Ok(transaction.commit().await?)
    }

    pub async fn close(self) {
        self.database.close().await;
    }
}

fn unknown<'w>(own: &TableHead, wanted: &'w TableHead) -> Option<&'w Column> {
    wanted.columns.iter().find(|column| {
        own.place(&column.name).is_none_or(|place| own.columns.get(place).is_none_or(|own| own.kind != column.kind))
    })
}

/// The table of a collection. Its indexes are made when its service is enabled.
fn create_table(head: &TableHead, dialect: Dialect) -> String {
    let columns = head.columns.iter().map(|column| {
        let (kind, zero) = match column.kind {
            Kind::Text => (dialect.text_type(), "''"),
            Kind::Integer => ("bigint", "0"),
            Kind::Boolean => ("boolean", "false"),
            Kind::Real => (dialect.real_type(), "0"),
            Kind::Bytes => (dialect.bytes_type(), "''"),
        };
        // What must have a value has one in rows that do not name it: see the definition of an indexed field.
        let required = if column.required { format!(" NOT NULL DEFAULT {zero}") } else { String::new() };
        format!("\"{}\" {kind}{required}", column.name)
    });
    let columns: Vec<String> = columns.collect();
    let key: Vec<String> = head.key.iter().map(|name| format!("\"{name}\"")).collect();
    let key = if key.is_empty() { String::new() } else { format!(", PRIMARY KEY ({})", key.join(", ")) };
    format!("CREATE TABLE \"{}\" ({}{key})", head.name, columns.join(", "))
}
