use std::sync::Arc;

use veillee_access::Fragment;

use super::due::{NEVER_MS, UNWANTED};
use crate::storage::association::Association;
use crate::storage::shape::{Shape, Shapes};
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Makes those blobs of a collection due that lack a rendition which the collection declares: they are older than the
/// declaration, or came while a version without it ran. Reads all objects of the collection.
pub(in crate::storage) async fn enqueue_missing(
    transaction: &mut Transaction,
    shape: &Shape,
) -> Result<(), DatabaseError> {
    for (blob, declared) in shape.blobs.iter().filter(|(_, declared)| !declared.renditions.is_empty()) {
        let names: Vec<String> = declared.renditions.keys().cloned().collect();
        let mut insert = Fragment::new(
            "INSERT INTO rendition_due (object, blob, media_type, attempts, next_ms, claimed, reason) \
             SELECT b.object, b.name, b.media_type, 0, 0, FALSE, '' FROM ",
        );
        insert.push(shape.table()).push(" o JOIN blob b ON b.object = o.id AND b.name = ").text_arg(blob);
        insert.push(
            " WHERE (SELECT count(*) FROM rendition r WHERE r.object = b.object AND r.blob = b.name AND r.name IN ",
        );
        insert.list_arg(&names).push(") < ").int_arg(i64::try_from(names.len()).unwrap_or(i64::MAX));
        insert.push(" ON CONFLICT (object, blob) DO UPDATE SET next_ms = 0, attempts = 0, reason = ''");
        insert.push(" WHERE rendition_due.next_ms = ").int_arg(NEVER_MS);
        insert.push(" AND rendition_due.reason = ").text_arg(UNWANTED);
        transaction.execute(insert).await?;
    }
    Ok(())
}

impl Association {
    /// After a version of a service took the place of the one `before`: what it wants of older blobs becomes due. Two
    /// indexed reads where nothing changed.
    pub(in crate::storage) async fn want_pictures(
        &self,
        before: &Shapes,
        shapes: &[Arc<Shape>],
    ) -> Result<(), DatabaseError> {
        let wants = |shape: &&Arc<Shape>| shape.blobs.values().any(|blob| !blob.renditions.is_empty());
        let changed = |shape: &&Arc<Shape>| before.number(shape.number).is_some_and(|old| old.blobs != shape.blobs);
        let wanting: Vec<_> = shapes.iter().filter(wants).collect();
        if wanting.is_empty() {
            return Ok(());
        }
        let more: Vec<_> = wanting.into_iter().filter(changed).collect();
        if more.is_empty() && !self.holds_unwanted().await? {
            return Ok(());
        }
        let mut transaction = self.begin().await?;
        for shape in more {
            enqueue_missing(&mut transaction, shape).await?;
        }
        // Those of other services are set aside again when their turn comes.
        let mut update = Fragment::new("UPDATE rendition_due SET next_ms = 0, attempts = 0, reason = '' WHERE ");
        unwanted(&mut update);
        transaction.execute(update).await?;
        transaction.commit().await?;
        self.pictures_bell.notify_one();
        Ok(())
    }

    /// Whether pictures were set aside because no service that stood there then wanted them.
    async fn holds_unwanted(&self) -> Result<bool, DatabaseError> {
        let mut select = Fragment::new("SELECT 1 FROM rendition_due WHERE ");
        unwanted(&mut select);
        select.push(" LIMIT 1");
        Ok(self.database().row(select).await?.is_some())
    }
}

fn unwanted(statement: &mut Fragment) {
    statement.push("next_ms = ").int_arg(NEVER_MS).push(" AND reason = ").text_arg(UNWANTED);
}
