use veillee_access::{Action, Arg, Fragment};

use super::forget::forget_blobs;
use crate::storage::blobs::ArrivedContent;
use crate::storage::ids;
use crate::storage::objects::{ObjectError, Progress, decide};
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
        check(&shape, name, &arrived.media_type, &arrived.content)?;
        let now_ms = self.writer.moment.now_ms;
        forget_blobs(&mut self.transaction, std::slice::from_ref(&id), Some(name), now_ms).await?;
        self.insert_content(&arrived.content).await?;
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
        let version = if made_now { 1 } else { self.touch(&shape, &id).await? };
        Ok((id, version))
    }

    async fn insert_content(&mut self, content: &ArrivedContent) -> Result<(), ObjectError> {
        let association = self.writer.association;
        let sealed = association.key.wrap(&content.key, &content.id, &*association.random);
        let written = &content.written;
        let mut insert =
            Fragment::new("INSERT INTO content (id, key_sealed, size_bytes, sha_256, crc_32, created_ms) VALUES (");
        insert.bind(Arg::Bytes(content.id.to_vec())).push(", ").bind(Arg::Bytes(sealed)).push(", ");
        insert.int_arg(i64::try_from(written.size_bytes).unwrap_or(i64::MAX)).push(", ");
        insert.bind(Arg::Bytes(written.sha_256.to_vec())).push(", ").int_arg(i64::from(written.crc_32)).push(", ");
        insert.int_arg(self.writer.moment.now_ms).push(")");
        self.transaction.execute(insert).await?;
        for (batch, segments) in written.segments.chunks(200).enumerate() {
            let mut insert = Fragment::new("INSERT INTO segment (content, position, id, clear_bytes) VALUES ");
            for (index, segment) in segments.iter().enumerate() {
                let position = i64::try_from(batch * 200 + index).unwrap_or(i64::MAX);
                insert.push(if index == 0 { "(" } else { ", (" }).bind(Arg::Bytes(content.id.to_vec())).push(", ");
                insert.int_arg(position).push(", ").bind(Arg::Bytes(segment.id.as_bytes().to_vec())).push(", ");
                insert.int_arg(i64::try_from(segment.clear_bytes).unwrap_or(i64::MAX)).push(")");
            }
            self.transaction.execute(insert).await?;
        }
        Ok(())
    }
}

fn check(shape: &Shape, name: &str, media_type: &str, content: &ArrivedContent) -> Result<(), ObjectError> {
    let blob = shape
        .blobs
        .get(name)
        .ok_or_else(|| ObjectError::invalid(format!("`{}` declares no blob `{name}`", shape.name)))?;
    if !blob.takes(media_type) {
        return Err(ObjectError::invalid(format!("the blob `{name}` does not take {media_type}")));
    }
    if content.size_bytes() > blob.max_bytes {
        return Err(ObjectError::invalid(format!("the blob `{name}` takes at most {} bytes", blob.max_bytes)));
    }
    Ok(())
}
