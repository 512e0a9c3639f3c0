use std::fmt;

use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};
use veillee_vault::{ContentId, Segment, SegmentId};

/// The kind of file that this version writes and reads.
pub(super) const FORMAT: u32 = 1;

/// What comes first.
#[derive(Serialize, Deserialize)]
pub(super) struct Start {
    pub(super) format: u32,
    pub(super) program: String,
    pub(super) made_ms: i64,
}

/// Whose database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Host,
    Association(String),
}

/// One file of the archive, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Start,
    Key,
    /// A package that was installed, by its digest.
    Package {
        digest: String,
    },
    Head {
        place: Place,
        table: String,
    },
    Rows {
        place: Place,
        table: String,
        part: u32,
    },
    List {
        association: String,
        part: u32,
    },
    Segment {
        association: String,
        id: SegmentId,
    },
    Manifest,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host => f.write_str("host"),
            Self::Association(id) => f.write_str(id),
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("start.json"),
            Self::Key => f.write_str("master.key"),
            Self::Package { digest } => write!(f, "packages/{digest}.wasm"),
            Self::Head { place, table } => write!(f, "databases/{place}/{table}.json"),
            Self::Rows { place, table, part } => write!(f, "databases/{place}/{table}.{part:08}.jsonl"),
            Self::List { association, part } => write!(f, "segments/{association}/list.{part:08}.jsonl"),
            Self::Segment { association, id } => {
                let name = id.to_string();
                write!(f, "segments/{association}/{}/{name}", &name[..2])
            }
            Self::Manifest => f.write_str("manifest.json"),
        }
    }
}

impl Entry {
    /// None for every name that is not written here: a path out of a folder among them.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let entry = match name.split('/').collect::<Vec<_>>()[..] {
            ["start.json"] => Self::Start,
            ["master.key"] => Self::Key,
            ["manifest.json"] => Self::Manifest,
            ["packages", file] => Self::Package { digest: digest(file.strip_suffix(".wasm")?)? },
            ["databases", place, file] => {
                let place = if place == "host" { Place::Host } else { Place::Association(association(place)?) };
                match file.split('.').collect::<Vec<_>>()[..] {
                    [table, "json"] => Self::Head { place, table: table.to_owned() },
                    [table, part, "jsonl"] => Self::Rows { place, table: table.to_owned(), part: part.parse().ok()? },
                    _ => return None,
                }
            }
            ["segments", id, list] => {
                let part = list.strip_prefix("list.")?.strip_suffix(".jsonl")?.parse().ok()?;
                Self::List { association: association(id)?, part }
            }
            ["segments", id, _, segment] => {
                let bytes = HEXLOWER.decode(segment.as_bytes()).ok()?.try_into().ok()?;
                Self::Segment { association: association(id)?, id: SegmentId::from_bytes(bytes) }
            }
            _ => return None,
        };
        (entry.to_string() == name).then_some(entry)
    }

    /// The group whose digest covers it; none for the manifest itself.
    pub(super) fn group(&self) -> Option<String> {
        match self {
            Self::Start | Self::Key => Some("start".to_owned()),
            Self::Package { .. } => Some("packages".to_owned()),
            Self::Head { place, .. } | Self::Rows { place, .. } => Some(format!("databases/{place}")),
            Self::List { association, .. } | Self::Segment { association, .. } => {
                Some(format!("segments/{association}"))
            }
            Self::Manifest => None,
        }
    }
}

/// An id of an association becomes the name of a folder and of a schema.
pub(super) fn association(id: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    ((1..=40).contains(&id.len()) && id != "host" && id.bytes().all(plain)).then(|| id.to_owned())
}

/// SHA-256 in hexadecimal, as packages are named.
fn digest(text: &str) -> Option<String> {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (text.len() == 64 && text.bytes().all(digit)).then(|| text.to_owned())
}

/// A line of a list: a segment that follows, and what it takes to authenticate it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    content: String,
    pub(super) position: u32,
    id: String,
    pub(super) clear_bytes: u64,
    key: String,
    /// It lay in the database, not in a file of its own.
    pub(super) inline: bool,
    /// It was missing when the backup was made: nothing follows.
    pub(super) absent: bool,
}

impl Listed {
    pub(super) fn new(content: &ContentId, position: u32, segment: &Segment, key_sealed: &[u8]) -> Self {
        Self {
            content: HEXLOWER.encode(content),
            position,
            id: segment.id.to_string(),
            clear_bytes: segment.clear_bytes,
            key: BASE64.encode(key_sealed),
            inline: false,
            absent: false,
        }
    }

    pub(super) fn content(&self) -> Option<ContentId> {
        HEXLOWER.decode(self.content.as_bytes()).ok()?.try_into().ok()
    }

    pub(super) fn segment(&self) -> Option<Segment> {
        let id: [u8; 16] = HEXLOWER.decode(self.id.as_bytes()).ok()?.try_into().ok()?;
        Some(Segment { id: SegmentId::from_bytes(id), clear_bytes: self.clear_bytes })
    }

    pub(super) fn key_sealed(&self) -> Option<Vec<u8>> {
        BASE64.decode(self.key.as_bytes()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_told_by_its_name_and_no_other_name_is_one() {
        let place = Place::Association("abc234".to_owned());
        let entries = [
            Entry::Start,
            Entry::Key,
            Entry::Package { digest: "0a".repeat(32) },
            Entry::Head { place: Place::Host, table: "domain".to_owned() },
            Entry::Rows { place, table: "o_album__photo".to_owned(), part: 12 },
            Entry::List { association: "abc".to_owned(), part: 0 },
            Entry::Segment { association: "abc".to_owned(), id: SegmentId::from_bytes([7; 16]) },
            Entry::Manifest,
        ];
        for entry in entries {
            assert_eq!(Entry::parse(&entry.to_string()), Some(entry));
        }
        for wrong in [
            "",
            "/start.json",
            "./start.json",
            "databases/../x.json",
            "packages/a.wasm",
            "packages/../0a.wasm",
            "databases/ABC/x.json",
            "databases/a/x.1.jsonl",
            "segments/a/../../etc",
            "segments/host/list.00000000.jsonl",
            "segments/a/08/07070707070707070707070707070707",
            "segments/a/07/0707",
        ] {
            assert_eq!(Entry::parse(wrong), None, "{wrong}");
        }
    }
}
