use std::fs::{DirBuilder, File, Permissions};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use tokio::net::{UnixListener, UnixStream};

const NAME: &str = "control.sock";
/// A socket is born here: a folder that nobody else may enter, so that there is no moment with a wide mode.
const NURSERY: &str = ".control";
/// The longest path of an address without its closing NUL (unix(7)).
const ADDRESS_BYTES_MAX: usize = 107;

/// The socket of a host that holds the lock of its data folder.
pub struct Listener {
    socket: UnixListener,
    path: PathBuf,
    /// The user the host runs as.
    owner: u32,
}

impl Listener {
    /// Takes the place of what a killed host left there. Only whoever holds the lock of the folder may call it.
    pub fn bind(data: &Path) -> io::Result<Self> {
        let nursery = data.join(NURSERY);
        if nursery.exists() {
            std::fs::remove_dir_all(&nursery)?;
        }
        DirBuilder::new().mode(0o700).create(&nursery)?;
        let born = nursery.join(NAME);
        let address = Address::of(&born)?;
        let socket = UnixListener::bind(&address.path)?;
        std::fs::set_permissions(&born, Permissions::from_mode(0o600))?;
        let owner = std::fs::metadata(&born)?.uid();
        let path = data.join(NAME);
        std::fs::rename(&born, &path)?;
        std::fs::remove_dir(&nursery)?;
        Ok(Self { socket, path, owner })
    }

    /// The next connection of the host's user or of root; others are turned away, whatever the mode of the socket.
    pub(super) async fn accept(&self) -> io::Result<UnixStream> {
        let (stream, _) = self.socket.accept().await?;
        let asking = stream.peer_cred()?.uid();
        if asking == 0 || asking == self.owner {
            return Ok(stream);
        }
        tracing::warn!(user = asking, "the control socket was opened by another user");
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        std::fs::remove_file(&self.path).ok();
    }
}

/// Opens the socket of a running host. `NotFound` or `ConnectionRefused` when none runs.
pub(super) async fn connect(data: &Path) -> io::Result<UnixStream> {
    let address = Address::of(&data.join(NAME))?;
    UnixStream::connect(&address.path).await
}

/// A path that fits into an address: through the open folder when the plain one is too long.
struct Address {
    path: PathBuf,
    _folder: Option<File>,
}

impl Address {
    fn of(path: &Path) -> io::Result<Self> {
        if path.as_os_str().as_bytes().len() <= ADDRESS_BYTES_MAX {
            return Ok(Self { path: path.to_owned(), _folder: None });
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let folder = File::open(folder)?;
        let path = PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd())).join(name);
        Ok(Self { path, _folder: Some(folder) })
    }
}
