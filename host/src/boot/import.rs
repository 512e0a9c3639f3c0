//! An association that comes from another host. Nothing of it is shown before all of it is here: the row in the host's own
//! database is the last step, and what was begun without it is cleared away, at the latest by the next start.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::{BootError, Host};
use crate::backup::{BackupError, Newcomer, Progress, Report};
use crate::storage::Association;
use crate::storage::audit::{Doer, Happening, Note};
use crate::storage::blobs::ContentsError;
use crate::storage::hosts::{Hosts, NewAssociation};
use crate::storage::layout::{self, Layout};
use crate::storage::sql::{Database, DatabaseError};

/// Stands in the folder of an association from before its first byte until its row is there.
const MARK: &str = "importing";

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the association {0} is here already")]
    Exists(String),
    #[error("{0} answers for another association already: say other names with --domain")]
    DomainTaken(String),
    #[error("another import is under way: wait for its end")]
    Busy,
    /// Of an association that the host does not know: nothing is ever put over it.
    #[error("{0} holds data already, which no association of this host owns")]
    Occupied(String),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Contents(#[from] ContentsError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Boot(#[from] BootError),
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl Host {
    /// Takes an association in, under its own names or others, and opens it. `each` hears how far it has come and says
    /// whether to go on.
    pub async fn import_association(
        &self,
        newcomer: Newcomer,
        domains: Option<Vec<String>>,
        each: &mut (dyn FnMut(&Progress) -> bool + Send),
    ) -> Result<(Arc<Association>, Report), ImportError> {
        let _turn = self.importing.try_lock().map_err(|_| ImportError::Busy)?;
        let domains = domains.unwrap_or_else(|| newcomer.domains.clone());
        self.has_room_for(&newcomer.id, &domains).await?;
        let layout = self.config.layout();
        let id = newcomer.id.clone();
        clear_unfinished(&layout, &id).await?;
        begin(&layout, &id).await?;
        let settled = self.settle(newcomer, &layout, &domains, each).await;
        let report = match settled {
            Ok(report) => report,
            Err(error) => {
                if let Err(error) = clear_unfinished(&layout, &id).await {
                    tracing::warn!(association = id, %error, "what was begun is cleared away by the next start");
                }
                return Err(error);
            }
        };
        std::fs::remove_file(layout.association(&id).join(MARK))?;
        let record = self.hosts.association(&id).await?.ok_or(BootError::WrongKey)?;
        let association = self.open(&record).await?;
        association.note_happening(&Note::new(Happening::BackupRestored, Doer::OPERATOR)).await?;
        Ok((association, report))
    }

    async fn has_room_for(&self, id: &str, domains: &[String]) -> Result<(), ImportError> {
        if self.hosts.association(id).await?.is_some() {
            return Err(ImportError::Exists(id.to_owned()));
        }
        for domain in domains {
            if self.hosts.answers_under(domain).await? {
                return Err(ImportError::DomainTaken(domain.clone()));
            }
        }
        Ok(())
    }

    /// Everything up to the row that makes it one of the host's.
    async fn settle(
        &self,
        newcomer: Newcomer,
        layout: &Layout,
        domains: &[String],
        each: &mut (dyn FnMut(&Progress) -> bool + Send),
    ) -> Result<Report, ImportError> {
        let (id, name, key) = (newcomer.id.clone(), newcomer.name.clone(), newcomer.key.clone());
        let report = newcomer.settle(layout, each).await?;
        let association = self.open_data(&id, key.clone()).await?;
        let verified = association.verify_contents(|| each(&report.read)).await;
        association.close().await;
        verified?;
        let key_sealed = self.master.wrap(&key, id.as_bytes(), &*self.random);
        let created_ms = self.clock.now_ms();
        let new = NewAssociation { id: &id, name: &name, key_sealed, created_ms, domains };
        self.hosts.create(new).await?;
        Ok(report)
    }
}

/// Finishes or clears away what was begun before the host ended.
pub(super) async fn recover(layout: &Layout, hosts: &Hosts) -> Result<(), ImportError> {
    let folder = layout.data.join("associations");
    let entries = match std::fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if !path.join(MARK).exists() {
            continue;
        }
        let id = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if hosts.association(&id).await?.is_some() {
            std::fs::remove_file(path.join(MARK))?;
        } else {
            tracing::warn!(association = id, "an import that was cut is cleared away");
            clear_unfinished(layout, &id).await?;
        }
    }
    Ok(())
}

/// The mark first: whatever follows can be told from data that somebody owns.
async fn begin(layout: &Layout, id: &str) -> Result<(), ImportError> {
    let folder = layout.association(id);
    let is_empty = |folder: &Path| std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if folder.exists() && !is_empty(&folder) {
        return Err(ImportError::Occupied(folder.display().to_string()));
    }
    if let Some(url) = &layout.database
        && Database::has_postgres_schema(url, &layout::schema(id)).await?
    {
        return Err(ImportError::Occupied(layout::schema(id)));
    }
    layout::make_folder(&folder)?;
    File::create(folder.join(MARK))?.sync_all()?;
    File::open(&folder)?.sync_all()?;
    let parent = folder.parent().unwrap_or(Path::new("."));
    Ok(File::open(parent)?.sync_all()?)
}

/// Only what carries the mark. The mark goes last.
async fn clear_unfinished(layout: &Layout, id: &str) -> Result<(), ImportError> {
    let folder = layout.association(id);
    if !folder.join(MARK).exists() {
        return Ok(());
    }
    if let Some(url) = &layout.database {
        Database::drop_postgres(url, &layout::schema(id)).await?;
    }
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.is_dir() {
            std::fs::remove_dir_all(&path)?;
        } else if path.file_name().is_some_and(|name| name != MARK) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(std::fs::remove_dir_all(&folder)?)
}
