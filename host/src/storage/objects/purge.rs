//! The end of what is in the trash, and of what goes with its author: rows, words, shares and keys go, the files follow.
//!
//! Leaves go in batches, the trashed object itself last: killed in between, the next round finds it and goes on.

use std::sync::Arc;

use veillee_access::{Action, Fragment, Permit};

use super::ObjectError;
use super::place::subtree;
use crate::limits;
use crate::storage::association::{Association, Moment};
use crate::storage::blobs::{Bill, forget_blobs};
use crate::storage::quota::{Amounts, Charges, owners_of};
use crate::storage::shape::{Shape, Shapes};
use crate::storage::sql::{Ask as _, Transaction};

/// Put in place of the moment of removal: older than any life in the trash.
const OVERDUE_MS: i64 = 1;

/// How many objects a purge removed.
pub type PurgeCount = usize;

impl Association {
    /// Purges what has been in the trash for longer than its life. Nobody sees it since it was put there, so no decision
    /// changes.
    pub async fn purge_trash(&self) -> Result<PurgeCount, ObjectError> {
        let moment = self.moment();
        let before_ms = moment.now_ms.saturating_sub(limits::TRASH_LIFE_MS);
        let mut purged = 0;
        for shape in moment.shapes.all() {
            let mut select = Fragment::new(format!("SELECT id FROM {} WHERE trashed_ms > 0", shape.table()));
            select.push(" AND trashed_root = id AND trashed_ms <= ").int_arg(before_ms);
            for row in self.database().rows(select).await? {
                purged += self.purge(&moment, &shape, &row.text(0)?).await?;
            }
        }
        Ok(purged)
    }

    /// Purges one object of the trash before its time. Once it is marked nothing brings it back, and what a kill leaves of it
    /// goes with the next round.
    pub async fn purge_now(&self, permit: &Permit) -> Result<PurgeCount, ObjectError> {
        if permit.action() != Action::Delete {
            return Err(ObjectError::Denied);
        }
        let moment = self.moment();
        let shape = moment.shapes.of(permit.object()).cloned().ok_or(ObjectError::NotFound)?;
        let mut transaction = self.begin().await?;
        let mut mark = Fragment::new(format!("UPDATE {} SET trashed_ms = {OVERDUE_MS} WHERE id = ", shape.table()));
        mark.text_arg(permit.object()).push(" AND trashed_root = id AND trashed_ms > 0 AND version = ");
        mark.int_arg(i64::try_from(permit.version()).unwrap_or(i64::MAX));
        if transaction.execute(mark).await? != 1 {
            return Err(ObjectError::NotFound);
        }
        transaction.commit().await?;
        self.purge(&moment, &shape, permit.object()).await
    }

    /// Removes an object with all that lies in it, whether it is in the trash or not. Done again, it goes on where a kill cut it.
    pub(in crate::storage) async fn purge(
        &self,
        moment: &Moment,
        shape: &Arc<Shape>,
        root: &str,
    ) -> Result<PurgeCount, ObjectError> {
        let mut purged = 0;
        if shape.is_container() {
            let mut transaction = self.begin().await?;
            let tree = subtree(&mut transaction, root).await?;
            transaction.commit().await?;
            // From the bottom up: what is left of a purge that was cut is still a tree under its root.
            for (container, ..) in tree.into_iter().rev() {
                purged += self.purge_container(moment, shape.service(), &container).await?;
            }
            return Ok(purged);
        }
        let mut transaction = self.begin().await?;
        let mut charges = Charges::default();
        let mut below = vec![(shape.clone(), vec![root.to_owned()])];
        while let Some((shape, ids)) = below.pop() {
            for child in moment.shapes.children(&shape) {
                let found = ids_where(&mut transaction, child, "parent", &ids, None).await?;
                below.extend(found.chunks(limits::PURGE_BATCH).map(|batch| (child.clone(), batch.to_vec())));
            }
            purged += ids.len();
            delete(&mut transaction, (&moment.shapes, &mut charges), &shape, &ids, moment.now_ms).await?;
        }
        charges.record(&mut transaction).await?;
        transaction.commit().await?;
        Ok(purged)
    }

    async fn purge_container(
        &self,
        moment: &Moment,
        service: &str,
        container: &str,
    ) -> Result<PurgeCount, ObjectError> {
        let own = [container.to_owned()];
        let mut purged = 0;
        for leaf in moment.shapes.all().filter(|shape| shape.service() == service && !shape.is_container()) {
            loop {
                let mut transaction = self.begin().await?;
                let ids = ids_where(&mut transaction, &leaf, "container", &own, Some(limits::PURGE_BATCH)).await?;
                if ids.is_empty() {
                    break;
                }
                purged += ids.len();
                let mut charges = Charges::default();
                delete(&mut transaction, (&moment.shapes, &mut charges), &leaf, &ids, moment.now_ms).await?;
                charges.record(&mut transaction).await?;
                transaction.commit().await?;
            }
        }
        let Some(shape) = moment.shapes.of(container) else { return Ok(purged) };
        let mut transaction = self.begin().await?;
        let gone = [
            "share_download WHERE share IN (SELECT id FROM share WHERE container = ",
            "session_share WHERE share IN (SELECT id FROM share WHERE container = ",
            "share WHERE (container = ",
            "container_path WHERE (container = ",
            "container WHERE (id = ",
        ];
        for table in gone {
            let mut delete = Fragment::new(format!("DELETE FROM {table}"));
            delete.text_arg(container).push(")");
            transaction.execute(delete).await?;
        }
        let mut charges = Charges::default();
        delete(&mut transaction, (&moment.shapes, &mut charges), shape, &own, moment.now_ms).await?;
        charges.record(&mut transaction).await?;
        transaction.commit().await?;
        Ok(purged + 1)
    }
}

async fn ids_where(
    transaction: &mut Transaction,
    shape: &Shape,
    column: &str,
    values: &[String],
    limit: Option<usize>,
) -> Result<Vec<String>, ObjectError> {
    let mut select = Fragment::new(format!("SELECT id FROM {} WHERE {column} IN ", shape.table()));
    select.list_arg(values);
    if let Some(limit) = limit {
        select.push(&format!(" LIMIT {limit}"));
    }
    let rows = transaction.rows(select).await?;
    Ok(rows.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?)
}

async fn delete(
    transaction: &mut Transaction,
    (shapes, charges): (&Shapes, &mut Charges),
    shape: &Shape,
    ids: &[String],
    now_ms: i64,
) -> Result<(), ObjectError> {
    let owners = owners_of(transaction, shapes, ids).await?;
    for owner in owners.values() {
        charges.add(owner, Amounts::objects(-1));
    }
    let mut bill = Bill { shapes, charges, owners: &owners };
    forget_blobs(transaction, &mut bill, ids, None, now_ms).await?;
    for condition in [
        "word WHERE object".to_owned(),
        "event_count WHERE object".to_owned(),
        "receipt WHERE object".to_owned(),
        format!("{} WHERE id", shape.table()),
    ] {
        let mut delete = Fragment::new(format!("DELETE FROM {condition} IN "));
        delete.list_arg(ids);
        transaction.execute(delete).await?;
    }
    Ok(())
}
