//! The collections of a service's version: their tables are made or extended once, then requests are shown them.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use veillee_access::{Collection, Fragment};

use super::association::Association;
use super::pictures::enqueue_missing;
use super::schema::{ShapeConflict, apply_collection};
use super::shape::Shape;
use super::sql::{Ask as _, DatabaseError};
use crate::limits;

/// Raised when [`Association::make_tables`] makes more than before: what was adopted then is adopted anew.
const MADE: i64 = 2;

impl Association {
    /// Makes or extends the tables of these collections and lets calls see them from now on.
    pub async fn adopt(&self, shapes: Vec<Shape>) -> Result<(), ShapeConflict> {
        self.make_tables(&shapes, None).await?;
        let mut current = self.shapes.write().unwrap_or_else(PoisonError::into_inner);
        *current = Arc::new(current.with(shapes));
        Ok(())
    }

    /// Numbers the collections of a version and makes or extends their tables; nobody sees them yet. What this version
    /// adopted before costs a few indexed reads. Safe while the version before is in use: tables only grow.
    pub async fn prepare(
        &self,
        service: &str,
        digest: &str,
        mut shapes: Vec<Shape>,
    ) -> Result<Arc<[Arc<Shape>]>, ShapeConflict> {
        if shapes.is_empty() {
            return Ok(Arc::default());
        }
        if !self.recall(service, digest, &mut shapes).await? {
            for shape in &mut shapes {
                shape.number = self.collection_number(service, &shape.name).await?;
            }
            self.make_tables(&shapes, Some((service, digest))).await?;
        }
        Ok(shapes.into_iter().map(Arc::new).collect())
    }

    /// Lets requests see these collections of a service in place of those before. A rule that changed may turn a yes
    /// into a no: then no decision from before is used once this returns.
    pub async fn show(&self, service: &str, shapes: &[Arc<Shape>]) -> Result<(), DatabaseError> {
        let before = self.moment().shapes;
        let stays = |old: &Arc<Shape>| shapes.iter().any(|new| new.number == old.number && new == old);
        if before.all().any(|old| old.service() == service && !stays(&old)) {
            let taking = self.begin_taking().await?;
            self.put(|current| current.overlaid(shapes));
            self.commit_taking(taking).await?;
        } else {
            self.put(|current| current.overlaid(shapes));
        }
        // The service stands. What is missing keeps its placeholder until another version takes the place of this one.
        if let Err(error) = self.want_pictures(&before, shapes).await {
            tracing::warn!(association = %self.id, service, %error, "pictures of older blobs are not asked for");
        }
        Ok(())
    }

    /// Lets nobody see the collections of a service: its pages and bytes are not there any more, its data stays.
    pub async fn hide(&self, service: &str) -> Result<(), DatabaseError> {
        let taking = self.begin_taking().await?;
        self.put(|current| Some(current.without(service)));
        self.commit_taking(taking).await
    }

    fn put(&self, change: impl FnOnce(&super::shape::Shapes) -> Option<super::shape::Shapes>) {
        let mut current = self.shapes.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(changed) = change(&current) {
            *current = Arc::new(changed);
        }
    }

    /// Numbers the shapes when this version adopted them before, and no row lacks what it needs.
    async fn recall(&self, service: &str, digest: &str, shapes: &mut [Shape]) -> Result<bool, DatabaseError> {
        let mut select = Fragment::new("SELECT name, number FROM collection WHERE service = ");
        select.text_arg(service).push(" AND EXISTS (SELECT 1 FROM adopted WHERE service = ").text_arg(service);
        select.push(" AND digest = ").text_arg(digest).push(" AND made = ").int_arg(MADE).push(")");
        let rows = self.database().rows(select).await?;
        let numbers: HashMap<String, i64> =
            rows.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect::<Result<_, DatabaseError>>()?;
        for shape in &mut *shapes {
            let Some(number) = numbers.get(&shape.name) else { return Ok(false) };
            shape.number = u16::try_from(*number).map_err(|_| DatabaseError::Full)?;
        }
        for shape in shapes {
            if self.lacks_values(shape).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether an indexed field has no value somewhere: a version that does not index it may have run meanwhile.
    async fn lacks_values(&self, shape: &Shape) -> Result<bool, DatabaseError> {
        for name in shape.fields.iter().filter(|(_, field)| field.index).map(|(name, _)| name) {
            let (table, column) = (shape.table(), Collection::column(name));
            for trashed in ["= 0", "> 0"] {
                let text = format!("SELECT 1 FROM {table} WHERE trashed_ms {trashed} AND {column} IS NULL LIMIT 1");
                if self.database().row(Fragment::new(text)).await?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Tried again when somebody is in the way.
    async fn make_tables(&self, shapes: &[Shape], version: Option<(&str, &str)>) -> Result<(), ShapeConflict> {
        let mut tries = 1;
        loop {
            match self.make_tables_now(shapes, version).await {
                Err(ShapeConflict::Database(DatabaseError::Away(_))) if tries < limits::TABLE_TRIES => {
                    tries += 1;
                    tokio::time::sleep(Duration::from_millis(limits::TABLE_RETRY_MS)).await;
                }
                outcome => return outcome,
            }
        }
    }

    async fn make_tables_now(&self, shapes: &[Shape], version: Option<(&str, &str)>) -> Result<(), ShapeConflict> {
        let mut transaction = self.database.begin().await?;
        for statement in transaction.dialect().hold_for_tables() {
            transaction.rows(Fragment::new(*statement)).await?;
        }
        for shape in shapes {
            apply_collection(&mut transaction, shape).await?;
            enqueue_missing(&mut transaction, shape).await?;
        }
        if let Some((service, digest)) = version {
            let mut insert = Fragment::new("INSERT INTO adopted (service, digest, made) VALUES (");
            insert.text_arg(service).push(", ").text_arg(digest).push(", ").int_arg(MADE);
            insert.push(") ON CONFLICT (service, digest) DO UPDATE SET made = excluded.made");
            transaction.execute(insert).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
