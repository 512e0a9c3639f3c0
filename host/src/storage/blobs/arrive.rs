use std::sync::Arc;

use veillee_vault::{ContentId, ContentKey, VaultError, Writer, Written};

use crate::storage::association::Association;
use crate::storage::uploads::Upload;

/// Bytes on their way in: sealed and stored as they come, and worth nothing before they are attached to an object.
pub struct Arriving {
    id: ContentId,
    key: ContentKey,
    writer: Writer,
}

/// Bytes that are stored and durable, or few enough to be stored with the row that names them, with the key in memory only: dropped before it is attached, the content can never
/// be read, and its segments are swept.
#[derive(Clone)]
pub struct ArrivedContent {
    pub(in crate::storage) id: ContentId,
    pub(in crate::storage) key: ContentKey,
    pub(in crate::storage) written: Written,
    /// The resumable upload that brought it: it ends in the transaction that attaches the content.
    pub(in crate::storage) upload: Option<Arc<Upload>>,
}

impl Association {
    pub fn arrive(&self) -> Arriving {
        let id: ContentId = self.random.bytes();
        let key = ContentKey::new(&*self.random);
        let writer = self.vault.writer(&key, &id, self.random.clone());
        Arriving { id, key, writer }
    }

    /// Removes the segments of files that nobody attached. What a resumable upload brought waits on until that expires.
    pub async fn discard(&self, contents: Vec<ArrivedContent>) {
        let ours = |content: &ArrivedContent| content.upload.is_none() && content.written.inline.is_none();
        for content in contents.iter().filter(|content| ours(content)) {
            for segment in &content.written.segments {
                if let Err(error) = self.vault.remove(&segment.id).await {
                    tracing::warn!(association = %self.id, %error, "a segment of an unattached file stays for the sweep");
                }
            }
        }
    }
}

impl Arriving {
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        self.writer.write(bytes).await
    }

    /// Makes the bytes durable; few of them are kept in memory and become durable with the change-set that attaches them.
    pub async fn finish(self) -> Result<ArrivedContent, VaultError> {
        let written = self.writer.finish_inline().await?;
        Ok(ArrivedContent { id: self.id, key: self.key, written, upload: None })
    }

    pub async fn abandon(self) {
        self.writer.abandon().await;
    }
}

impl ArrivedContent {
    pub fn size_bytes(&self) -> u64 {
        self.written.size_bytes
    }

    pub fn sha_256(&self) -> &[u8; 32] {
        &self.written.sha_256
    }

    pub(in crate::storage) fn id(&self) -> ContentId {
        self.id
    }
}
