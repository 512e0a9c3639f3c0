use std::fs::File;
use std::io::{self, BufWriter};
use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use veillee_age::{self as age, Recipient};
use veillee_ambient::Random;
use zeroize::Zeroizing;

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

/// The archive while it is written.
pub(super) struct Archive {
    pieces: mpsc::Sender<(String, Bytes)>,
    thread: JoinHandle<io::Result<()>>,
    sums: Sums,
    pub(super) bytes: u64,
}

impl Archive {
    /// Into a file that is open and empty.
    pub(super) fn new(file: File, lock: &Lock, random: Arc<dyn Random>, made_ms: i64) -> Result<Self, BackupError> {
        let recipient = recipient(lock)?;
        let (pieces, arriving) = mpsc::channel(limits::BACKUP_ENTRIES_AHEAD);
        let mtime = u64::try_from(made_ms / 1000).unwrap_or(0);
        let thread = tokio::task::spawn_blocking(move || seal(file, &recipient, &*random, arriving, mtime));
        Ok(Self { pieces, thread, sums: Sums::default(), bytes: 0 })
    }

    pub(super) async fn put(&mut self, entry: &Entry, bytes: Bytes) -> Result<(), BackupError> {
        self.sums.add(entry, &bytes);
        self.bytes += bytes.len() as u64;
        // When nobody takes it, the thread has failed: its reason is told at the end.
        self.pieces
            .send((entry.to_string(), bytes))
            .await
            .map_err(|_| BackupError::malformed("the file cannot be written"))
    }

    /// Writes the manifest and syncs.
    pub(super) async fn finish(mut self) -> Result<(), BackupError> {
        let manifest = serde_json::to_vec_pretty(&self.sums.manifest());
        let manifest = manifest.map_err(|error| BackupError::malformed(error.to_string()))?;
        self.put(&Entry::Manifest, manifest.into()).await.ok();
        self.end().await.map_err(BackupError::Write)
    }

    /// Why writing failed, if it did.
    pub(super) async fn abandon(self) -> Option<BackupError> {
        self.end().await.err().map(BackupError::Write)
    }

    async fn end(self) -> io::Result<()> {
        let Self { pieces, thread, .. } = self;
        drop(pieces);
        thread.await.map_err(io::Error::other)?
    }
}

fn recipient(lock: &Lock) -> Result<Recipient, BackupError> {
    match lock {
        Lock::Passphrase(passphrase) => Ok(Recipient::Passphrase(Zeroizing::new(passphrase.clone()))),
        Lock::Recipient(text) => Recipient::parse(text).ok_or(BackupError::Recipient),
    }
}

/// On a thread of its own: the archive, the cipher and the file all block.
fn seal(
    file: File,
    recipient: &Recipient,
    random: &dyn Random,
    mut arriving: mpsc::Receiver<(String, Bytes)>,
    mtime: u64,
) -> io::Result<()> {
    let out = BufWriter::with_capacity(256 * 1024, file);
    let sealed = age::seal(out, recipient, random).map_err(io::Error::other)?;
    let mut archive = tar::Builder::new(BufWriter::with_capacity(64 * 1024, sealed));
    while let Some((name, bytes)) = arriving.blocking_recv() {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(mtime);
        archive.append_data(&mut header, name, &bytes[..])?;
    }
    let sealed = archive.into_inner()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    let plain = sealed.finish()?;
    plain.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}
