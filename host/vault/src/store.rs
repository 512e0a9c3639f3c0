use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use object_store::{ObjectStore, ObjectStoreExt as _};
use tokio::task::spawn_blocking;

use crate::sealed::sealed_bytes;
use crate::{Segment, SegmentId, VaultError, past_cache};

/// Where sealed segments lie. A clone is one more handle on the same place.
#[derive(Clone)]
pub(crate) struct Store {
    pub(crate) objects: Arc<dyn ObjectStore>,
    /// The folder, if the segments lie on this machine.
    folder: Option<Arc<Path>>,
}

impl Store {
    pub(crate) fn new(objects: Arc<dyn ObjectStore>) -> Self {
        Self { objects, folder: None }
    }

    /// `objects` must be the store of the same folder.
    pub(crate) fn local(objects: Arc<dyn ObjectStore>, folder: &Path) -> Self {
        Self { objects, folder: Some(folder.into()) }
    }

    /// Where a segment lies, if that is on this machine.
    pub(crate) fn file(&self, id: SegmentId) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(id.path().as_ref()))
    }

    /// Stores a segment, durably when it answers. One that is there already is replaced as a whole.
    pub(crate) async fn put(&self, id: SegmentId, sealed: Bytes) -> Result<(), VaultError> {
        if let Some(file) = self.file(id) {
            let bytes = sealed.clone();
            match spawn_blocking(move || write_new(&file, &bytes)).await? {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                written => return Ok(written?),
            }
        }
        self.objects.put(&id.path(), sealed.into()).await?;
        Ok(())
    }
}

/// Writes a file under its last name at once: no list names it before this has answered, so nobody reads half of it, and
/// what a crash cuts off is an orphan. Writing beside and renaming would cost one more commit of the journal.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    let written = past_cache::write(&mut file, bytes).and_then(|()| file.sync_all()).and_then(|()| sync_folder(path));
    if written.is_err() {
        // On a full disk the half would take what others need.
        let _ = fs::remove_file(path);
    }
    written
}

fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Parts of the file of a segment, each whole. Blocks on the disk.
///
/// # Errors
/// `Missing` without the file, `Damaged` if it has another size than the segment.
pub(crate) fn read_file(path: &Path, segment: Segment, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, VaultError> {
    let mut file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => VaultError::Missing,
        _ => error.into(),
    })?;
    if file.metadata()?.len() != sealed_bytes(segment.clear_bytes) {
        return Err(VaultError::Damaged);
    }
    let mut parts = Vec::with_capacity(ranges.len());
    for range in ranges {
        let size_bytes = range.end - range.start;
        let mut part = Vec::with_capacity(usize::try_from(size_bytes).map_err(|_| VaultError::Damaged)?);
        file.seek(SeekFrom::Start(range.start))?;
        (&mut file).take(size_bytes).read_to_end(&mut part)?;
        parts.push(part.into());
    }
    Ok(parts)
}
