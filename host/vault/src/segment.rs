use std::fmt;

use data_encoding::HEXLOWER;

/// The id of a content: 128 random bits, chosen by the caller and bound into every segment.
pub type ContentId = [u8; 16];

/// The name of a segment in the store: 128 random bits, telling nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SegmentId([u8; 16]);

impl SegmentId {
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// `ab/abcdef…`: 256 folders keep each folder short.
    pub(crate) fn path(self) -> object_store::path::Path {
        let name = self.to_string();
        object_store::path::Path::from_iter([&name[..2], &name])
    }

    /// `None` for every path that [`path`](Self::path) would not give.
    pub(crate) fn from_path(path: &object_store::path::Path) -> Option<Self> {
        let (folder, name) = path.as_ref().split_once('/')?;
        let bytes = HEXLOWER.decode(name.as_bytes()).ok()?;
        (folder == name.get(..2)?).then_some(Self(bytes.try_into().ok()?))
    }
}

/// 32 lower-case hexadecimal digits.
impl fmt::Display for SegmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for SegmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SegmentId({self})")
    }
}

/// One piece of a content, in the order of the content's list. `clear_bytes` is between 1 and
/// [`SEGMENT_BYTES`](crate::SEGMENT_BYTES).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub id: SegmentId,
    pub clear_bytes: u64,
}

/// A segment as the store lists it. The time lets a sweep spare what a running upload has just written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredSegment {
    pub id: SegmentId,
    /// Milliseconds since 1970, by the clock of the store.
    pub written_ms: i64,
    pub sealed_bytes: u64,
}
