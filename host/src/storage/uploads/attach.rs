//! From an upload to an object, in the transaction of the change-set.

use std::sync::Arc;

use veillee_access::{Arg, Fragment};
use veillee_vault::{Written, open_segment};

use super::arrive::{write_arrived, write_guard};
use super::store::change_one;
use super::upload::{State, Upload};
use super::{UploadError, room, row};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::blobs::{ArrivedContent, may_be_inline};
use crate::storage::objects::ObjectError;
use crate::storage::sql::Transaction;

impl Association {
    /// An upload that waits for a form, as content to be attached. It stays until an object has it or it expires.
    pub async fn whole_upload(
        &self,
        id: &str,
        holders: &[String],
    ) -> Result<(Arc<Upload>, ArrivedContent), UploadError> {
        let upload = self.upload(id, holders).await?;
        let key = upload.key.clone().filter(|_| upload.state == State::Whole).ok_or(UploadError::NotFound)?;
        let segments = row::segments(&mut self.database(), &upload.digest).await?;
        let sha_256 = upload.sha_256.as_deref().and_then(|digest| digest.try_into().ok()).unwrap_or_default();
        let written =
            Written { segments, size_bytes: upload.offset_bytes, sha_256, crc_32: upload.crc_32, inline: None };
        let (id, upload) = (upload.content, Arc::new(upload));
        Ok((upload.clone(), ArrivedContent { id, key, written, upload: Some(upload) }))
    }

    /// At most so many first bytes of a content, to tell its type.
    pub async fn start_of(&self, content: &ArrivedContent, bytes: u64) -> Result<Vec<u8>, UploadError> {
        use futures_util::TryStreamExt as _;
        let end = bytes.min(content.written.size_bytes);
        if end == 0 {
            return Ok(Vec::new());
        }
        if let [segment] = content.written.segments[..]
            && may_be_inline(&segment)
        {
            let sealed = match &content.written.inline {
                Some(sealed) => sealed.clone(),
                None => self.segments().fetch(&segment).await?,
            };
            let clear = open_segment(&content.key, &content.id, 0, segment, sealed)?;
            let most = usize::try_from(end).unwrap_or(usize::MAX).min(clear.len());
            return Ok(clear[..most].to_vec());
        }
        let reading = self.vault.read(&content.key, &content.id, &content.written.segments, 0..end)?;
        let pieces: Vec<bytes::Bytes> = reading.try_collect().await?;
        Ok(pieces.concat())
    }
}

impl Upload {
    /// Notes that an object has the bytes. The object's content holds the key from now on; the upload keeps the word that
    /// it is done, until it expires. `NotFound` when it ended, expired or was attached meanwhile: the change-set fails.
    pub(in crate::storage) async fn attached(
        &self,
        association: &Association,
        transaction: &mut Transaction,
        content: &ArrivedContent,
        object: &str,
    ) -> Result<(), ObjectError> {
        let written = &content.written;
        let now_ms = association.clock.now_ms();
        let expires_ms = now_ms.saturating_add(limits::UPLOAD_LIFE_MS);
        if !self.stored {
            let done = Self {
                length_bytes: Some(written.size_bytes),
                offset_bytes: written.size_bytes,
                sha_256: Some(written.sha_256.to_vec()),
                crc_32: written.crc_32,
                state: State::Attached(object.to_owned()),
                key: None,
                progress: Vec::new(),
                expires_ms,
                ..self.clone()
            };
            return Ok(row::insert(association, transaction, &done).await?);
        }
        let mut update = Fragment::new("UPDATE upload SET state = 'attached', object = ");
        update.text_arg(object).push(", key_sealed = ").bind(Arg::Bytes(Vec::new())).push(", progress = ");
        update.bind(Arg::Bytes(Vec::new())).push(", sha_256 = ").bind(Arg::Bytes(written.sha_256.to_vec()));
        update.push(", crc_32 = ").int_arg(i64::from(written.crc_32));
        write_arrived(&mut update, self, written.size_bytes, expires_ms);
        write_guard(&mut update, self, now_ms);
        if !change_one(transaction, update).await? {
            return Err(ObjectError::NotFound);
        }
        // Paid for from now on.
        room::give_back(transaction, &self.digest).await?;
        let mut delete = Fragment::new("DELETE FROM upload_segment WHERE upload = ");
        delete.bind(Arg::Bytes(self.digest.clone()));
        Ok(transaction.execute(delete).await.map(drop)?)
    }
}
