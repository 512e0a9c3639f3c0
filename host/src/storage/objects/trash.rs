use std::sync::Arc;

use veillee_access::{Action, Fragment};

use super::ObjectError;
use super::commit::Progress;
use super::decide::decide;
use super::place::subtree;
use crate::limits;
use crate::storage::shape::Shape;
use crate::storage::sql::Ask as _;

impl Progress<'_, '_> {
    /// Puts an object and all that lies in it into the trash. Of a container only the containers are marked: what lies
    /// in them asks its container, so that the cost does not grow with the photos.
    pub(super) async fn trash(&mut self, id: String) -> Result<(String, u64), ObjectError> {
        let shape = self.shape_of(&id)?;
        let moment = &self.writer.moment;
        let permit = decide(&mut self.transaction, moment, &self.caller, Action::Delete, &id, None).await?;
        let now_ms = moment.now_ms;
        let version = self.mark(&shape, permit.object(), 0, "", now_ms, permit.object()).await?;
        if shape.is_container() {
            for (container, ..) in subtree(&mut self.transaction, permit.object()).await? {
                self.mark_container(&container, "", now_ms, permit.object()).await?;
            }
        }
        self.cascade(&shape, permit.object(), "", now_ms, permit.object()).await?;
        Ok((id, version))
    }

    /// Takes back what [`Self::trash`] put away with this object, and nothing that was put away before.
    pub(super) async fn restore(&mut self, id: String) -> Result<(String, u64), ObjectError> {
        let shape = self.shape_of(&id)?;
        let mut select =
            Fragment::new(format!("SELECT trashed_ms, trashed_root, parent FROM {} WHERE id = ", shape.table()));
        select.text_arg(&id);
        let row = self.transaction.row(select).await?.ok_or(ObjectError::NotFound)?;
        let (trashed_ms, root, parent) = (row.int(0)?, row.text(1)?, row.text(2)?);
        // What is old enough to be purged may be half gone already.
        let over = trashed_ms <= self.writer.moment.now_ms.saturating_sub(limits::TRASH_LIFE_MS);
        if trashed_ms == 0 || root != id || over {
            return Err(ObjectError::NotFound);
        }
        let version = self.mark(&shape, &id, trashed_ms, &id, 0, "").await?;
        if shape.is_container() {
            for (container, ..) in subtree(&mut self.transaction, &id).await? {
                self.mark_container(&container, &id, 0, "").await?;
            }
        }
        self.cascade(&shape, &id, &id, 0, "").await?;
        // Decided on the restored object, inside the same transaction: a no undoes the restoring.
        let moment = &self.writer.moment;
        match decide(&mut self.transaction, moment, &self.caller, Action::Delete, &id, None).await {
            Ok(_) if self.is_alive(&parent).await? => Ok((id, version)),
            Ok(_) => Err(ObjectError::invalid("it lies in something that is in the trash itself")),
            Err(_) => Err(ObjectError::NotFound),
        }
    }

    async fn is_alive(&mut self, parent: &str) -> Result<bool, ObjectError> {
        let Some(shape) = self.writer.moment.shapes.of(parent).cloned() else { return Ok(parent.is_empty()) };
        // A container inside a removed one is marked in `container` alone.
        let mut select = Fragment::new(format!(
            "SELECT o.trashed_ms + coalesce((SELECT c.trashed_ms FROM container c WHERE c.id = o.container), 0) \
             FROM {} o WHERE o.id = ",
            shape.table()
        ));
        select.text_arg(parent);
        Ok(self.transaction.row(select).await?.map_or(Ok(1), |row| row.int(0))? == 0)
    }

    async fn mark(
        &mut self,
        shape: &Shape,
        id: &str,
        from_ms: i64,
        from_root: &str,
        to_ms: i64,
        to_root: &str,
    ) -> Result<u64, ObjectError> {
        let mut update = Fragment::new(format!("UPDATE {} SET trashed_ms = ", shape.table()));
        update.int_arg(to_ms).push(", trashed_root = ").text_arg(to_root).push(", version = version + 1 WHERE id = ");
        update.text_arg(id).push(" AND trashed_ms = ").int_arg(from_ms);
        update.push(" AND trashed_root = ").text_arg(from_root).push(" RETURNING version");
        Ok(self.transaction.row(update).await?.ok_or(ObjectError::NotFound)?.count(0)?)
    }

    async fn mark_container(
        &mut self,
        id: &str,
        from_root: &str,
        to_ms: i64,
        to_root: &str,
    ) -> Result<(), ObjectError> {
        let mut update = Fragment::new("UPDATE container SET trashed_ms = ");
        update.int_arg(to_ms).push(", trashed_root = ").text_arg(to_root).push(" WHERE id = ").text_arg(id);
        update.push(" AND trashed_root = ").text_arg(from_root);
        self.transaction.execute(update).await?;
        Ok(())
    }

    /// Marks the leaves below a leaf, whose container stays alive and cannot speak for them.
    async fn cascade(
        &mut self,
        shape: &Arc<Shape>,
        id: &str,
        from_root: &str,
        to_ms: i64,
        to_root: &str,
    ) -> Result<(), ObjectError> {
        if shape.is_container() {
            return Ok(());
        }
        let shapes = self.writer.moment.shapes.clone();
        let mut below = vec![(shape.clone(), vec![id.to_owned()])];
        while let Some((shape, parents)) = below.pop() {
            for child in shapes.children(&shape) {
                let mut update = Fragment::new(format!("UPDATE {} SET trashed_ms = ", child.table()));
                update.int_arg(to_ms).push(", trashed_root = ").text_arg(to_root).push(" WHERE parent IN ");
                update.list_arg(&parents).push(" AND trashed_root = ").text_arg(from_root).push(" RETURNING id");
                let marked = self.transaction.rows(update).await?;
                let marked = marked.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
                below.extend(marked.chunks(limits::CASCADE_BATCH).map(|batch| (child.clone(), batch.to_vec())));
            }
        }
        Ok(())
    }
}
