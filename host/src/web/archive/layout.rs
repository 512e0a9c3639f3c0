//! Where each byte of an archive lies: all sizes are known beforehand, so that any part of it can be made alone.
//!
//! A ZIP archive of stored entries, as PKWARE's APPNOTE 6.3.10 has it (clauses in brackets). Sizes and sums stand in the
//! local headers, no data descriptor follows [4.3.9]; ZIP64 [4.5.3] is used where a number needs it and nowhere else;
//! names are UTF-8 and say so [4.4.4, bit 11; appendix D].

use std::ops::Range;

use super::record::{self, Times};

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path in the archive, at most 65,535 bytes.
    pub path: String,
    pub size_bytes: u64,
    pub crc_32: u32,
    pub modified_ms: i64,
}

/// An archive, without its contents. Memory: 16 bytes for each member, and the members.
pub struct Layout {
    members: Vec<Member>,
    /// Where each member's local header starts; last, where the directory does.
    starts: Vec<u64>,
    /// Where each member's directory header starts; last, where the end records do.
    directory: Vec<u64>,
    end: Vec<u8>,
}

/// What lies at a place of the archive, from there on.
#[derive(Debug, PartialEq, Eq)]
pub enum Spot {
    /// The rest of a member's local header.
    Header {
        member: usize,
        bytes: Vec<u8>,
    },
    /// The rest of a member's content, as a range of its own bytes; never empty.
    Content {
        member: usize,
        range: Range<u64>,
    },
    /// A piece of the directory: whole headers of these members, but for the beginning.
    Directory {
        members: Range<usize>,
        bytes: Vec<u8>,
    },
    End(Vec<u8>),
}

impl Layout {
    pub fn new(members: Vec<Member>) -> Self {
        let mut starts = Vec::with_capacity(members.len() + 1);
        let mut place = 0_u64;
        for member in &members {
            starts.push(place);
            place += record::local_header_bytes(member) + member.size_bytes;
        }
        starts.push(place);
        let mut directory = Vec::with_capacity(members.len() + 1);
        let directory_start = place;
        for (member, &start) in members.iter().zip(&starts) {
            directory.push(place);
            place += record::directory_header_bytes(member, start);
        }
        directory.push(place);
        let end = record::end(members.len() as u64, directory_start..place);
        Self { members, starts, directory, end }
    }

    pub fn size_bytes(&self) -> u64 {
        self.end_start() + self.end.len() as u64
    }

    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// What lies at a place; nothing behind the end. A piece of the directory has about `piece_bytes`.
    pub fn at(&self, place: u64, piece_bytes: usize) -> Option<Spot> {
        if place >= self.end_start() {
            return rest(&self.end, place - self.end_start()).map(Spot::End);
        }
        if place >= self.directory_start() {
            return Some(self.directory_at(place, piece_bytes));
        }
        let member = self.starts.partition_point(|&start| start <= place) - 1;
        let inside = place - self.starts[member];
        let header_bytes = record::local_header_bytes(&self.members[member]);
        if inside < header_bytes {
            let header = record::local_header(&self.members[member], Times::of(&self.members[member]));
            return rest(&header, inside).map(|bytes| Spot::Header { member, bytes });
        }
        Some(Spot::Content { member, range: inside - header_bytes..self.members[member].size_bytes })
    }

    fn directory_at(&self, place: u64, piece_bytes: usize) -> Spot {
        let first = self.directory.partition_point(|&start| start <= place) - 1;
        let mut bytes = Vec::with_capacity(piece_bytes);
        let mut last = first;
        while last < self.members.len() && bytes.len() < piece_bytes {
            let member = &self.members[last];
            bytes.extend(record::directory_header(member, Times::of(member), self.starts[last]));
            last += 1;
        }
        let skipped = usize::try_from(place - self.directory[first]).unwrap_or(bytes.len());
        Spot::Directory { members: first..last, bytes: bytes.split_off(skipped.min(bytes.len())) }
    }

    fn directory_start(&self) -> u64 {
        self.directory.first().copied().unwrap_or_default()
    }

    fn end_start(&self) -> u64 {
        self.directory.last().copied().unwrap_or_default()
    }
}

fn rest(bytes: &[u8], from: u64) -> Option<Vec<u8>> {
    let from = usize::try_from(from).ok()?;
    bytes.get(from..).filter(|rest| !rest.is_empty()).map(<[u8]>::to_vec)
}
