//! Hiding what is an account's own, and showing it again.
//!
//! What is hidden is marked as the trash marks what lies in a removed object, under a root of its own: every door that hides
//! the trash hides it too, nothing brings it back but [`show`], and the purge of the trash, which looks for roots, passes it by.

use std::sync::Arc;

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::own::{database, goes, tops};
use crate::limits;
use crate::storage::objects::subtree;
use crate::storage::shape::{Shape, Shapes};
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// What of an account's own is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    All,
    /// What goes with its author.
    WhatGoes,
}

impl Extent {
    fn covers(self, shape: &Shape) -> bool {
        self == Self::All || goes(shape)
    }
}

/// In the place of the root of what is hidden: no object has an id like this.
fn root(account: &str) -> String {
    format!("hidden:{account}")
}

/// Hides the trees that an account owns, and what it put into those of others. What is in the trash stays there.
pub(super) async fn hide(
    transaction: &mut Transaction,
    shapes: &Shapes,
    account: &str,
    extent: Extent,
    now_ms: Millis,
) -> Result<(), DatabaseError> {
    let root = root(account);
    for (shape, top) in tops(transaction, shapes, account).await? {
        if extent.covers(&shape) {
            for (container, ..) in subtree(transaction, &top).await.map_err(database)? {
                mark_container(transaction, &container, (0, ""), (now_ms, &root)).await?;
            }
        }
    }
    for shape in shapes.all().filter(|shape| !shape.is_container() && extent.covers(shape)) {
        let mut update = Fragment::new(format!("UPDATE {} SET trashed_ms = ", shape.table()));
        update.int_arg(now_ms).push(", trashed_root = ").text_arg(&root).push(" WHERE author = ").text_arg(account);
        update.push(" AND owner <> ").text_arg(account).push(" AND trashed_ms = 0 AND trashed_root = '' RETURNING id");
        let marked = transaction.rows(update).await?;
        let marked = marked.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
        mark_below(transaction, shapes, (shape, marked), &root, now_ms).await?;
    }
    Ok(())
}

/// Hides what is owned at all while the shapes are not known yet: no container of it is seen, and what lies in one neither.
pub(super) async fn hide_containers(
    transaction: &mut Transaction,
    account: &str,
    now_ms: Millis,
) -> Result<(), DatabaseError> {
    let mut update = Fragment::new("UPDATE container SET trashed_ms = ");
    update.int_arg(now_ms).push(", trashed_root = ").text_arg(&root(account)).push(" WHERE owner = ");
    update.text_arg(account).push(" AND trashed_ms = 0");
    transaction.execute(update).await.map(drop)
}

/// Shows again what was hidden for an account, and nothing that was in the trash before.
pub(super) async fn show(transaction: &mut Transaction, shapes: &Shapes, account: &str) -> Result<(), DatabaseError> {
    let root = root(account);
    let tables = shapes.all().map(|shape| shape.table().to_owned());
    for table in tables.chain(["container".to_owned()]) {
        let mut update = Fragment::new(format!("UPDATE {table} SET trashed_ms = 0, trashed_root = ''"));
        update.push(" WHERE trashed_ms > 0 AND trashed_root = ").text_arg(&root);
        transaction.execute(update).await?;
    }
    Ok(())
}

/// The children of a leaf, whose container stays in sight and cannot speak for them.
async fn mark_below(
    transaction: &mut Transaction,
    shapes: &Shapes,
    start: (Arc<Shape>, Vec<String>),
    root: &str,
    now_ms: Millis,
) -> Result<(), DatabaseError> {
    let mut below = batches(start);
    while let Some((shape, parents)) = below.pop() {
        for child in shapes.children(&shape) {
            let mut update = Fragment::new(format!("UPDATE {} SET trashed_ms = ", child.table()));
            update.int_arg(now_ms).push(", trashed_root = ").text_arg(root).push(" WHERE parent IN ");
            update.list_arg(&parents).push(" AND trashed_ms = 0 AND trashed_root = '' RETURNING id");
            let marked = transaction.rows(update).await?;
            let marked = marked.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
            below.extend(batches((child.clone(), marked)));
        }
    }
    Ok(())
}

fn batches((shape, ids): (Arc<Shape>, Vec<String>)) -> Vec<(Arc<Shape>, Vec<String>)> {
    ids.chunks(limits::CASCADE_BATCH).map(|batch| (shape.clone(), batch.to_vec())).collect()
}

async fn mark_container(
    transaction: &mut Transaction,
    id: &str,
    (from_ms, from_root): (Millis, &str),
    (to_ms, to_root): (Millis, &str),
) -> Result<(), DatabaseError> {
    let mut update = Fragment::new("UPDATE container SET trashed_ms = ");
    update.int_arg(to_ms).push(", trashed_root = ").text_arg(to_root).push(" WHERE id = ").text_arg(id);
    update.push(" AND trashed_ms = ").int_arg(from_ms).push(" AND trashed_root = ").text_arg(from_root);
    transaction.execute(update).await.map(drop)
}
