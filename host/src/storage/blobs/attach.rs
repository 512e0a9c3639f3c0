use veillee_access::{Action, Arg, Fragment};

use super::content::insert_content;
use super::forget::{Bill, forget_blobs};
use crate::storage::ids;
use crate::storage::objects::{ObjectError, Progress, decide};
use crate::storage::pictures;
use crate::storage::quota::Amounts;
use crate::storage::shape::Shape;

impl Progress<'_, '_> {
    /// Ties a file that arrived with this request to an object.
    pub(in crate::storage) async fn attach(
        &mut self,
        id: String,
        name: &str,
        file: (usize, u32),
    ) -> Result<(String, u64), ObjectError> {
        let shape = self.shape_of(&id)?;
        let made_now = self.created.contains(&id);
        if !made_now {
            let moment = &self.writer.moment;
            decide(&mut self.transaction, moment, &self.caller, Action::Update, &id, None).await?;
        }
        let arrived = self
            .writer
            .files
            .get(&file)
            .cloned()
            .ok_or_else(|| ObjectError::invalid("the choice holds no such file"))?;
        if self.writer.taken.contains(&file) || !self.attached.insert(file) {
            return Err(ObjectError::invalid("a file can be attached once"));
        }
        check(&shape, name, &arrived.media_type, arrived.content.size_bytes())?;
        let now_ms = self.writer.moment.now_ms;
        let owner = self.owner_of(&shape, &id).await?;
        let shapes = self.writer.moment.shapes.clone();
        let mut bill = Bill { shapes: &shapes, charges: &mut self.charges, owners: &self.owners };
        forget_blobs(&mut self.transaction, &mut bill, std::slice::from_ref(&id), Some(name), now_ms).await?;
        insert_content(&mut self.transaction, self.writer.association, &arrived.content, now_ms).await?;
        let size_bytes = i64::try_from(arrived.content.size_bytes()).unwrap_or(i64::MAX);
        self.charges.add(&owner, Amounts::bytes(size_bytes));
        if let Some(upload) = &arrived.content.upload {
            upload.attached(self.writer.association, &mut self.transaction, &arrived.content, &id).await?;
        }
        // Drawn anew for each attachment, never made from the bytes: a validator tells nothing about the content.
        let validator = ids::new_id(&*self.writer.association.random);
        let mut insert = Fragment::new(
            "INSERT INTO blob (object, name, content, media_type, file_name, validator, created_ms) VALUES (",
        );
        insert.text_arg(&id).push(", ").text_arg(name).push(", ").bind(Arg::Bytes(arrived.content.id.to_vec()));
        insert.push(", ").text_arg(&arrived.media_type).push(", ").text_arg(&arrived.name).push(", ");
        insert.text_arg(&validator).push(", ").int_arg(now_ms).push(")");
        self.transaction.execute(insert).await?;
        pictures::enqueue(&mut self.transaction, &shape, &id, name, &arrived.media_type).await?;
        let version = if made_now { 1 } else { self.touch(&shape, &id).await? };
        Ok((id, version))
    }
}

/// Whether the collection takes such a blob.
pub(super) fn check(shape: &Shape, name: &str, media_type: &str, size_bytes: u64) -> Result<(), ObjectError> {
    let blob = shape
        .blobs
        .get(name)
        .ok_or_else(|| ObjectError::invalid(format!("`{}` declares no blob `{name}`", shape.name)))?;
    if !blob.takes(media_type) {
        return Err(ObjectError::invalid(format!("the blob `{name}` does not take {media_type}")));
    }
    if size_bytes > blob.max_bytes {
        return Err(ObjectError::invalid(format!("the blob `{name}` takes at most {} bytes", blob.max_bytes)));
    }
    Ok(())
}
