//! Where the data of a host lies: the folder, and the databases of one kind or the other.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use veillee_access::Fragment;

use super::sql::{Ask as _, Database, DatabaseError};

/// The data folder, and the address of PostgreSQL when the databases are there.
#[derive(Clone, Debug)]
pub struct Layout {
    pub data: PathBuf,
    pub database: Option<String>,
}

impl Layout {
    pub fn association(&self, id: &str) -> PathBuf {
        self.data.join("associations").join(id)
    }

    /// The folder of installed packages.
    pub fn shelf(&self) -> PathBuf {
        self.data.join("plugins")
    }

    /// The folder of an association's sealed segments.
    pub fn segments(&self, id: &str) -> PathBuf {
        self.association(id).join("segments")
    }

    pub async fn host_database(&self) -> Result<Database, DatabaseError> {
        match &self.database {
            None => Database::sqlite(&self.data.join("host.db")).await,
            Some(url) => Database::postgres(url, "veillee_host").await,
        }
    }

    /// The folder of the association must be there.
    pub async fn association_database(&self, id: &str) -> Result<Database, DatabaseError> {
        match &self.database {
            None => Database::sqlite(&self.association(id).join("association.db")).await,
            Some(url) => Database::postgres(url, &schema(id)).await,
        }
    }

    /// Whether PostgreSQL holds nothing of a host yet; true without PostgreSQL.
    pub async fn server_is_empty(&self) -> Result<bool, DatabaseError> {
        let Some(url) = &self.database else { return Ok(true) };
        let mut server = Database::postgres(url, "public").await?;
        let found = "SELECT 1 FROM information_schema.schemata WHERE schema_name LIKE 'veillee!_%' ESCAPE '!'";
        let row = server.row(Fragment::new(found)).await;
        server.close().await;
        Ok(row?.is_none())
    }
}

/// The schema of an association in PostgreSQL.
pub fn schema(id: &str) -> String {
    format!("veillee_{id}")
}

/// Makes a folder for the host's own user alone: databases hold names and addresses in the clear. A folder that is there
/// already keeps the mode its operator gave it.
pub fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}
