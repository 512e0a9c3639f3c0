use veillee_vault::{ContentId, ContentKey, VaultError, Writer, Written};

use crate::storage::association::Association;

/// Bytes on their way in: sealed and stored as they come, and worth nothing before they are attached to an object.
pub struct Arriving {
    id: ContentId,
    key: ContentKey,
    writer: Writer,
}

/// Bytes that are stored and durable, with the key in memory only: dropped before it is attached, the content can never
/// be read, and its segments are swept.
#[derive(Clone)]
pub struct ArrivedContent {
    pub(super) id: ContentId,
    pub(super) key: ContentKey,
    pub(super) written: Written,
}

impl Association {
    pub fn arrive(&self) -> Arriving {
        let id: ContentId = self.random.bytes();
        let key = ContentKey::new(&*self.random);
        let writer = self.vault.writer(&key, &id, self.random.clone());
        Arriving { id, key, writer }
    }

    /// Removes the segments of files that nobody attached.
    pub async fn discard(&self, contents: Vec<ArrivedContent>) {
        for content in contents {
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

    /// Makes the bytes durable.
    pub async fn finish(self) -> Result<ArrivedContent, VaultError> {
        let written = self.writer.finish().await?;
        Ok(ArrivedContent { id: self.id, key: self.key, written })
    }

    pub async fn abandon(self) {
        self.writer.abandon().await;
    }
}

impl ArrivedContent {
    pub fn size_bytes(&self) -> u64 {
        self.written.size_bytes
    }

    pub(in crate::storage) fn id(&self) -> ContentId {
        self.id
    }
}
