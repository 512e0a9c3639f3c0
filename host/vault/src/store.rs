use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use object_store::{ObjectStore, ObjectStoreExt as _};
use tokio::task::spawn_blocking;

use crate::{SegmentId, VaultError};

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

    /// Stores a segment, durably when it answers. One that is there already is replaced as a whole.
    pub(crate) async fn put(&self, id: SegmentId, sealed: Bytes) -> Result<(), VaultError> {
        if let Some(folder) = &self.folder {
            let file = folder.join(id.path().as_ref());
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
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| sync_folder(path));
    if written.is_err() {
        // On a full disk the half would take what others need.
        let _ = fs::remove_file(path);
    }
    written
}

fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
