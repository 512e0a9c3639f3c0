use veillee_ambient::Millis;
use veillee_vault::{ContentId, ContentKey};

use super::target::Target;

/// What becomes of an upload when its last byte came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// The host attaches it by itself: to a new object in the target, or to the target that exists.
    Attach,
    /// It waits for a form of its holder that names it.
    Form,
}

impl Finish {
    pub fn name(self) -> &'static str {
        match self {
            Self::Attach => "attach",
            Self::Form => "form",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Attach, Self::Form].into_iter().find(|finish| finish.name() == name)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Bytes are missing.
    Open,
    /// All bytes are here and wait for a form.
    Whole,
    /// This object has them.
    Attached(String),
}

impl State {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Whole => "whole",
            Self::Attached(_) => "attached",
        }
    }
}

/// What is said of an upload before its first byte.
pub struct NewUpload {
    /// Names whoever may go on with it: a principal, or the session or browser of a visitor.
    pub holder: String,
    pub target: Target,
    pub finish: Finish,
    /// Cleaned; for the download's name only.
    pub file_name: String,
    /// As it came, for whoever asks for the upload's state.
    pub metadata: String,
    /// Absent: told later.
    pub length_bytes: Option<u64>,
}

/// An upload, in memory or as the database knows it.
#[derive(Clone)]
pub struct Upload {
    pub digest: Vec<u8>,
    pub holder: String,
    pub target: Target,
    pub finish: Finish,
    pub file_name: String,
    pub length_bytes: Option<u64>,
    /// Durable bytes.
    pub offset_bytes: u64,
    /// Told from the first bytes, once they came.
    pub media_type: Option<String>,
    /// Of the whole file, once it came.
    pub sha_256: Option<Vec<u8>>,
    pub state: State,
    pub created_ms: Millis,
    pub expires_ms: Millis,
    pub(super) metadata_sealed: String,
    pub(super) content: ContentId,
    /// None once an object has the bytes.
    pub(super) key: Option<ContentKey>,
    pub(super) progress: Vec<u8>,
    pub(super) crc_32: u32,
    /// Whether the database has a row of it.
    pub(super) stored: bool,
}

impl Upload {
    /// Whether the database has a row of it, so that its holder can go on with it.
    pub fn is_stored(&self) -> bool {
        self.stored
    }

    /// What is missing, if it is known.
    pub fn missing_bytes(&self) -> Option<u64> {
        self.length_bytes.map(|length| length.saturating_sub(self.offset_bytes))
    }
}
