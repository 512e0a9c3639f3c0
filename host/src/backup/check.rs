use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use veillee_access::Arg;
use veillee_vault::{MasterKey, Segment, VaultError, WrappingKey, open_segment};

use super::BackupError;
use super::entry::{Entry, FORMAT, Listed, Place, Start};
use super::restore::Report;
use super::sums::{Manifest, SetSum, Sums};
use crate::storage::snapshot::{Row, TableHead};

/// Damaged segments that are named; beyond, they are only counted.
const NAMED_MAX: usize = 100;

/// Follows a backup from its first entry to its manifest and believes nothing.
pub(super) struct Checking {
    key: Option<MasterKey>,
    wrapping: BTreeMap<String, WrappingKey>,
    sums: Sums,
    /// Of the database that is being read.
    heads: BTreeMap<String, (Place, TableHead)>,
    /// What the databases name, and what the lists promise.
    named: BTreeMap<String, SetSum>,
    listed: BTreeMap<String, SetSum>,
    expected: VecDeque<(String, Listed)>,
    started: bool,
    ended: bool,
    pub(super) report: Report,
}

/// An entry that was found good, in parts that somebody can use.
pub(super) enum Checked {
    Nothing,
    Key(MasterKey),
    Package(String, Bytes),
    Head(Place, TableHead),
    Rows(Place, TableHead, Vec<Row>),
    Segment { association: String, segment: Segment, inline: bool, sealed: Bytes },
}

impl Checking {
    /// `key` counts when the file holds none.
    pub(super) fn new(key: Option<MasterKey>) -> Self {
        Self {
            key,
            wrapping: BTreeMap::new(),
            sums: Sums::default(),
            heads: BTreeMap::new(),
            named: BTreeMap::new(),
            listed: BTreeMap::new(),
            expected: VecDeque::new(),
            started: false,
            ended: false,
            report: Report::default(),
        }
    }

    pub(super) async fn take(&mut self, entry: Entry, bytes: Bytes) -> Result<Checked, BackupError> {
        if self.ended || self.started == (entry == Entry::Start) {
            return Err(BackupError::malformed(format!("{entry} stands in the wrong place")));
        }
        self.sums.add(&entry, &bytes);
        self.report.read.bytes += bytes.len() as u64;
        match entry {
            Entry::Start => self.start(&bytes),
            Entry::Key => self.key(&bytes),
            Entry::Package { digest } => {
                let found = HEXLOWER.encode(&Sha256::digest(&bytes));
                if found == digest { Ok(Checked::Package(digest, bytes)) } else { Err(BackupError::Digest(digest)) }
            }
            Entry::Head { place, table } => self.head(place, &table, &bytes),
            Entry::Rows { place, table, .. } => self.rows(place, &table, &bytes),
            Entry::List { association, .. } => self.list(&association, &bytes),
            Entry::Segment { association, id } => {
                let (listed_for, listed) = self.expected.pop_front().ok_or_else(|| unlisted(&id.to_string()))?;
                let segment = listed.segment().filter(|segment| segment.id == id && listed_for == association);
                let segment = segment.ok_or_else(|| unlisted(&id.to_string()))?;
                self.segment(association, segment, listed, bytes).await
            }
            Entry::Manifest => self.manifest(&bytes),
        }
    }

    /// After the last entry.
    pub(super) fn end(self) -> Result<Report, BackupError> {
        if self.ended { Ok(self.report) } else { Err(BackupError::malformed("its end is missing")) }
    }

    fn start(&mut self, bytes: &[u8]) -> Result<Checked, BackupError> {
        let start: Start = parse(bytes, "start.json")?;
        if start.format != FORMAT {
            return Err(BackupError::NewerFormat);
        }
        self.started = true;
        self.report.made_ms = start.made_ms;
        self.report.program = start.program;
        Ok(Checked::Nothing)
    }

    fn key(&mut self, bytes: &[u8]) -> Result<Checked, BackupError> {
        let key = MasterKey::from_line(bytes).ok_or_else(|| BackupError::malformed("the master key is none"))?;
        self.key = Some(key.clone());
        Ok(Checked::Key(key))
    }

    fn head(&mut self, place: Place, table: &str, bytes: &[u8]) -> Result<Checked, BackupError> {
        let head: TableHead = parse(bytes, table)?;
        if head.name != table || !head.is_plain() {
            return Err(BackupError::malformed(format!("the head of {table} is none")));
        }
        self.heads.retain(|_, (kept, _)| *kept == place);
        self.heads.insert(table.to_owned(), (place.clone(), head.clone()));
        Ok(Checked::Head(place, head))
    }

    fn rows(&mut self, place: Place, table: &str, bytes: &[u8]) -> Result<Checked, BackupError> {
        let head = self.heads.get(table).filter(|(of, _)| *of == place).map(|(_, head)| head.clone());
        let head = head.ok_or_else(|| BackupError::malformed(format!("{table} has rows and no head")))?;
        let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let rows: Option<Vec<Row>> = lines.map(|line| head.read_row(line)).collect();
        let rows = rows.ok_or_else(|| BackupError::malformed(format!("{table} has a row that is none")))?;
        self.report.read.rows += rows.len() as u64;
        match (&place, table) {
            (Place::Host, "association") => self.associations(&head, &rows)?,
            (Place::Association(id), "segment" | "upload_segment") => self.name_segments(id, &head, &rows)?,
            _ => {}
        }
        Ok(Checked::Rows(place, head, rows))
    }

    fn associations(&mut self, head: &TableHead, rows: &[Row]) -> Result<(), BackupError> {
        for row in rows {
            let (Some(Arg::Text(id)), Some(Arg::Bytes(sealed))) =
                (value(head, row, "id"), value(head, row, "key_sealed"))
            else {
                return Err(BackupError::malformed("an association without key"));
            };
            self.report.read.associations += 1;
            self.named.entry(id.clone()).or_default();
            if let Some(master) = &self.key {
                let key = master.unwrap(sealed, id.as_bytes()).map_err(|_| BackupError::WrongKey)?;
                self.wrapping.insert(id.clone(), key);
            }
        }
        self.report.authenticated = self.key.is_some();
        Ok(())
    }

    fn name_segments(&mut self, association: &str, head: &TableHead, rows: &[Row]) -> Result<(), BackupError> {
        let sum = self.named.entry(association.to_owned()).or_default();
        for row in rows {
            let fields = ["position", "id", "clear_bytes"].map(|name| value(head, row, name));
            let [Some(Arg::Int(position)), Some(Arg::Bytes(id)), Some(Arg::Int(clear))] = fields else {
                return Err(BackupError::malformed("a segment that is none"));
            };
            sum.add(&[&position.to_be_bytes(), id, &clear.to_be_bytes()]);
        }
        Ok(())
    }

    fn list(&mut self, association: &str, bytes: &[u8]) -> Result<Checked, BackupError> {
        self.all_came()?;
        let sum = self.listed.entry(association.to_owned()).or_default();
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let listed: Listed = parse(line, "a list")?;
            let named = listed.content().and_then(|_| listed.segment());
            let segment = named.ok_or_else(|| BackupError::malformed("a list names what is no segment"))?;
            let clear = i64::try_from(segment.clear_bytes).unwrap_or(i64::MAX);
            let position = i64::from(listed.position).to_be_bytes();
            sum.add(&[&position, segment.id.as_bytes(), &clear.to_be_bytes()]);
            if listed.absent {
                self.report.absent += 1;
            } else {
                self.expected.push_back((association.to_owned(), listed));
            }
        }
        Ok(Checked::Nothing)
    }

    fn all_came(&self) -> Result<(), BackupError> {
        match self.expected.front() {
            Some((association, _)) => Err(BackupError::malformed(format!("a segment of {association} is missing"))),
            None => Ok(()),
        }
    }

    async fn segment(
        &mut self,
        association: String,
        segment: Segment,
        listed: Listed,
        sealed: Bytes,
    ) -> Result<Checked, BackupError> {
        self.report.read.segments += 1;
        if let Some(wrapping) = self.wrapping.get(&association) {
            let opened = listed
                .content()
                .zip(listed.key_sealed())
                .and_then(|(content, key_sealed)| Some((wrapping.unwrap(&key_sealed, &content).ok()?, content)));
            let (position, bytes) = (listed.position, sealed.clone());
            let good = match opened {
                None => false,
                Some((key, content)) => {
                    let open = move || open_segment(&key, &content, position, segment, bytes).is_ok();
                    tokio::task::spawn_blocking(open).await.map_err(VaultError::from)?
                }
            };
            if !good {
                self.report.damaged += 1;
                if self.report.damaged_names.len() < NAMED_MAX {
                    self.report.damaged_names.push(format!("{association}/{}", segment.id));
                }
            }
        }
        Ok(Checked::Segment { association, segment, inline: listed.inline, sealed })
    }

    fn manifest(&mut self, bytes: &[u8]) -> Result<Checked, BackupError> {
        self.all_came()?;
        self.ended = true;
        let (promised, found): (Manifest, _) = (parse(bytes, "manifest.json")?, self.sums.manifest());
        for (name, group) in &promised.groups {
            if found.groups.get(name) != Some(group) {
                return Err(BackupError::Digest(name.clone()));
            }
        }
        if let Some(name) = found.groups.keys().find(|name| !promised.groups.contains_key(*name)) {
            return Err(BackupError::Digest(name.clone()));
        }
        for (association, named) in &self.named {
            if self.listed.get(association).copied().unwrap_or_default() != *named {
                return Err(BackupError::malformed(format!("{association} names other segments than there are")));
            }
        }
        Ok(Checked::Nothing)
    }
}

fn unlisted(id: &str) -> BackupError {
    BackupError::malformed(format!("{id} is not the segment that was promised"))
}

fn value<'r>(head: &TableHead, row: &'r Row, column: &str) -> Option<&'r Arg> {
    row.get(head.place(column)?)
}

fn parse<T: serde::de::DeserializeOwned>(bytes: &[u8], what: &str) -> Result<T, BackupError> {
    serde_json::from_slice(bytes).map_err(|error| BackupError::malformed(format!("{what}: {error}")))
}
