use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::schedule::is_orderable;
use crate::storage::layout::make_folder;
use crate::tls::Certificate;

const ACCOUNT: &str = "account.json";

/// What was got from one authority, in `tls/` of the data folder, for the host's own user alone: the account with its key,
/// and a file for each name with key and chain. Backups leave it out: all of it can be had anew.
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// Each authority has a folder: a test authority's certificates are never shown beside real ones.
    pub fn open(data: &Path, directory: &str) -> io::Result<Self> {
        let digest = blake3::hash(directory.as_bytes()).to_hex();
        let folder = data.join("tls").join(&digest[..16]);
        make_folder(&folder)?;
        Ok(Self { folder })
    }

    /// The account as it was kept; none when there is none yet.
    pub fn account(&self) -> io::Result<Option<String>> {
        match std::fs::read_to_string(self.folder.join(ACCOUNT)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub fn keep_account(&self, text: &str) -> io::Result<()> {
        self.write(ACCOUNT, text.as_bytes())
    }

    /// All certificates by name. One that cannot be read is left out and said: another will be ordered.
    pub fn certificates(&self) -> io::Result<Vec<(String, Certificate)>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let Some(name) = name.strip_suffix(".pem").filter(|name| is_orderable(name)) else { continue };
            let pem = std::fs::read(&path)?;
            match Certificate::from_pem(&pem, &pem) {
                Ok(certificate) => found.push((name.to_owned(), certificate)),
                Err(error) => tracing::warn!(path = %path.display(), %error, "a kept certificate cannot be read"),
            }
        }
        Ok(found)
    }

    pub fn keep_certificate(&self, name: &str, chain: &str, key: &str) -> io::Result<()> {
        self.write(&format!("{name}.pem"), format!("{}\n{}\n", key.trim_end(), chain.trim_end()).as_bytes())
    }

    /// Whole or not at all, also in a power cut.
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let half = self.folder.join(format!("{name}.half"));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&half, self.folder.join(name))?;
        File::open(&self.folder)?.sync_all()
    }
}
