//! Servers of others, installed by `cargo xtask bench` into `target/peers`.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::host;

/// A running server with a folder of its own; dropping it stops it.
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    server: Child,
    _folder: TempDir,
}

impl Peer {
    /// tus on files, each chunk synced.
    pub(crate) fn rustus() -> Option<Self> {
        Self::start(&host::target().join("peers/bin/rustus"), |command, folder, port| {
            command.args(["--host", "127.0.0.1", "--port", port, "--force-fsync", "true", "--log-level", "OFF"]);
            command.args(["--max-body-size", "16777216"]);
            command.arg("--data-dir").arg(folder.join("data")).arg("--info-dir").arg(folder.join("info"));
        })
    }

    /// A file server that syncs nothing.
    pub(crate) fn dufs() -> Option<Self> {
        Self::start(&host::target().join("peers/bin/dufs"), |command, folder, port| {
            command.arg(folder).args(["--bind", "127.0.0.1", "--port", port, "--allow-upload", "--log-format", ""]);
        })
    }

    /// A file server in Python that syncs nothing.
    pub(crate) fn copyparty() -> Option<Self> {
        Self::start(&host::target().join("peers/copyparty/bin/python"), |command, folder, port| {
            command.args(["-m", "copyparty", "-q", "-i", "127.0.0.1", "-p", port, "-v"]);
            command.arg(format!("{}::rw", folder.display())).env("HOME", folder);
        })
    }

    fn start(program: &Path, arguments: impl FnOnce(&mut Command, &Path, &str)) -> Option<Self> {
        if !program.is_file() {
            return None;
        }
        let folder = TempDir::new().expect("a temporary folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
        let mut command = Command::new(program);
        arguments(&mut command, folder.path(), &port.to_string());
        command.current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = command.spawn().expect("the peer starts");
        let peer = Self { address: ([127, 0, 0, 1], port).into(), server, _folder: folder };
        for _ in 0..400 {
            if TcpStream::connect(peer.address).is_ok() {
                return Some(peer);
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("{} does not listen", program.display());
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

/// The plugins of every installation, but the album has room for files of 2 GiB: its own manifest keeps photos below 250 MB.
pub(crate) fn roomy_album() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    std::fs::copy(host::plugins().join("hello.wasm"), folder.path().join("hello.wasm")).expect("hello is packed");
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../plugins/album/plugin.toml");
    let manifest = std::fs::read_to_string(own).expect("the album's manifest");
    let roomy = manifest.replace("max-bytes = 250000000", "max-bytes = 2147483648");
    assert_ne!(manifest, roomy, "the limit of a photo is written otherwise");
    let text = folder.path().join("plugin.toml");
    std::fs::write(&text, roomy).expect("written");
    let component = host::target().join("guests/wasm32-wasip2/guest/album.wasm");
    let mut pack = Command::new(host::program());
    pack.args(["plugin", "pack", "--component"]).arg(component).arg("--manifest").arg(text);
    let done = pack.arg("--out").arg(folder.path().join("album.wasm")).stdout(Stdio::null()).status();
    assert!(done.expect("the host runs").success(), "the album is packed");
    folder
}
