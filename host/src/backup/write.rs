use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt as _;
use veillee_access::Arg;
use veillee_ambient::Random;
use veillee_vault::{MasterKey, VaultError};

use super::archive::{Archive, Lock};
use super::entry::{Entry, FORMAT, Listed, Place, Start};
use super::{BackupError, Progress};
use crate::limits;
use crate::storage::Association;
use crate::storage::hosts::Hosts;
use crate::storage::snapshot::{NamedSegment, Row, Snapshot, TableHead};

/// What is copied.
pub struct Source<'a> {
    pub hosts: &'a Hosts,
    pub associations: &'a [Arc<Association>],
    /// The folder of installed packages.
    pub shelf: &'a Path,
    /// Goes into the file, when it is given.
    pub key: Option<&'a MasterKey>,
    pub now_ms: i64,
    pub random: Arc<dyn Random>,
}

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub copied: Progress,
    /// Segments that were named and not there, by association and name.
    pub absent: Vec<String>,
}

/// Writes a backup into an empty file, see [`Draft`](super::Draft), and syncs it. `each` hears how far it has come, and
/// says whether to go on.
pub async fn write(
    source: &Source<'_>,
    lock: &Lock,
    file: File,
    each: &mut (dyn FnMut(&Progress) -> bool + Send),
) -> Result<Summary, BackupError> {
    let archive = Archive::new(file, lock, source.random.clone(), source.now_ms)?;
    let summary = Summary { copied: Progress::default(), absent: Vec::new() };
    let mut writing = Writing { archive, summary, each };
    match writing.everything(source).await {
        Ok(()) => {
            writing.archive.finish().await?;
            Ok(writing.summary)
        }
        Err(error) => Err(writing.archive.abandon().await.unwrap_or(error)),
    }
}

/// One association, as a host of its own would be copied: the same kind of file, which `restore` takes too. `key` is made
/// for the file and goes into it; nothing of the host's other associations does.
pub struct One<'a> {
    pub hosts: &'a Hosts,
    pub association: &'a Association,
    pub key: &'a MasterKey,
    pub now_ms: i64,
    pub random: Arc<dyn Random>,
}

/// As [`write`], for one association.
pub async fn write_one(
    one: &One<'_>,
    lock: &Lock,
    file: File,
    each: &mut (dyn FnMut(&Progress) -> bool + Send),
) -> Result<Summary, BackupError> {
    let archive = Archive::new(file, lock, one.random.clone(), one.now_ms)?;
    let summary = Summary { copied: Progress::default(), absent: Vec::new() };
    let mut writing = Writing { archive, summary, each };
    match writing.one(one).await {
        Ok(()) => {
            writing.archive.finish().await?;
            Ok(writing.summary)
        }
        Err(error) => Err(writing.archive.abandon().await.unwrap_or(error)),
    }
}

struct Writing<'e> {
    archive: Archive,
    summary: Summary,
    each: &'e mut (dyn FnMut(&Progress) -> bool + Send),
}

impl Writing<'_> {
    async fn everything(&mut self, source: &Source<'_>) -> Result<(), BackupError> {
        self.start(source.now_ms, source.key).await?;
        let mut snapshot = source.hosts.snapshot().await?;
        let (ids, digests) = self.database(&Place::Host, &mut snapshot).await?;
        drop(snapshot);
        for digest in digests {
            self.package(&source.shelf.join(format!("{digest}.wasm")), digest).await?;
        }
        for id in ids {
            let association = source.associations.iter().find(|association| association.id == id);
            self.association(association.ok_or(BackupError::Changed)?).await?;
        }
        Ok(())
    }

    async fn one(&mut self, one: &One<'_>) -> Result<(), BackupError> {
        self.start(one.now_ms, Some(one.key)).await?;
        let mut snapshot = one.hosts.snapshot().await?;
        for head in snapshot.tables().await? {
            let owner = match head.name.as_str() {
                "association" => "id",
                "domain" => "association",
                _ => continue,
            };
            let id = Arg::Text(one.association.id.clone());
            let place = head.place(owner).ok_or(BackupError::Changed)?;
            let key = (head.name == "association").then(|| head.place("key_sealed")).flatten();
            self.rows_of_host(&head, &mut snapshot, |mut row| {
                if row.get(place) != Some(&id) {
                    return None;
                }
                if let Some(sealed) = key.and_then(|key| row.get_mut(key)) {
                    *sealed = Arg::Bytes(one.association.wrap_key(one.key));
                }
                Some(row)
            })
            .await?;
        }
        drop(snapshot);
        self.association(one.association).await
    }

    /// What `kept` makes of the rows of a small table.
    async fn rows_of_host(
        &mut self,
        head: &TableHead,
        snapshot: &mut Snapshot,
        mut kept: impl FnMut(Row) -> Option<Row> + Send,
    ) -> Result<(), BackupError> {
        let (place, table) = (Place::Host, head.name.clone());
        self.archive.put(&Entry::Head { place: place.clone(), table: table.clone() }, json(head)?).await?;
        let mut lines = Vec::new();
        let mut rows = snapshot.rows(head);
        while let Some(row) = rows.next().await.transpose()? {
            if let Some(row) = kept(row) {
                head.write_row(&row, &mut lines);
                self.summary.copied.rows += 1;
            }
        }
        self.archive.put(&Entry::Rows { place, table, part: 0 }, lines.into()).await
    }

    async fn start(&mut self, made_ms: i64, key: Option<&MasterKey>) -> Result<(), BackupError> {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        self.archive.put(&Entry::Start, json(&Start { format: FORMAT, program, made_ms })?).await?;
        match key {
            Some(key) => self.archive.put(&Entry::Key, Bytes::copy_from_slice(key.to_line().as_bytes())).await,
            None => Ok(()),
        }
    }

    async fn association(&mut self, association: &Association) -> Result<(), BackupError> {
        // From before the moment of the snapshot: nothing that it names goes away.
        let _held = association.hold_segments().await;
        let mut snapshot = association.database().snapshot().await?;
        self.database(&Place::Association(association.id.clone()), &mut snapshot).await?;
        let mut named = snapshot.segments().chunks(limits::BACKUP_LIST_SEGMENTS);
        let mut part = 0;
        while let Some(batch) = named.next().await {
            let batch = batch.into_iter().collect::<Result<Vec<_>, _>>()?;
            self.segments(association, part, batch).await?;
            part += 1;
        }
        self.summary.copied.associations += 1;
        self.tell()
    }

    /// One that has gone from the shelf is left out: its service says so, and it can be installed again.
    async fn package(&mut self, path: &Path, digest: String) -> Result<(), BackupError> {
        match tokio::fs::read(path).await {
            Ok(bytes) => self.archive.put(&Entry::Package { digest }, bytes.into()).await,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                tracing::warn!(digest, "a package is not on the shelf, and not in the backup");
                Ok(())
            }
            Err(source) => Err(BackupError::File { path: path.to_owned(), source }),
        }
    }

    /// Every table; the ids of the associations and the digests of packages, when it is the host's own database.
    async fn database(
        &mut self,
        place: &Place,
        snapshot: &mut Snapshot,
    ) -> Result<(Vec<String>, Vec<String>), BackupError> {
        let (mut ids, mut digests) = (Vec::new(), Vec::new());
        for head in snapshot.tables().await? {
            let entry = Entry::Head { place: place.clone(), table: head.name.clone() };
            self.archive.put(&entry, json(&head)?).await?;
            let key = match (place, head.name.as_str()) {
                (Place::Host, "association") => head.place("id").map(|at| (at, &mut ids)),
                (Place::Host, "package") => head.place("digest").map(|at| (at, &mut digests)),
                _ => None,
            };
            self.rows(place, &head, snapshot, key).await?;
            self.tell()?;
        }
        Ok((ids, digests))
    }

    async fn rows(
        &mut self,
        place: &Place,
        head: &TableHead,
        snapshot: &mut Snapshot,
        mut collected: Option<(usize, &mut Vec<String>)>,
    ) -> Result<(), BackupError> {
        let mut rows = snapshot.rows(head);
        let (mut lines, mut part) = (Vec::new(), 0);
        loop {
            let row = rows.next().await.transpose()?;
            if let Some(row) = &row {
                if let Some((at, texts)) = &mut collected
                    && let Some(Arg::Text(text)) = row.get(*at)
                {
                    texts.push(text.clone());
                }
                head.write_row(row, &mut lines);
                self.summary.copied.rows += 1;
            }
            if !lines.is_empty() && (row.is_none() || lines.len() >= limits::BACKUP_ROWS_BYTES) {
                let entry = Entry::Rows { place: place.clone(), table: head.name.clone(), part };
                self.archive.put(&entry, std::mem::take(&mut lines).into()).await?;
                part += 1;
            }
            if row.is_none() {
                return Ok(());
            }
        }
    }

    /// A list, then the segments on it.
    async fn segments(
        &mut self,
        association: &Association,
        part: u32,
        named: Vec<NamedSegment>,
    ) -> Result<(), BackupError> {
        let mut lines = Vec::new();
        let mut present = Vec::with_capacity(named.len());
        for one in named {
            let position = u32::try_from(one.position).map_err(|_| BackupError::malformed("a list without end"))?;
            let mut listed = Listed::new(&one.content, position, &one.segment, &one.key_sealed);
            listed.inline = one.inline.is_some();
            listed.absent = one.inline.is_none() && !association.has_segment(&one.segment.id).await?;
            if listed.absent {
                tracing::error!(association = %association.id, segment = %one.segment.id, "a segment is missing");
                self.summary.absent.push(format!("{}/{}", association.id, one.segment.id));
            } else {
                present.push(one);
            }
            lines.extend_from_slice(&json(&listed)?);
            lines.push(b'\n');
        }
        let entry = Entry::List { association: association.id.clone(), part };
        self.archive.put(&entry, lines.into()).await?;
        for one in present {
            let sealed = match one.inline {
                Some(sealed) => sealed,
                None => association.segments().stored(&one.segment.id).await.map_err(|error| match error {
                    VaultError::Missing => BackupError::malformed(format!("{} went away meanwhile", one.segment.id)),
                    other => other.into(),
                })?,
            };
            self.summary.copied.segments += 1;
            let entry = Entry::Segment { association: association.id.clone(), id: one.segment.id };
            self.archive.put(&entry, sealed).await?;
        }
        self.tell()
    }

    fn tell(&mut self) -> Result<(), BackupError> {
        self.summary.copied.bytes = self.archive.bytes;
        if (self.each)(&self.summary.copied) { Ok(()) } else { Err(BackupError::Unwanted) }
    }
}

fn json(value: &impl serde::Serialize) -> Result<Bytes, BackupError> {
    serde_json::to_vec(value).map(Bytes::from).map_err(|error| BackupError::malformed(error.to_string()))
}
