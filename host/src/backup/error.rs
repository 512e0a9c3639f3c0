use std::path::PathBuf;

use veillee_vault::{KeyFileError, VaultError};

use crate::storage::snapshot::LoadError;
use crate::storage::sql::DatabaseError;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{path}: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("the backup cannot be written: {0}")]
    Write(#[source] std::io::Error),
    #[error("nobody waits for the backup any more")]
    Unwanted,
    #[error("{0} is there already: choose another name, or move it away")]
    Exists(PathBuf),
    #[error("this is no age recipient: it begins with age1")]
    Recipient,
    #[error("the file {0} holds no age identity")]
    Identity(PathBuf),
    #[error("the backup was locked otherwise: give {0}")]
    Locked(&'static str),
    #[error("the passphrase or the identity does not open this file")]
    WrongLock,
    #[error("this is no backup, or it was cut or changed: {0}")]
    Malformed(String),
    #[error("the digest of {0} is not the one that the manifest names")]
    Digest(String),
    #[error("the backup is of a newer kind: use the version of the program that wrote it")]
    NewerFormat,
    #[error("the list of associations changed meanwhile: try again")]
    Changed,
    #[error("the data folder {0} is not empty: nothing is ever put over data that is there")]
    NotEmpty(PathBuf),
    #[error("the database holds a host already: give an empty one")]
    DatabaseNotEmpty,
    #[error("{0} holds another master key than the backup: choose another place with --master-key")]
    OtherKey(PathBuf),
    #[error("this holds a whole host with several associations: `restore` brings it back")]
    Several,
    #[error("the master key that was given does not open this backup")]
    WrongKey,
    #[error("the backup holds no master key: give it with --master-key, or nobody can check or use what is restored")]
    NoKey,
    #[error(transparent)]
    Key(#[from] KeyFileError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl BackupError {
    pub(super) fn malformed(what: impl Into<String>) -> Self {
        Self::Malformed(what.into())
    }
}
