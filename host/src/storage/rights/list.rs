//! Who was erased, beside everything that a backup brings back.
//!
//! A backup from before an erasure knows the person. So the ids of those who were erased are written into files as well,
//! one beside the data and one beside the master key, and read at every start: whoever is there again is erased again. A
//! line is `ASSOCIATION ACCOUNT MILLISECONDS`; none names anybody.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use veillee_ambient::Millis;

#[derive(Debug, thiserror::Error)]
#[error("the list of those who were erased: {path}: {source}")]
pub struct ListError {
    path: PathBuf,
    source: io::Error,
}

/// The files, the one in the data folder first.
#[derive(Debug)]
pub struct ErasedList {
    data: PathBuf,
    beside_key: PathBuf,
    writing: Mutex<()>,
}

impl ErasedList {
    pub fn new(data: &Path, master_key: &Path) -> Self {
        let beside_key = Self::beside(master_key);
        Self { data: data.join("erased"), beside_key, writing: Mutex::default() }
    }

    /// The file beside a master key: it outlives a data folder that is lost.
    pub fn beside(master_key: &Path) -> PathBuf {
        master_key.with_extension("erased")
    }

    /// The accounts of an association that either file names.
    pub fn of(&self, association: &str) -> Result<BTreeSet<String>, ListError> {
        let mut accounts = read(&self.data, association)?;
        accounts.extend(read(&self.beside_key, association)?);
        Ok(accounts)
    }

    /// Adds an account to both files, durably. That the folder of the key cannot be written is no reason to keep somebody:
    /// it is said in the log.
    pub fn add(&self, association: &str, account: &str, erased_ms: Millis) -> Result<(), ListError> {
        let _turn = self.writing.lock();
        let line = format!("{association} {account} {erased_ms}\n");
        if let Err(error) = append(&self.beside_key, &line) {
            tracing::warn!(%error, "who was erased is not written beside the master key");
        }
        append(&self.data, &line)
    }

    /// Puts the lines of a file from elsewhere into the one beside a key, for a data folder that is brought back.
    pub fn take_in(file: &Path, master_key: &Path) -> Result<usize, ListError> {
        let text = text(file)?;
        let good: Vec<&str> = text.lines().filter(|line| parts(line).is_some()).collect();
        let lines: String = good.iter().flat_map(|line| [*line, "\n"]).collect();
        append(&Self::beside(master_key), &lines)?;
        Ok(good.len())
    }
}

fn read(path: &Path, association: &str) -> Result<BTreeSet<String>, ListError> {
    let text = match text(path) {
        Err(ListError { source, .. }) if source.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        text => text?,
    };
    let own = text.lines().filter_map(parts).filter(|(of, _)| *of == association);
    Ok(own.map(|(_, account)| account.to_owned()).collect())
}

fn text(path: &Path) -> Result<String, ListError> {
    std::fs::read_to_string(path).map_err(|source| ListError { path: path.to_owned(), source })
}

/// Association and account of a line; none for a line that was cut.
fn parts(line: &str) -> Option<(&str, &str)> {
    let mut parts = line.split(' ');
    let (association, account, erased_ms) = (parts.next()?, parts.next()?, parts.next()?);
    let is_id = |id: &str| !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let whole = parts.next().is_none() && erased_ms.parse::<Millis>().is_ok();
    (whole && is_id(association) && is_id(account)).then_some((association, account))
}

fn append(path: &Path, lines: &str) -> Result<(), ListError> {
    let write = || {
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
        file.write_all(lines.as_bytes())?;
        file.sync_all()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::File::open(folder)?.sync_all()
    };
    write().map_err(|source| ListError { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_file_is_enough_and_a_cut_line_counts_for_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let (data, key) = (folder.path().join("data"), folder.path().join("data.key"));
        std::fs::create_dir(&data).unwrap();
        let list = ErasedList::new(&data, &key);
        assert!(list.of("a1").unwrap().is_empty());
        list.add("a1", "ada", 5).unwrap();
        list.add("a2", "zoe", 6).unwrap();
        std::fs::remove_file(data.join("erased")).unwrap();
        list.add("a1", "eve", 7).unwrap();
        assert_eq!(list.of("a1").unwrap(), ["ada", "eve"].map(String::from).into());
        assert_eq!(list.of("a2").unwrap(), ["zoe"].map(String::from).into());
        append(&data.join("erased"), "a1 bob").unwrap();
        assert_eq!(list.of("a1").unwrap().len(), 2);
    }

    #[test]
    fn a_list_from_elsewhere_is_taken_in_line_by_line() {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("list"), folder.path().join("new.key"));
        std::fs::write(&file, "a1 ada 5\nnonsense\na1 ../x 5\na1 zoe 6\n").unwrap();
        assert_eq!(ErasedList::take_in(&file, &key).unwrap(), 2);
        let list = ErasedList::new(&folder.path().join("data"), &key);
        assert_eq!(list.of("a1").unwrap(), ["ada", "zoe"].map(String::from).into());
    }
}
