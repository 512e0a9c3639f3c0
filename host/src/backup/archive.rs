use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use age::secrecy::SecretString;
use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::BackupError;
use super::entry::Entry;
use super::sums::Sums;
use crate::limits;

/// What opens the file again.
pub enum Lock {
    Passphrase(String),
    /// An age recipient, `age1…`; whoever has its identity can read the file, and this host cannot.
    Recipient(String),
}

/// The file while it is written: beside its place, under the name `….part`.
pub(super) struct Archive {
    pieces: mpsc::Sender<(String, Bytes)>,
    thread: JoinHandle<Result<Draft, BackupError>>,
    sums: Sums,
    pub(super) bytes: u64,
}

/// A whole file that has not got its name yet. Dropped, it is removed.
struct Draft {
    part: PathBuf,
    file: Option<File>,
}

impl Archive {
    pub(super) fn create(path: &Path, lock: &Lock, made_ms: i64) -> Result<Self, BackupError> {
        if path.exists() {
            return Err(BackupError::Exists(path.to_owned()));
        }
        let encryptor = encryptor(lock)?;
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let failed = |source| BackupError::File { path: part.clone(), source };
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part).map_err(failed)?;
        let draft = Draft { part: part.clone(), file: Some(file) };
        let (pieces, arriving) = mpsc::channel(limits::BACKUP_ENTRIES_AHEAD);
        let mtime = u64::try_from(made_ms / 1000).unwrap_or(0);
        let thread = tokio::task::spawn_blocking(move || {
            let path = draft.part.clone();
            seal(draft, encryptor, arriving, mtime).map_err(|source| BackupError::File { path, source })
        });
        Ok(Self { pieces, thread, sums: Sums::default(), bytes: 0 })
    }

    pub(super) async fn put(&mut self, entry: &Entry, bytes: Bytes) -> Result<(), BackupError> {
        self.sums.add(entry, &bytes);
        self.bytes += bytes.len() as u64;
        // When nobody takes it, the thread has failed: its reason is told at the end.
        self.pieces.send((entry.to_string(), bytes)).await.map_err(|_| BackupError::malformed("the file cannot be written"))
    }

    /// Writes the manifest and gives the file its name, synced.
    pub(super) async fn finish(mut self, path: &Path) -> Result<(), BackupError> {
        let manifest = serde_json::to_vec_pretty(&self.sums.manifest());
        let manifest = manifest.map_err(|error| BackupError::malformed(error.to_string()))?;
        self.put(&Entry::Manifest, manifest.into()).await.ok();
        let Self { pieces, thread, .. } = self;
        drop(pieces);
        let draft = thread.await.map_err(|error| BackupError::malformed(error.to_string()))??;
        publish(draft, path).map_err(|source| BackupError::File { path: path.to_owned(), source })
    }

    /// Removes what was written, and says why writing failed if it did.
    pub(super) async fn abandon(self) -> Option<BackupError> {
        let Self { pieces, thread, .. } = self;
        drop(pieces);
        thread.await.ok()?.err()
    }
}

fn encryptor(lock: &Lock) -> Result<age::Encryptor, BackupError> {
    let made = match lock {
        Lock::Passphrase(passphrase) => {
            let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.clone()));
            recipient.set_work_factor(limits::BACKUP_SCRYPT_LOG_N);
            age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        }
        Lock::Recipient(text) => {
            let recipient = age::x25519::Recipient::from_str(text).map_err(|_| BackupError::Recipient)?;
            age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        }
    };
    made.map_err(|_| BackupError::Recipient)
}

/// On a thread of its own: the archive, the cipher and the file all block.
fn seal(
    mut draft: Draft,
    encryptor: age::Encryptor,
    mut arriving: mpsc::Receiver<(String, Bytes)>,
    mtime: u64,
) -> io::Result<Draft> {
    let file = draft.file.take().ok_or(io::ErrorKind::NotFound)?;
    let sealed = encryptor.wrap_output(BufWriter::with_capacity(256 * 1024, file))?;
    let mut archive = tar::Builder::new(BufWriter::with_capacity(64 * 1024, sealed));
    while let Some((name, bytes)) = arriving.blocking_recv() {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(mtime);
        archive.append_data(&mut header, name, &bytes[..])?;
    }
    let sealed = archive.into_inner()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    let mut plain = sealed.finish()?;
    plain.flush()?;
    let file = plain.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    draft.file = Some(file);
    Ok(draft)
}

fn publish(mut draft: Draft, path: &Path) -> io::Result<()> {
    std::fs::rename(&draft.part, path)?;
    draft.file = None;
    draft.part = PathBuf::new();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.part.as_os_str().is_empty() {
            std::fs::remove_file(&self.part).ok();
        }
    }
}
