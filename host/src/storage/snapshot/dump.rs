use std::collections::BTreeSet;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use veillee_access::{Arg, Fragment};
use veillee_vault::{ContentId, Segment, SegmentId};

use super::{Column, Kind, Row, TableHead};
use crate::storage::sql::{Ask as _, Database, DatabaseError, ReadTransaction, Record};

/// Tables whose rows go another way: sealed bytes travel as segments.
const CARRIED_AS_SEGMENTS: &str = "inline_segment";

/// A database as it stood at one moment, while others go on writing.
///
/// It holds one reading connection. What was written since cannot be tidied away under it, so the log of the database
/// grows meanwhile, by what is written.
pub struct Snapshot {
    transaction: ReadTransaction,
}

/// A segment that some list names.
pub struct NamedSegment {
    pub content: ContentId,
    pub position: i64,
    pub segment: Segment,
    /// The key of its content, wrapped by that of the association.
    pub key_sealed: Vec<u8>,
    /// Its sealed bytes, when they lie in the database.
    pub inline: Option<Bytes>,
}

impl Database {
    /// The state of now, for as long as the answer lives.
    pub async fn snapshot(&self) -> Result<Snapshot, DatabaseError> {
        Ok(Snapshot { transaction: self.begin_reading().await? })
    }
}

impl Snapshot {
    /// Every table whose rows are to be kept.
    pub async fn tables(&mut self) -> Result<Vec<TableHead>, DatabaseError> {
        let mut heads = Vec::new();
        for name in self.names().await? {
            heads.push(head(&mut self.transaction, &name).await?);
        }
        Ok(heads)
    }

    async fn names(&mut self) -> Result<BTreeSet<String>, DatabaseError> {
        let tables = Fragment::new(self.transaction.dialect().tables());
        let rows = self.transaction.rows(tables).await?;
        let names: Result<BTreeSet<String>, DatabaseError> = rows.iter().map(|row| row.text(0)).collect();
        let mut names = names?;
        names.remove(CARRIED_AS_SEGMENTS);
        Ok(names)
    }

    /// All rows of a table, a few at a time.
    pub fn rows<'s>(&'s mut self, head: &'s TableHead) -> BoxStream<'s, Result<Row, DatabaseError>> {
        let columns: Vec<String> = head.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let select = format!("SELECT {} FROM \"{}\"", columns.join(", "), head.name);
        self.transaction.stream(Fragment::new(select)).map(move |record| row(head, &record?)).boxed()
    }

    /// Every segment that a list names, of contents and of uploads under way. Not for the database of a host.
    pub fn segments(&mut self) -> BoxStream<'_, Result<NamedSegment, DatabaseError>> {
        let select = Fragment::new(
            "SELECT s.content, s.position, s.id, s.clear_bytes, c.key_sealed, i.sealed FROM segment s \
             JOIN content c ON c.id = s.content LEFT JOIN inline_segment i ON i.id = s.id \
             UNION ALL SELECT u.content, a.position, a.id, a.clear_bytes, u.key_sealed, j.sealed FROM upload_segment a \
             JOIN upload u ON u.digest = a.upload LEFT JOIN inline_segment j ON j.id = a.id",
        );
        self.transaction.stream(select).map(|record| named(&record?)).boxed()
    }
}

/// What a table holds.
pub(super) async fn head(ask: &mut impl crate::storage::sql::Ask, table: &str) -> Result<TableHead, DatabaseError> {
    let mut describe = Fragment::new(ask.dialect().description_of_table());
    describe.args.push(Arg::Text(table.to_owned()));
    let mut columns = Vec::new();
    let mut key = Vec::new();
    for row in ask.rows(describe).await? {
        let (name, kind) = (row.text(0)?, row.text(1)?);
        let kind = Kind::from_type(&kind).ok_or_else(|| {
            DatabaseError::Internal(format!("the column {name} of {table} is of an unknown type {kind}"))
        })?;
        let place = row.int(3)?;
        if place > 0 {
            key.push((place, name.clone()));
        }
        columns.push(Column { name, kind, required: row.flag(2)? || place > 0 });
    }
    key.sort();
    let key = key.into_iter().map(|(_, name)| name).collect();
    Ok(TableHead { name: table.to_owned(), columns, key })
}

fn row(head: &TableHead, record: &Record) -> Result<Row, DatabaseError> {
    let value = |(place, column): (usize, &Column)| {
        let value = match column.kind {
            Kind::Text => record.maybe_text(place)?.map(Arg::Text),
            Kind::Integer => record.maybe_int(place)?.map(Arg::Int),
            Kind::Boolean => record.maybe_truth(place)?.map(Arg::Bool),
            Kind::Real => record.maybe_real(place)?.map(Arg::Real),
            Kind::Bytes => record.maybe_bytes(place)?.map(Arg::Bytes),
        };
        Ok(value.unwrap_or_else(|| column.kind.null()))
    };
    head.columns.iter().enumerate().map(value).collect()
}

fn named(record: &Record) -> Result<NamedSegment, DatabaseError> {
    let malformed = |_| DatabaseError::Internal("a segment has a malformed id".to_owned());
    let id: [u8; 16] = record.bytes(2)?.try_into().map_err(malformed)?;
    Ok(NamedSegment {
        content: record.bytes(0)?.try_into().map_err(malformed)?,
        position: record.int(1)?,
        segment: Segment { id: SegmentId::from_bytes(id), clear_bytes: record.count(3)? },
        key_sealed: record.bytes(4)?,
        inline: record.maybe_bytes(5)?.map(Bytes::from),
    })
}
