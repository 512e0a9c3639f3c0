//! The beginning of an upload, and finding it again.

use veillee_access::{Arg, Fragment};
use veillee_vault::ContentKey;

use super::upload::{NewUpload, State, Upload};
use super::{UploadError, digest};
use super::{room, row};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::ids::new_id;
use crate::storage::sql::{Ask, DatabaseError, Transaction};

const METADATA_PURPOSE: &str = "veillee upload metadata";

impl Association {
    /// An upload in memory, and the id that stands in its address: 128 random bits. Nobody can go on with it before
    /// [`Self::store_upload`].
    pub fn begin_upload(&self, new: NewUpload) -> (String, Upload) {
        let id = new_id(&*self.random);
        let now_ms = self.clock.now_ms();
        let upload = Upload {
            digest: digest(&id),
            holder: new.holder,
            target: new.target,
            finish: new.finish,
            file_name: new.file_name,
            length_bytes: new.length_bytes,
            offset_bytes: 0,
            media_type: None,
            sha_256: None,
            state: State::Open,
            created_ms: now_ms,
            expires_ms: now_ms.saturating_add(limits::UPLOAD_LIFE_MS),
            // A token may stand in it: the database holds none in the clear.
            metadata_sealed: self.key.seal_small(METADATA_PURPOSE, new.metadata.as_bytes(), &*self.random),
            content: self.random.bytes(),
            key: Some(ContentKey::new(&*self.random)),
            progress: Vec::new(),
            crc_32: 0,
            stored: false,
        };
        (id, upload)
    }

    /// Makes an upload durable, so that its holder can go on with it: one transaction.
    pub async fn store_upload(&self, upload: &mut Upload) -> Result<(), UploadError> {
        let key = upload.key.as_ref().ok_or(UploadError::Changed)?;
        let mut writer = self.vault.writer(key, &upload.content, self.random.clone());
        upload.progress = writer.checkpoint().await?.state;
        let mut transaction = self.database.begin().await?;
        has_place(&mut transaction, &upload.holder).await?;
        row::insert(self, &mut transaction, upload).await?;
        room::hold(self, &mut transaction, upload, (0, upload.expires_ms)).await?;
        transaction.commit().await?;
        upload.stored = true;
        Ok(())
    }

    /// Whether this holder may begin one more; [`Self::store_upload`] asks again.
    pub async fn has_place_for_upload(&self, holder: &str) -> Result<(), UploadError> {
        has_place(&mut self.database(), holder).await
    }

    /// The upload with this id, for one of its holder's names. `Gone` while an expired one is still there.
    pub async fn upload(&self, id: &str, holders: &[String]) -> Result<Upload, UploadError> {
        let mut select = row::select();
        select.push(" WHERE digest = ").bind(Arg::Bytes(digest(id)));
        let found = self.database().row(select).await?.ok_or(UploadError::NotFound)?;
        let upload = row::read(self, &found)?;
        if !holders.contains(&upload.holder) {
            return Err(UploadError::NotFound);
        }
        if upload.expires_ms <= self.clock.now_ms() { Err(UploadError::Gone) } else { Ok(upload) }
    }

    /// What its sender said of it, as it came.
    pub fn upload_metadata(&self, upload: &Upload) -> Option<String> {
        String::from_utf8(self.key.open_small(METADATA_PURPOSE, &upload.metadata_sealed).ok()?).ok()
    }
}

/// Uploads that an object has already count no more.
pub(super) async fn has_place(ask: &mut impl Ask, holder: &str) -> Result<(), UploadError> {
    let mut theirs = Fragment::new("SELECT count(*) FROM upload WHERE state IN ('open', 'whole') AND holder = ");
    theirs.text_arg(holder);
    let all = Fragment::new("SELECT count(*) FROM upload WHERE state IN ('open', 'whole')");
    for (count, most) in [(theirs, limits::UPLOADS_PER_HOLDER_MAX), (all, limits::UPLOADS_PER_ASSOCIATION_MAX)] {
        if ask.row(count).await?.map_or(Ok(0), |row| row.int(0))? >= most {
            return Err(UploadError::TooMany);
        }
    }
    Ok(())
}

/// Runs a statement that must change this one upload.
pub(super) async fn change_one(transaction: &mut Transaction, statement: Fragment) -> Result<bool, DatabaseError> {
    Ok(transaction.execute(statement).await? == 1)
}
