use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::BackupError;

/// The file of a backup while it is written: under the name `….part`, for its owner alone. Dropped before it is whole, it
/// is removed.
pub struct Draft {
    path: PathBuf,
    part: PathBuf,
    published: bool,
}

impl Draft {
    /// Makes the file. Nothing may have the name that it gets in the end.
    pub fn create(path: &Path) -> Result<(Self, File), BackupError> {
        if path.exists() {
            return Err(BackupError::Exists(path.to_owned()));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let opened = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part);
        let file = opened.map_err(|source| BackupError::File { path: part.clone(), source })?;
        Ok((Self { path: path.to_owned(), part, published: false }, file))
    }

    /// Gives the whole and synced file its name, and syncs that too.
    pub fn publish(mut self) -> Result<(), BackupError> {
        let failed = |source| BackupError::File { path: self.path.clone(), source };
        std::fs::rename(&self.part, &self.path).map_err(failed)?;
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        self.published = true;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.published {
            std::fs::remove_file(&self.part).ok();
        }
    }
}
