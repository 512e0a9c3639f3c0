use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use age::secrecy::SecretString;
use bytes::Bytes;
use tokio::sync::mpsc;

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
        let file = File::open(path).map_err(failed)?;
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

type Identities = Vec<Box<dyn age::Identity + Send>>;

fn identities(unlock: &Unlock) -> Result<Identities, BackupError> {
    match unlock {
        Unlock::Passphrase(passphrase) => {
            let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.clone()));
            identity.set_max_work_factor(limits::BACKUP_SCRYPT_LOG_N_MAX);
            Ok(vec![Box::new(identity)])
        }
        Unlock::IdentityFile(path) => {
            let failed = |source| BackupError::File { path: path.clone(), source };
            let text = std::fs::read_to_string(path).map_err(failed)?;
            let keys = text.lines().map(str::trim).filter(|line| line.starts_with("AGE-SECRET-KEY-"));
            let keys = keys.filter_map(|line| age::x25519::Identity::from_str(line).ok());
            let identities: Identities = keys.map(|key| Box::new(key) as Box<dyn age::Identity + Send>).collect();
            if identities.is_empty() { Err(BackupError::Identity(path.clone())) } else { Ok(identities) }
        }
    }
}

type Clear = age::stream::StreamReader<BufReader<File>>;

fn decrypt(file: File, identities: &Identities, by_passphrase: bool) -> Result<Clear, BackupError> {
    let reader = BufReader::with_capacity(256 * 1024, file);
    let decryptor = age::Decryptor::new_buffered(reader).map_err(|error| BackupError::malformed(error.to_string()))?;
    if decryptor.is_scrypt() != by_passphrase {
        let wanted = if by_passphrase { "--identity with the file of its identity" } else { "its passphrase" };
        return Err(BackupError::Locked(wanted));
    }
    let identities = identities.iter().map(|identity| &**identity as &dyn age::Identity);
    decryptor.decrypt(identities).map_err(|_| BackupError::WrongLock)
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
