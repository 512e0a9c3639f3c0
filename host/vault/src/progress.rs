use veillee_ambient::Random;

use crate::envelope::{self, Family, Label};
use crate::tally::Tally;
use crate::{ContentId, ContentKey, Segment, VaultError};

const PURPOSE: &str = "progress of a writer";

/// What a writer has stored so far: durable, and enough to go on after a cut or a restart.
///
/// The caller keeps both fields in its database, in the transaction that acknowledges the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub segments: Vec<Segment>,
    /// Running checksums, sealed under the content key and bound to the content and the segments: about 160 bytes.
    pub state: Vec<u8>,
}

impl Progress {
    pub fn size_bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.clear_bytes).sum()
    }

    pub(crate) fn seal(
        key: &ContentKey,
        content: &ContentId,
        segments: &[Segment],
        tally: &Tally,
        random: &dyn Random,
    ) -> Self {
        let bound_to = &bound_to(content, segments);
        let state = envelope::seal(
            key.as_bytes(),
            Label { family: Family::Vault, purpose: PURPOSE, bound_to },
            &tally.to_bytes(),
            random,
        );
        Self { segments: segments.to_vec(), state }
    }

    pub(crate) fn open(&self, key: &ContentKey, content: &ContentId) -> Result<Tally, VaultError> {
        let bound_to = &bound_to(content, &self.segments);
        let opened =
            envelope::open(key.as_bytes(), Label { family: Family::Vault, purpose: PURPOSE, bound_to }, &self.state);
        let clear = opened.map_err(|_| VaultError::Damaged)?;
        Tally::from_bytes(&clear).ok_or(VaultError::Damaged)
    }
}

fn bound_to(content: &ContentId, segments: &[Segment]) -> Vec<u8> {
    let mut bytes = content.to_vec();
    for segment in segments {
        bytes.extend_from_slice(segment.id.as_bytes());
        bytes.extend_from_slice(&segment.clear_bytes.to_be_bytes());
    }
    bytes
}
