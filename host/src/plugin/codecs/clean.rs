use veillee_engine::CallLimits;

use super::{Codecs, Trouble, examine};

/// Why there is no clean picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotClean {
    /// No codec takes this media type.
    NoCodec,
    /// Of this file, or for now.
    Trouble(Trouble),
}

impl Codecs {
    /// A picture without what its file says beside it, such as place, camera and names; its pixels are the same. For small
    /// files, while somebody waits: it takes its turn among the pictures, and a codec that takes too long is stopped.
    pub async fn clean(&self, media_type: &str, bytes: Vec<u8>) -> Result<Vec<u8>, NotClean> {
        let codec = self.codec(media_type).ok_or(NotClean::NoCodec)?;
        let stopped = || NotClean::Trouble(Trouble::Later("the host stopped".to_owned()));
        let _place = self.place().await.ok_or_else(stopped)?;
        let work = async move { examine::clean(&codec.codec, &CallLimits::codec(), &bytes).await };
        self.threads.run(work).await.ok_or_else(stopped)?.map_err(NotClean::Trouble)
    }
}
