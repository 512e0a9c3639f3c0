//! Members of an archive that the host writes itself: few, and in memory while it is sent.

use bytes::Bytes;

use super::layout::Member;

/// Pages about one person, which stand before all blobs.
#[derive(Default)]
pub struct Pages {
    /// The account or the guest they are about: they are sent to nobody else.
    pub person: String,
    pub members: Vec<(Member, Bytes)>,
}

impl Pages {
    /// Adds a page at a path that no other has.
    pub fn add(&mut self, path: &str, modified_ms: i64, content: impl Into<Bytes>) {
        let content = content.into();
        let (size_bytes, crc_32) = (content.len() as u64, crc32fast::hash(&content));
        self.members.push((Member { path: path.to_owned(), size_bytes, crc_32, modified_ms }, content));
    }
}
