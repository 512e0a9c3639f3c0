//! Bytes of an upload on their way in.

use std::sync::Arc;

use veillee_access::{Arg, Fragment};
use veillee_vault::{Progress, VaultError, Writer};

use super::UploadError;
use super::room;
use super::row::{self, insert_segments, number};
use super::store::{change_one, has_place};
use super::upload::{State, Upload};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::blobs::{ArrivedContent, insert_inline};

/// An upload with its writer. What is written counts when [`Self::keep`], [`Arrived::wait_for_form`] or the change-set
/// that attaches it says so; until then a cut leaves the upload as it was. One at a time for each upload: whoever calls
/// sees to it.
pub struct Receiving {
    upload: Upload,
    writer: Writer,
    kept_segments: usize,
    written_bytes: u64,
    /// The length was told by this request.
    told: bool,
}

/// An upload whose last byte came, not yet told to anybody.
pub struct Arrived {
    pub upload: Arc<Upload>,
    pub content: ArrivedContent,
    kept_segments: usize,
}

impl Association {
    /// Goes on where the upload stopped.
    pub async fn receive(&self, upload: Upload) -> Result<Receiving, UploadError> {
        let key = upload.key.as_ref().filter(|_| upload.state == State::Open).ok_or(UploadError::Changed)?;
        let random = self.random.clone();
        let mut kept_segments = 0;
        let writer = if upload.stored {
            let segments = row::segments(&mut self.database(), &upload.digest).await?;
            kept_segments = segments.len();
            let progress = Progress { segments, state: upload.progress.clone() };
            if progress.size_bytes() != upload.offset_bytes {
                return Err(UploadError::Changed);
            }
            self.vault.resume(key, &upload.content, &progress, random)?
        } else {
            self.vault.writer(key, &upload.content, random)
        };
        if kept_segments >= limits::UPLOAD_SEGMENTS_MAX {
            return Err(UploadError::TooManyPieces);
        }
        Ok(Receiving { upload, writer, kept_segments, written_bytes: 0, told: false })
    }
}

impl Receiving {
    pub fn upload(&self) -> &Upload {
        &self.upload
    }

    /// Bytes so far, durable or not.
    pub fn size_bytes(&self) -> u64 {
        self.upload.offset_bytes + self.written_bytes
    }

    /// Tells the length of an upload that began without one.
    pub fn set_length(&mut self, length_bytes: u64) {
        self.upload.length_bytes = Some(length_bytes);
        self.told = true;
    }

    pub fn set_media_type(&mut self, media_type: &str) {
        self.upload.media_type = Some(media_type.to_owned());
    }

    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        self.writer.write(bytes).await?;
        self.written_bytes += bytes.len() as u64;
        Ok(())
    }

    /// Makes what came durable: segments first, then the row that names them, in one transaction. Only then may the new
    /// offset be told.
    pub async fn keep(&mut self, association: &Association) -> Result<(), UploadError> {
        if self.written_bytes == 0 && !self.told {
            return Ok(());
        }
        let progress = self.writer.checkpoint().await?;
        let (size_bytes, now_ms) = (self.size_bytes(), association.clock.now_ms());
        let expires_ms = now_ms.saturating_add(limits::UPLOAD_LIFE_MS);
        let mut transaction = association.database.begin().await?;
        let fresh = progress.segments.get(self.kept_segments..).unwrap_or_default();
        insert_segments(&mut transaction, &self.upload.digest, self.kept_segments, fresh).await?;
        let mut update = Fragment::new("UPDATE upload SET progress = ");
        update.bind(Arg::Bytes(progress.state.clone()));
        write_arrived(&mut update, &self.upload, size_bytes, expires_ms);
        write_guard(&mut update, &self.upload, now_ms);
        if !change_one(&mut transaction, update).await? {
            return Err(UploadError::Changed);
        }
        if self.told || self.upload.length_bytes.is_none() {
            room::hold(association, &mut transaction, &self.upload, (size_bytes, expires_ms)).await?;
        } else {
            room::hold_longer(&mut transaction, &self.upload, expires_ms).await?;
        }
        transaction.commit().await?;
        self.kept_segments = progress.segments.len();
        self.upload.offset_bytes = size_bytes;
        self.upload.progress = progress.state;
        self.upload.expires_ms = expires_ms;
        (self.written_bytes, self.told) = (0, false);
        Ok(())
    }

    /// Forgets what came since the last [`Self::keep`].
    pub async fn abandon(self) {
        self.writer.abandon().await;
    }

    /// Makes the whole content durable. The upload itself is as before until its bytes are attached or wait for a form.
    pub async fn finish(mut self) -> Result<Arrived, UploadError> {
        let written = self.writer.finish_inline().await?;
        self.upload.length_bytes = Some(written.size_bytes);
        let key = self.upload.key.clone().ok_or(UploadError::Changed)?;
        let (id, upload) = (self.upload.content, Arc::new(self.upload));
        let content = ArrivedContent { id, key, written, upload: Some(upload.clone()) };
        Ok(Arrived { upload, content, kept_segments: self.kept_segments })
    }
}

impl Arrived {
    /// Lets the upload wait for a form of its holder.
    pub async fn wait_for_form(&self, association: &Association, media_type: &str) -> Result<(), UploadError> {
        let written = &self.content.written;
        let now_ms = association.clock.now_ms();
        let expires_ms = now_ms.saturating_add(limits::UPLOAD_LIFE_MS);
        let mut whole = (*self.upload).clone();
        whole.media_type = Some(media_type.to_owned());
        whole.sha_256 = Some(written.sha_256.to_vec());
        whole.crc_32 = written.crc_32;
        whole.state = State::Whole;
        let mut transaction = association.database.begin().await?;
        if whole.stored {
            let mut update = Fragment::new("UPDATE upload SET state = 'whole', sha_256 = ");
            update.bind(Arg::Bytes(written.sha_256.to_vec())).push(", crc_32 = ").int_arg(i64::from(written.crc_32));
            write_arrived(&mut update, &whole, written.size_bytes, expires_ms);
            write_guard(&mut update, &self.upload, now_ms);
            if !change_one(&mut transaction, update).await? {
                return Err(UploadError::Changed);
            }
        } else {
            has_place(&mut transaction, &whole.holder).await?;
            whole.offset_bytes = written.size_bytes;
            row::insert(association, &mut transaction, &whole).await?;
        }
        room::hold(association, &mut transaction, &whole, (written.size_bytes, expires_ms)).await?;
        let fresh = written.segments.get(self.kept_segments..).unwrap_or_default();
        insert_segments(&mut transaction, &whole.digest, self.kept_segments, fresh).await?;
        if let (Some(sealed), [segment]) = (&written.inline, &written.segments[..]) {
            insert_inline(&mut transaction, &segment.id, sealed).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Removes what the last request brought, after the upload was not finished for certain.
    pub async fn undo(&self, association: &Association) {
        for segment in self.content.written.segments.get(self.kept_segments..).unwrap_or_default() {
            if let Err(error) = association.vault.remove(&segment.id).await {
                tracing::warn!(association = %association.id, %error, "a segment of an upload stays for the sweep");
            }
        }
    }
}

/// What every progress writes.
pub(super) fn write_arrived(update: &mut Fragment, upload: &Upload, size_bytes: u64, expires_ms: i64) {
    update.push(", offset_bytes = ").int_arg(number(size_bytes)).push(", length_bytes = ");
    update.bind(upload.length_bytes.map_or(Arg::NullInt, |length| Arg::Int(number(length))));
    update.push(", media_type = ").text_arg(upload.media_type.as_deref().unwrap_or_default());
    update.push(", expires_ms = ").int_arg(expires_ms);
}

/// Only while the upload is as it was read: neither ended nor expired nor moved on.
pub(super) fn write_guard(update: &mut Fragment, upload: &Upload, now_ms: i64) {
    update.push(" WHERE state = ").text_arg(upload.state.name()).push(" AND digest = ");
    update.bind(Arg::Bytes(upload.digest.clone())).push(" AND offset_bytes = ");
    update.int_arg(number(upload.offset_bytes)).push(" AND expires_ms > ").int_arg(now_ms);
}
