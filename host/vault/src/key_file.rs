use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use veillee_ambient::Random;
use zeroize::Zeroizing;

use crate::KeyFileError;

type KeyBytes = Zeroizing<[u8; 32]>;

/// 64 digits, a line end, and one byte more to notice what is too long.
const MOST_FILE_BYTES: u64 = 66;
const OTHERS_MASK: u32 = 0o077;

pub(crate) fn load(path: &Path) -> Result<KeyBytes, KeyFileError> {
    let io = |source| KeyFileError::Io { path: path.to_owned(), source };
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(KeyFileError::Absent { path: path.to_owned() });
        }
        opened => opened.map_err(io)?,
    };
    let mode = file.metadata().map_err(io)?.mode() & 0o7777;
    if mode & OTHERS_MASK != 0 {
        return Err(KeyFileError::Exposed { path: path.to_owned(), mode });
    }
    let mut text = Zeroizing::new(Vec::with_capacity(128));
    file.take(MOST_FILE_BYTES).read_to_end(&mut text).map_err(io)?;
    parse(&text).ok_or_else(|| KeyFileError::Malformed { path: path.to_owned() })
}

pub(crate) fn parse(text: &[u8]) -> Option<KeyBytes> {
    let digits = text.strip_suffix(b"\n").unwrap_or(text);
    let decoded = Zeroizing::new(HEXLOWER.decode(digits).ok()?);
    Some(Zeroizing::new(decoded.as_slice().try_into().ok()?))
}

pub(crate) fn create(path: &Path, random: &dyn Random) -> Result<KeyBytes, KeyFileError> {
    let mut key = Zeroizing::new([0; 32]);
    random.fill(key.as_mut());
    match publish(path, &key, random) {
        Ok(()) => Ok(key),
        // Another process was first: its key is the one.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => load(path),
        Err(source) => Err(KeyFileError::Io { path: path.to_owned(), source }),
    }
}

/// A hard link, not a rename: it never replaces a key that is there already.
pub(crate) fn publish(path: &Path, key: &KeyBytes, random: &dyn Random) -> io::Result<()> {
    let draft = draft_path(path, random);
    let published = write_draft(&draft, key).and_then(|()| std::fs::hard_link(&draft, path));
    let removed = std::fs::remove_file(&draft);
    published?;
    removed?;
    File::open(folder_of(path))?.sync_all()
}

pub(crate) fn line(key: &KeyBytes) -> Zeroizing<String> {
    let mut line = Zeroizing::new(HEXLOWER.encode(key.as_ref()));
    line.push('\n');
    line
}

fn write_draft(draft: &Path, key: &KeyBytes) -> io::Result<()> {
    let line = line(key);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
    file.write_all(line.as_bytes())?;
    file.sync_all()
}

fn draft_path(path: &Path, random: &dyn Random) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".draft-{}", HEXLOWER.encode(&random.bytes::<8>())));
    path.with_file_name(name)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
