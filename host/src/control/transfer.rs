//! An association as one file: out of this host, into this host.

use std::fs::File;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use veillee_vault::MasterKey;
use zeroize::Zeroizing;

use super::{AssociationCard, Problem, Progress, Secret, association, value};
use crate::backup::{self, BackupError, Lock, Newcomer, One, Unlock};
use crate::boot::{HostHandle, ImportError};
use crate::limits;
use crate::storage::blobs::ContentsError;

/// What went out.
#[derive(Debug, Serialize, Deserialize)]
pub struct Exported {
    pub id: String,
    pub rows: u64,
    pub segments: u64,
    pub bytes: u64,
}

/// What came in.
#[derive(Debug, Serialize, Deserialize)]
pub struct Imported {
    #[serde(flatten)]
    pub card: AssociationCard,
    pub rows: u64,
    pub segments: u64,
    pub bytes: u64,
}

/// Into the one file that goes along, which is empty.
pub(super) async fn export(
    host: &HostHandle,
    named: &str,
    passphrase: &Secret,
    files: Vec<File>,
    progress: &Progress,
) -> Result<Value, Problem> {
    let file = only(files)?;
    let length = passphrase.expose().chars().count();
    if length < limits::PASSWORD_CHARS_MIN {
        let least = limits::PASSWORD_CHARS_MIN;
        return Err(Problem::mistake(format!("a passphrase has at least {least} characters: it guards everything")));
    }
    let association = association::find(host, Some(named))?;
    let mut key = Zeroizing::new([0; 32]);
    host.app.random.fill(key.as_mut());
    let key = MasterKey::from_bytes(key);
    let now_ms = host.app.clock.now_ms();
    let random = host.app.random.clone();
    let one = One { hosts: &host.hosts, association: &association, key: &key, now_ms, random };
    let lock = Lock::Passphrase(passphrase.expose().to_owned());
    let mut pace = Pace::new(progress, "written");
    let summary = backup::write_one(&one, &lock, file, &mut |copied| pace.tell(copied)).await.map_err(of_backup)?;
    if !summary.absent.is_empty() {
        return Err(Problem::failure(format!(
            "{} stored files are missing: `veillee doctor` tells more; nothing was exported",
            summary.absent.len()
        )));
    }
    let backup::Progress { rows, segments, bytes, .. } = summary.copied;
    value(Exported { id: association.id.clone(), rows, segments, bytes })
}

/// From the one file that goes along. It answers under its own names, or under `domains` when there are any.
pub(super) async fn import(
    host: &HostHandle,
    domains: Vec<String>,
    passphrase: &Secret,
    files: Vec<File>,
    progress: &Progress,
) -> Result<Value, Problem> {
    let file = only(files)?;
    let domains = domains.iter().map(|domain| association::checked(domain)).collect::<Result<Vec<_>, _>>()?;
    let unlock = Unlock::Passphrase(passphrase.expose().to_owned());
    let newcomer = Newcomer::open(file, &unlock).await.map_err(of_backup)?;
    let mut pace = Pace::new(progress, "read");
    let domains = (!domains.is_empty()).then_some(domains);
    let imported = host.import_association(newcomer, domains, &mut |read| pace.tell(read)).await;
    let (association, report) = imported.map_err(of_import)?;
    host.enable_plugins().await?;
    let backup::Progress { rows, segments, bytes, .. } = report.read;
    value(Imported { card: association::card(host, &association).await?, rows, segments, bytes })
}

fn only(files: Vec<File>) -> Result<File, Problem> {
    let mut files = files.into_iter();
    match (files.next(), files.next()) {
        (Some(file), None) => Ok(file),
        _ => Err(Problem::failure("this command wants one file")),
    }
}

/// Tells now and then, and goes on as long as somebody waits.
struct Pace<'p> {
    progress: &'p Progress,
    what: &'static str,
    told_bytes: u64,
}

impl<'p> Pace<'p> {
    fn new(progress: &'p Progress, what: &'static str) -> Self {
        Self { progress, what, told_bytes: 0 }
    }

    fn tell(&mut self, so_far: &backup::Progress) -> bool {
        if so_far.bytes >= self.told_bytes + limits::BACKUP_TELL_BYTES {
            self.told_bytes = so_far.bytes;
            let (rows, segments) = (so_far.rows, so_far.segments);
            let megabytes = so_far.bytes / 1_000_000;
            self.progress.say(format!("{megabytes} MB {}, {rows} rows, {segments} pieces of files", self.what));
        }
        self.progress.is_wanted()
    }
}

fn of_backup(error: BackupError) -> Problem {
    match error {
        BackupError::WrongLock
        | BackupError::Locked(_)
        | BackupError::Several
        | BackupError::Malformed(_)
        | BackupError::Digest(_)
        | BackupError::NewerFormat
        | BackupError::WrongKey
        | BackupError::NoKey => Problem::mistake(error),
        other => Problem::failure(other),
    }
}

fn of_import(error: ImportError) -> Problem {
    match error {
        ImportError::Backup(error) => of_backup(error),
        ImportError::Exists(_) | ImportError::DomainTaken(_) | ImportError::Contents(ContentsError::Damaged) => {
            Problem::mistake(error)
        }
        other => Problem::failure(other),
    }
}
