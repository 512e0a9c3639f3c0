use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;
use veillee_ambient::Random;
use veillee_vault::{MasterKey, Segment, SegmentId, Vault};

use super::check::{Checked, Checking};
use super::entry::Place;
use super::unpack::{Unlock, Unpacking};
use super::{BackupError, Progress};
use crate::limits;
use crate::storage::layout::{self, Layout};
use crate::storage::snapshot::Loading;

/// Where a backup is brought back to.
pub struct Target {
    /// The folder is absent or empty, the database as well.
    pub layout: Layout,
    /// Gets the master key of the backup.
    pub key_file: PathBuf,
    pub random: Arc<dyn Random>,
}

/// What a backup was found to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub made_ms: i64,
    /// The version that wrote it.
    pub program: String,
    pub read: Progress,
    /// Every segment was opened with its key. False without the master key: then only digests were compared.
    pub authenticated: bool,
    /// Segments that were missing already when the backup was made.
    pub absent: u64,
    /// Segments that do not open: they were damaged already when the backup was made.
    pub damaged: u64,
    /// Their names, of the first hundred.
    pub damaged_names: Vec<String>,
}

/// Reads a whole backup, compares every digest, opens every segment, and, with a target, brings it back there. Without one
/// it writes nothing. `key` counts when the backup holds none.
///
/// The data folder appears whole, under its name, at the end. What a failure leaves is a folder `….restoring`, and rows in
/// the database if that is PostgreSQL.
pub async fn read(
    path: &Path,
    unlock: &Unlock,
    key: Option<MasterKey>,
    target: Option<&Target>,
    each: &mut (dyn FnMut(&Progress) + Send),
) -> Result<Report, BackupError> {
    let mut unpacking = Unpacking::open(path, unlock)?;
    let mut checking = Checking::new(key);
    let mut restoring = match target {
        Some(target) => Some(Restoring::begin(target).await?),
        None => None,
    };
    let mut told_bytes = 0;
    while let Some(piece) = unpacking.next().await {
        let (entry, bytes) = piece?;
        let checked = checking.take(entry, bytes).await?;
        if let Some(restoring) = &mut restoring {
            restoring.take(checked).await?;
        }
        if checking.report.read.bytes - told_bytes >= limits::BACKUP_TELL_BYTES {
            told_bytes = checking.report.read.bytes;
            each(&checking.report.read);
        }
    }
    let report = checking.end()?;
    each(&report.read);
    if let Some(restoring) = restoring {
        restoring.finish().await?;
    }
    Ok(report)
}

/// The folder and the databases that are being filled.
struct Restoring<'t> {
    target: &'t Target,
    /// Where the folder grows until it is whole.
    staging: Layout,
    key: Option<MasterKey>,
    current: Option<Filled>,
}

/// The database that is being filled, with the vault beside it.
pub(super) struct Filled {
    place: Place,
    pub(super) loading: Loading,
    vault: Option<Vault>,
    inline: Vec<(SegmentId, Bytes)>,
}

impl<'t> Restoring<'t> {
    async fn begin(target: &'t Target) -> Result<Self, BackupError> {
        let data = &target.layout.data;
        if !is_empty(data)? {
            return Err(BackupError::NotEmpty(data.clone()));
        }
        if !target.layout.server_is_empty().await? {
            return Err(BackupError::DatabaseNotEmpty);
        }
        let mut name = data.components().as_path().as_os_str().to_owned();
        name.push(".restoring");
        let staging = Layout { data: PathBuf::from(name), database: target.layout.database.clone() };
        if !is_empty(&staging.data)? {
            return Err(BackupError::NotEmpty(staging.data));
        }
        make_folder(&staging.data)?;
        Ok(Self { target, staging, key: None, current: None })
    }

    async fn take(&mut self, checked: Checked) -> Result<(), BackupError> {
        match checked {
            Checked::Nothing => {}
            Checked::Key(key) => {
                fits(&key, &self.target.key_file)?;
                self.key = Some(key);
            }
            Checked::Package(digest, bytes) => self.package(&digest, &bytes).await?,
            Checked::Head(place, head) => self.fill(&place).await?.loading.begin_table(&head).await?,
            Checked::Rows(place, head, rows) => self.fill(&place).await?.loading.insert(&head, rows).await?,
            Checked::Segment { association, segment, inline, sealed } => {
                self.fill(&Place::Association(association)).await?.segment(segment, inline, sealed).await?;
            }
        }
        Ok(())
    }

    async fn package(&self, digest: &str, bytes: &[u8]) -> Result<(), BackupError> {
        let folder = self.staging.shelf();
        make_folder(&folder)?;
        let path = folder.join(format!("{digest}.wasm"));
        tokio::fs::write(&path, bytes).await.map_err(|source| BackupError::File { path, source })
    }

    /// The database of this place, opened when it comes first.
    async fn fill(&mut self, place: &Place) -> Result<&mut Filled, BackupError> {
        if self.current.as_ref().is_none_or(|current| current.place != *place) {
            if let Some(current) = self.current.take() {
                current.close().await?;
            }
            self.current = Some(Filled::open(&self.staging, place).await?);
        }
        self.current.as_mut().ok_or_else(|| BackupError::malformed("nothing to fill"))
    }

    async fn finish(mut self) -> Result<(), BackupError> {
        if let Some(current) = self.current.take() {
            current.close().await?;
        }
        if let Some(key) = &self.key
            && !self.target.key_file.exists()
        {
            key.store(&self.target.key_file, &*self.target.random)?;
        }
        let (from, to) = (&self.staging.data, &self.target.layout.data);
        let failed = |source| BackupError::File { path: to.clone(), source };
        std::fs::rename(from, to).map_err(failed)?;
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

impl Filled {
    pub(super) async fn open(layout: &Layout, place: &Place) -> Result<Self, BackupError> {
        let (loading, vault) = match place {
            Place::Host => (Loading::of_host(layout.host_database().await?).await?, None),
            Place::Association(id) => {
                make_folder(&layout.association(id))?;
                let vault = Vault::local(&layout.segments(id))?;
                let database = layout.association_database(id).await?;
                (Loading::of_association(database).await?, Some(vault))
            }
        };
        Ok(Self { place: place.clone(), loading, vault, inline: Vec::new() })
    }

    pub(super) async fn segment(&mut self, segment: Segment, inline: bool, sealed: Bytes) -> Result<(), BackupError> {
        if !inline {
            let vault = self.vault.as_ref().ok_or_else(|| BackupError::malformed("a segment of nobody"))?;
            return Ok(vault.store_sealed(&segment.id, sealed).await?);
        }
        self.inline.push((segment.id, sealed));
        if self.inline.len() >= limits::BACKUP_LIST_SEGMENTS { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), BackupError> {
        Ok(self.loading.insert_inline(&std::mem::take(&mut self.inline)).await?)
    }

    pub(super) async fn close(mut self) -> Result<(), BackupError> {
        self.flush().await?;
        self.loading.close().await;
        Ok(())
    }
}

/// A key that is there already must be the same.
fn fits(key: &MasterKey, file: &Path) -> Result<(), BackupError> {
    if file.exists() && !MasterKey::load(file)?.is(key) {
        return Err(BackupError::OtherKey(file.to_owned()));
    }
    Ok(())
}

fn is_empty(folder: &Path) -> Result<bool, BackupError> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(source) => Err(BackupError::File { path: folder.to_owned(), source }),
    }
}

fn make_folder(path: &Path) -> Result<(), BackupError> {
    layout::make_folder(path).map_err(|source| BackupError::File { path: path.to_owned(), source })
}
