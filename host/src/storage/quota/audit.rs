//! Counting everything anew: once for data that is older than the numbers, and to see that they are right.

use std::collections::{BTreeMap, BTreeSet};

use veillee_access::{Arg, Fragment};

use super::charges::{Amounts, pay};
use crate::storage::Association;
use crate::storage::shape::Shape;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// An owner whose numbers were not what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    pub owner: String,
    pub written: Amounts,
    pub counted: Amounts,
}

impl Association {
    /// Counts what each owner holds and compares. Nothing is written meanwhile, so it belongs into a quiet hour. Cost:
    /// a few scans of each collection; about a second for a million blobs.
    pub async fn audit_usage(&self) -> Result<Vec<Drift>, DatabaseError> {
        let mut transaction = self.database().begin().await?;
        let drifts = compare(&mut transaction).await?;
        transaction.commit().await?;
        Ok(drifts)
    }

    /// As [`Self::audit_usage`], and puts right what was not.
    pub async fn correct_usage(&self) -> Result<Vec<Drift>, DatabaseError> {
        let mut transaction = self.database().begin().await?;
        let drifts = compare(&mut transaction).await?;
        for Drift { owner, written, counted } in &drifts {
            let mut difference = *counted;
            difference += written.taken_away();
            pay(&mut transaction, owner, difference).await?;
        }
        transaction.commit().await?;
        Ok(drifts)
    }
}

/// Fills the table of data that had none: made by a version before it.
pub(in crate::storage) async fn fill(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    if transaction.row(Fragment::new("SELECT 1 FROM usage LIMIT 1")).await?.is_some() {
        return Ok(());
    }
    for (owner, counted) in count(transaction).await? {
        pay(transaction, &owner, counted).await?;
    }
    Ok(())
}

async fn compare(transaction: &mut Transaction) -> Result<Vec<Drift>, DatabaseError> {
    if let Some(lock) = transaction.dialect().stop_writes() {
        transaction.rows(Fragment::new(lock)).await?;
    }
    let mut counted = count(transaction).await?;
    let mut written = BTreeMap::new();
    for row in transaction.rows(Fragment::new("SELECT owner, size_bytes, objects FROM usage")).await? {
        let owner = row.text(0)?;
        counted.entry(owner.clone()).or_default();
        written.insert(owner, Amounts { bytes: row.int(1)?, objects: row.int(2)? });
    }
    let drifts = counted.into_iter().map(|(owner, counted)| {
        let written = written.get(&owner).copied().unwrap_or_default();
        Drift { owner, written, counted }
    });
    Ok(drifts.filter(|drift| drift.written != drift.counted).collect())
}

/// All tables count, those of services that are not here too.
async fn count(transaction: &mut Transaction) -> Result<BTreeMap<String, Amounts>, DatabaseError> {
    let mut held: BTreeMap<String, Amounts> = BTreeMap::new();
    let mut shared = BTreeSet::new();
    for table in tables(transaction).await? {
        let objects = format!("SELECT owner, count(*) FROM {table} GROUP BY owner");
        for row in transaction.rows(Fragment::new(objects)).await? {
            *held.entry(row.text(0)?).or_default() += Amounts::objects(row.int(1)?);
        }
        let blobs = format!("FROM {table} o JOIN blob b ON b.object = o.id JOIN content k ON k.id = b.content WHERE");
        let twin =
            "EXISTS (SELECT 1 FROM blob x WHERE x.content = b.content AND (x.object <> b.object OR x.name <> b.name))";
        // Nearly every content has one blob: the database adds them up. The others are told apart here.
        let alone = format!("SELECT o.owner, CAST(sum(k.size_bytes) AS bigint) {blobs} NOT {twin} GROUP BY o.owner");
        for row in transaction.rows(Fragment::new(alone)).await? {
            *held.entry(row.text(0)?).or_default() += Amounts::bytes(row.int(1)?);
        }
        let together = format!("SELECT DISTINCT o.owner, b.content, k.size_bytes {blobs} {twin}");
        for row in transaction.rows(Fragment::new(together)).await? {
            let (owner, size_bytes) = (row.text(0)?, row.int(2)?);
            if shared.insert((owner.clone(), row.bytes(1)?)) {
                *held.entry(owner).or_default() += Amounts::bytes(size_bytes);
            }
        }
    }
    Ok(held)
}

/// The tables of all collections that were ever made.
async fn tables(transaction: &mut Transaction) -> Result<Vec<String>, DatabaseError> {
    let rows = transaction.rows(Fragment::new("SELECT service, name FROM collection ORDER BY number")).await?;
    let mut tables = Vec::new();
    for row in rows {
        let table = Shape::table_name(&row.text(0)?, &row.text(1)?);
        let columns = transaction.dialect().columns_of_table().to_owned();
        let columns = Fragment { text: columns, args: vec![Arg::Text(table.clone())] };
        if !transaction.rows(columns).await?.is_empty() {
            tables.push(table);
        }
    }
    Ok(tables)
}
