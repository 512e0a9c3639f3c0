use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::Signal;

use super::{Certificate, CertificateError, Certificates};
use crate::limits;

/// A certificate with its chain in one file, and its key in another.
#[derive(Clone, Debug)]
pub struct FilePair {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{path}: {source}")]
    Read { path: PathBuf, source: io::Error },
    #[error("{path}: larger than {max} bytes: that is no certificate and no key", max = limits::CERTIFICATE_BYTES_MAX)]
    TooLarge { path: PathBuf },
    #[error("{certificate}, {key}: {source}")]
    Pair { certificate: PathBuf, key: PathBuf, source: CertificateError },
}

/// What tells a file from the one that lay there before: links are followed, so that a link that was turned counts.
type Stamp = (u64, u64, i64, i64, u64);

/// The operator's own certificates, read again when they change.
pub struct CertificateFiles {
    pairs: Vec<FilePair>,
    certificates: Arc<Certificates>,
    /// Of what was read last, well or not.
    stamps: Vec<Option<Stamp>>,
}

impl CertificateFiles {
    /// Reads all of them.
    pub fn open(pairs: Vec<FilePair>, certificates: Arc<Certificates>) -> Result<Self, FileError> {
        let mut files = Self { pairs, certificates, stamps: Vec::new() };
        files.load()?;
        Ok(files)
    }

    /// Reads all of them anew. When one cannot be read, all stay as they were.
    pub fn load(&mut self) -> Result<(), FileError> {
        // Before the reading: what is written meanwhile is seen at the next look.
        self.stamps = self.stamps();
        let read = self.pairs.iter().map(FilePair::read).collect::<Result<Vec<_>, _>>()?;
        self.certificates.replace_files(read);
        Ok(())
    }

    /// The same, only when some file changed since the last reading; whether one did.
    pub fn load_if_changed(&mut self) -> Result<bool, FileError> {
        if self.stamps() == self.stamps {
            return Ok(false);
        }
        self.load().map(|()| true)
    }

    /// Follows the files for as long as it is polled: at each `hangup`, and when a look finds them changed.
    pub async fn follow(mut self, mut hangup: Signal) {
        let mut look = tokio::time::interval(Duration::from_millis(limits::CERTIFICATE_LOOK_MS));
        loop {
            let outcome = tokio::select! {
                _ = look.tick() => self.load_if_changed(),
                Some(()) = hangup.recv() => self.load().map(|()| true),
            };
            match outcome {
                Ok(true) if !self.pairs.is_empty() => tracing::info!("the certificates were read anew"),
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "the certificates of before go on"),
            }
        }
    }

    fn stamps(&self) -> Vec<Option<Stamp>> {
        self.pairs.iter().flat_map(|pair| [&pair.certificate, &pair.key]).map(|path| stamp(path)).collect()
    }
}

impl FilePair {
    fn read(&self) -> Result<Certificate, FileError> {
        let (certificate, key) = (read(&self.certificate)?, read(&self.key)?);
        Certificate::from_pem(&certificate, &key).map_err(|source| FileError::Pair {
            certificate: self.certificate.clone(),
            key: self.key.clone(),
            source,
        })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let failed = |source| FileError::Read { path: path.to_owned(), source };
    if path.metadata().map_err(failed)?.len() > limits::CERTIFICATE_BYTES_MAX {
        return Err(FileError::TooLarge { path: path.to_owned() });
    }
    std::fs::read(path).map_err(failed)
}

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = path.metadata().ok()?;
    Some((metadata.dev(), metadata.ino(), metadata.mtime(), metadata.mtime_nsec(), metadata.size()))
}
