use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use tokio::sync::mpsc;
use veillee_age::{self as age, AgeError, Identity};
use zeroize::Zeroizing;

use super::BackupError;
use super::entry::Entry;
use crate::limits;

/// What the person has to open the file with.
pub enum Unlock {
    Passphrase(String),
    /// A file with age identities, `AGE-SECRET-KEY-1…`, one a line.
    IdentityFile(PathBuf),
}

type Piece = Result<(Entry, Bytes), BackupError>;

/// The entries of a file, one after the other.
pub(super) struct Unpacking {
    pieces: mpsc::Receiver<Piece>,
}

impl Unpacking {
    pub(super) fn open(path: &Path, unlock: &Unlock) -> Result<Self, BackupError> {
        let failed = |source| BackupError::File { path: path.to_owned(), source };
        Self::of(File::open(path).map_err(failed)?, unlock)
    }

    pub(super) fn of(file: File, unlock: &Unlock) -> Result<Self, BackupError> {
        let identities = identities(unlock)?;
        let by_passphrase = matches!(unlock, Unlock::Passphrase(_));
        let (sender, pieces) = mpsc::channel(limits::BACKUP_ENTRIES_AHEAD);
        tokio::task::spawn_blocking(move || {
            let ended = decrypt(file, &identities, by_passphrase).and_then(|clear| unpack(clear, &sender));
            if let Err(error) = ended {
                sender.blocking_send(Err(error)).ok();
            }
        });
        Ok(Self { pieces })
    }

    pub(super) async fn next(&mut self) -> Option<Piece> {
        self.pieces.recv().await
    }
}

fn identities(unlock: &Unlock) -> Result<Vec<Identity>, BackupError> {
    match unlock {
        Unlock::Passphrase(passphrase) => Ok(vec![Identity::Passphrase(Zeroizing::new(passphrase.clone()))]),
        Unlock::IdentityFile(path) => {
            let failed = |source| BackupError::File { path: path.clone(), source };
            let text = Zeroizing::new(std::fs::read_to_string(path).map_err(failed)?);
            let identities: Vec<Identity> = text.lines().filter_map(Identity::parse).collect();
            if identities.is_empty() { Err(BackupError::Identity(path.clone())) } else { Ok(identities) }
        }
    }
}

type Clear = age::Opener<BufReader<File>>;

fn decrypt(file: File, identities: &[Identity], by_passphrase: bool) -> Result<Clear, BackupError> {
    let reader = BufReader::with_capacity(256 * 1024, file);
    age::open(reader, identities).map_err(|error| match error {
        AgeError::WrongKey => BackupError::WrongLock,
        AgeError::OtherKind if by_passphrase => BackupError::Locked("--identity with the file of its identity"),
        AgeError::OtherKind => BackupError::Locked("its passphrase"),
        other => BackupError::malformed(other.to_string()),
    })
}

fn unpack(clear: Clear, sender: &mpsc::Sender<Piece>) -> Result<(), BackupError> {
    let damaged = |error: io::Error| BackupError::malformed(error.to_string());
    let mut archive = tar::Archive::new(clear);
    for entry in archive.entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let known = Entry::parse(&name).ok_or_else(|| BackupError::malformed(format!("a strange entry {name:?}")))?;
        if entry.size() > limits::BACKUP_ENTRY_BYTES_MAX {
            return Err(BackupError::malformed(format!("{name} is too large")));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(entry.size()).unwrap_or(0));
        entry.read_to_end(&mut bytes).map_err(damaged)?;
        if sender.blocking_send(Ok((known, bytes.into()))).is_err() {
            return Ok(());
        }
    }
    // To the very end: age authenticates its last chunk only when it is read.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(damaged)?;
    Ok(())
}
