//! The first hour of a host, lived once in each test program: worlds begin as copies of what it left, which takes a third of
//! the time.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use tokio::sync::OnceCell;
use veillee::boot::Host;
use veillee_ambient::{SeededRandom, TestClock};

use super::setup::{self, START_MS};
use super::{Backend, World};
use crate::services;

/// What a host leaves when it ends: two associations with all plugins enabled, and nobody there.
pub(super) struct Origin {
    files: Vec<File>,
    database: Option<String>,
}

struct File {
    path: PathBuf,
    mode: u32,
    /// None for a folder.
    bytes: Option<Vec<u8>>,
}

static ON_SQLITE: OnceCell<Origin> = OnceCell::const_new();
static ON_POSTGRES: OnceCell<Origin> = OnceCell::const_new();

impl Origin {
    /// None when the database is not there.
    pub(super) async fn on(backend: Backend) -> Option<&'static Self> {
        let (cell, database) = match backend {
            Backend::Sqlite => (&ON_SQLITE, None),
            Backend::Postgres => (&ON_POSTGRES, Some(services::postgres()?.url)),
        };
        let live = async || match database {
            None => Self::live(None).await,
            Some(url) => Self::live(Some(setup::fresh_database(&url, None).await)).await,
        };
        Some(cell.get_or_init(live).await)
    }

    async fn live(database: Option<String>) -> Self {
        let folder = setup::folder();
        let config = setup::config(folder.path(), database.clone());
        let clock = Arc::new(TestClock::at(START_MS));
        // Another draw than that of the worlds.
        let seed = setup::seed().wrapping_sub(1);
        eprintln!("seed of the first hour: {seed}");
        let host = Host::boot(config, clock, Arc::new(SeededRandom::new(seed))).await.expect("the host boots");
        World::found(&host).await;
        host.close().await;
        let mut files = Vec::new();
        read(folder.path(), Path::new(""), &mut files);
        Self { files, database }
    }

    /// A folder and a database of one's own.
    pub(super) async fn copy(&self) -> (TempDir, Option<String>) {
        let folder = setup::folder();
        for file in &self.files {
            file.write(folder.path());
        }
        let database = match &self.database {
            None => None,
            Some(origin) => Some(setup::fresh_database(origin, origin.rsplit('/').next()).await),
        };
        (folder, database)
    }
}

impl File {
    fn write(&self, root: &Path) {
        let path = root.join(&self.path);
        match &self.bytes {
            None => DirBuilder::new().mode(self.mode).create(path).expect("a folder"),
            Some(bytes) => {
                let mut file =
                    OpenOptions::new().write(true).create_new(true).mode(self.mode).open(path).expect("a file");
                file.write_all(bytes).expect("room");
            }
        }
    }
}

/// Folders before what lies in them.
fn read(root: &Path, path: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(root.join(path)).expect("a folder") {
        let name = entry.expect("an entry").file_name();
        let path = path.join(name);
        let facts = fs::symlink_metadata(root.join(&path)).expect("it is there");
        let mode = facts.mode() & 0o777;
        if facts.is_dir() {
            files.push(File { path: path.clone(), mode, bytes: None });
            read(root, &path, files);
        } else if facts.is_file() {
            let bytes = Some(fs::read(root.join(&path)).expect("readable"));
            files.push(File { path, mode, bytes });
        }
    }
}
