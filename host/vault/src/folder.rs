//! The folder of a local vault: 256 folders `00` to `ff`.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Makes and syncs all folders beforehand: when two writers need the same new folder at the same time, the one that finds
/// it there would otherwise answer before the other has synced it. Syncs even what was there, for a crash may have come
/// between making and syncing.
pub(crate) fn prepare(folder: &Path) -> io::Result<()> {
    make(folder)?;
    for number in 0..=u8::MAX {
        make(&folder.join(format!("{number:02x}")))?;
    }
    File::open(folder)?.sync_all()?;
    File::open(folder.join(".."))?.sync_all()
}

fn make(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// The store writes `name#1` and renames it to `name`; it never lists nor removes what a crash left of the former.
pub(crate) fn remove_unfinished(folder: &Path) -> io::Result<u64> {
    let mut removed = 0;
    for inner in fs::read_dir(folder)? {
        let inner = inner?;
        if !inner.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(inner.path())? {
            let file = file?;
            if file.file_name().as_encoded_bytes().contains(&b'#') {
                fs::remove_file(file.path())?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}
