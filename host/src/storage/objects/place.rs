//! Where objects lie: containers, the chains they inherit along, and moving.

use std::sync::Arc;

use veillee_access::{Action, Fragment};

use super::ObjectError;
use super::commit::Progress;
use super::decide::decide;
use crate::limits;
use crate::storage::quota;
use crate::storage::shape::Shape;
use crate::storage::sql::{Ask as _, Transaction};

/// A new container is its own root for shares from birth, and inherits the shares of those it lies in.
pub(super) async fn insert_container(
    progress: &mut Progress<'_, '_>,
    shape: &Shape,
    id: &str,
    parent: &str,
    owner: &str,
) -> Result<(), ObjectError> {
    let outer = container_of(progress, parent).await?;
    let mut insert =
        Fragment::new("INSERT INTO container (id, service, parent, owner, private, trashed_ms, trashed_root) VALUES (");
    insert.text_arg(id).push(", ").text_arg(shape.service()).push(", ").text_arg(&outer).push(", ");
    insert.text_arg(owner).push(", false, 0, '')");
    progress.transaction.execute(insert).await?;
    rebuild_paths(&mut progress.transaction, id).await
}

async fn container_of(progress: &mut Progress<'_, '_>, object: &str) -> Result<String, ObjectError> {
    let Some(shape) = progress.writer.moment.shapes.of(object).cloned() else { return Ok(String::new()) };
    let mut select = Fragment::new(format!("SELECT container FROM {} WHERE id = ", shape.table()));
    select.text_arg(object);
    Ok(progress.transaction.row(select).await?.map_or(Ok(String::new()), |row| row.text(0))?)
}

/// A container and all containers below it, from the top down, as `id, parent, private, depth`.
pub(in crate::storage) async fn subtree(
    transaction: &mut Transaction,
    root: &str,
) -> Result<Vec<(String, String, bool, u64)>, ObjectError> {
    let mut select = Fragment::new(
        "WITH RECURSIVE sub (id, parent, private, depth) AS (SELECT id, parent, private, CAST(0 AS bigint) \
         FROM container WHERE id = ",
    );
    select.text_arg(root);
    select.push(&format!(
        " UNION ALL SELECT c.id, c.parent, c.private, sub.depth + 1 FROM container c JOIN sub ON c.parent = sub.id \
         WHERE sub.depth < {}) SELECT id, parent, private, depth FROM sub ORDER BY depth",
        limits::CONTAINER_DEPTH_MAX
    ));
    let rows = transaction.rows(select).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?, row.truth(2)?, row.count(3)?))).collect()
}

/// Writes the chains of a container and of all below it anew. A private container inherits from nobody.
pub(in crate::storage) async fn rebuild_paths(transaction: &mut Transaction, root: &str) -> Result<(), ObjectError> {
    let tree = subtree(transaction, root).await?;
    let height = tree.last().map_or(0, |(.., depth)| *depth);
    // Counted along all containers, private ones too: whatever walks a tree relies on this bound.
    if outer_containers(transaction, root).await? + height >= limits::CONTAINER_DEPTH_MAX as u64 {
        let most = limits::CONTAINER_DEPTH_MAX;
        return Err(ObjectError::invalid(format!("containers lie at most {most} deep")));
    }
    for (id, parent, private, _) in tree {
        let mut delete = Fragment::new("DELETE FROM container_path WHERE container = ");
        delete.text_arg(&id);
        transaction.execute(delete).await?;
        let mut insert = Fragment::new("INSERT INTO container_path (container, ancestor) VALUES (");
        insert.text_arg(&id).push(", ").text_arg(&id).push(")");
        transaction.execute(insert).await?;
        if private || parent.is_empty() {
            continue;
        }
        let mut inherit = Fragment::new("INSERT INTO container_path (container, ancestor) SELECT ");
        inherit.text_arg(&id).push(", ancestor FROM container_path WHERE container = ").text_arg(&parent);
        transaction.execute(inherit).await?;
    }
    Ok(())
}

/// How many containers a container lies in, up to the limit.
async fn outer_containers(transaction: &mut Transaction, container: &str) -> Result<u64, ObjectError> {
    let mut select = Fragment::new(
        "WITH RECURSIVE outwards (id, height) AS (SELECT parent, CAST(1 AS bigint) FROM container WHERE id = ",
    );
    select.text_arg(container);
    select.push(&format!(
        " UNION ALL SELECT c.parent, u.height + 1 FROM container c JOIN outwards u ON c.id = u.id \
         WHERE u.height <= {}) SELECT count(*) FROM outwards WHERE id <> ''",
        limits::CONTAINER_DEPTH_MAX
    ));
    Ok(transaction.row(select).await?.map_or(Ok(0), |row| row.count(0))?)
}

impl Progress<'_, '_> {
    /// Moves an object into another parent.
    pub(super) async fn place_in(&mut self, id: String, parent: &str) -> Result<(String, u64), ObjectError> {
        let writer = self.writer;
        let shape = self.shape_of(&id)?;
        let parent_shape = self.shape_of(parent)?;
        if !shape.parents.contains(&parent_shape.name) {
            return Err(ObjectError::invalid(format!("`{}` cannot lie in `{}`", shape.name, parent_shape.name)));
        }
        let moment = &writer.moment;
        let permit = decide(&mut self.transaction, moment, &self.caller, Action::Move, &id, None).await?;
        self.refuse_circle(&id, parent).await?;
        let into = decide(&mut self.transaction, moment, &self.caller, Action::Create, parent, Some(&shape)).await?;
        let mut select = Fragment::new(format!("SELECT container, owner FROM {} WHERE id = ", parent_shape.table()));
        select.text_arg(into.object());
        let row = self.transaction.row(select).await?.ok_or(ObjectError::NotFound)?;
        let (container, owner) = (row.text(0)?, row.text(1)?);
        if shape.is_container() {
            self.move_container(permit.object(), &container, &owner).await?;
        }
        let from = self.owner_of(&shape, permit.object()).await?;
        let own_container = if shape.is_container() { permit.object() } else { &container };
        let now_ms = moment.now_ms;
        let mut update = Fragment::new(format!("UPDATE {} SET parent = ", shape.table()));
        update.text_arg(parent).push(", container = ").text_arg(own_container).push(", owner = ").text_arg(&owner);
        update.push(", version = version + 1, updated_ms = ").int_arg(now_ms).push(" WHERE id = ");
        update.text_arg(permit.object()).push(" RETURNING version");
        let version = self.transaction.row(update).await?.ok_or(ObjectError::NotFound)?.count(0)?;
        if !shape.is_container() {
            let moved = self.carry_leaves(&shape, permit.object(), &container, &owner).await?;
            self.hand_over(&moved, &from, &owner).await?;
        }
        Ok((id, version))
    }

    /// An object cannot lie in itself, nor in what lies in it.
    async fn refuse_circle(&mut self, id: &str, parent: &str) -> Result<(), ObjectError> {
        let mut outer = parent.to_owned();
        while !outer.is_empty() {
            if outer == id {
                return Err(ObjectError::invalid("an object cannot lie in itself"));
            }
            let shape = self.shape_of(&outer)?;
            let mut select = Fragment::new(format!("SELECT parent FROM {} WHERE id = ", shape.table()));
            select.text_arg(&outer);
            outer = self.transaction.row(select).await?.ok_or(ObjectError::NotFound)?.text(0)?;
        }
        Ok(())
    }

    async fn move_container(&mut self, id: &str, into: &str, owner: &str) -> Result<(), ObjectError> {
        let mut update = Fragment::new("UPDATE container SET parent = ");
        update.text_arg(into).push(" WHERE id = ").text_arg(id).push(" AND owner = ").text_arg(owner);
        // Who owns a tree pays for it: it cannot be handed to somebody by moving it.
        if self.transaction.execute(update).await? != 1 {
            return Err(ObjectError::invalid("a container can only be moved within what its owner owns"));
        }
        rebuild_paths(&mut self.transaction, id).await
    }

    /// Who owns the new place pays from now on.
    async fn hand_over(&mut self, moved: &[String], from: &str, to: &str) -> Result<(), ObjectError> {
        if from != to {
            self.owners.clear();
            let shapes = self.writer.moment.shapes.clone();
            quota::hand_over(&mut self.transaction, (&shapes, &mut self.charges), moved, (from, to)).await?;
        }
        Ok(())
    }

    /// What lies in a moved leaf goes with it. Says what moved, the leaf itself first.
    async fn carry_leaves(
        &mut self,
        shape: &Arc<Shape>,
        id: &str,
        container: &str,
        owner: &str,
    ) -> Result<Vec<String>, ObjectError> {
        let shapes = self.writer.moment.shapes.clone();
        let mut all = vec![id.to_owned()];
        let mut below = vec![(shape.clone(), all.clone())];
        while let Some((shape, parents)) = below.pop() {
            for child in shapes.children(&shape).filter(|child| !child.is_container()) {
                let mut update = Fragment::new(format!("UPDATE {} SET container = ", child.table()));
                update.text_arg(container).push(", owner = ").text_arg(owner).push(" WHERE parent IN ");
                update.list_arg(&parents).push(" RETURNING id");
                let moved = self.transaction.rows(update).await?;
                let moved = moved.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
                below.extend(moved.chunks(limits::CASCADE_BATCH).map(|batch| (child.clone(), batch.to_vec())));
                all.extend(moved);
            }
        }
        Ok(all)
    }

    pub(in crate::storage) fn shape_of(&self, id: &str) -> Result<Arc<Shape>, ObjectError> {
        let writer = self.writer;
        let shape = writer.moment.shapes.of(id).filter(|shape| shape.service() == writer.service);
        shape.cloned().ok_or(ObjectError::NotFound)
    }
}
