use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::json;
use tempfile::TempDir;

use super::{POLL, START_POLLS, TestAuthority, TlsClient, program};

/// A running Pebble, the authority that Let's Encrypt made for tests, with a name server for which every name is this
/// machine. Dropping it stops both.
pub struct Pebble {
    /// Address of its directory.
    pub directory: String,
    /// Vouches for the HTTPS that it speaks itself.
    pub root: PathBuf,
    own: TestAuthority,
    management: SocketAddr,
    _folder: TempDir,
    servers: [Child; 2],
}

/// Starts Pebble, which looks for proofs over plain HTTP on port `http_port` of this machine, or gives `None` (then the test
/// is written down as not run).
///
/// # Panics
/// When Pebble is installed and does not start.
pub fn pebble(http_port: u16) -> Option<Pebble> {
    let path = program("VEILLEE_PEBBLE", "pebble")?;
    let folder = TempDir::new().expect("a temporary folder");
    let own = TestAuthority::new();
    let (chain, key) = own.issue(&["localhost", "127.0.0.1"], 2100).write(folder.path());
    let root = folder.path().join("root.pem");
    std::fs::write(&root, own.pem()).expect("room");
    let [listen, management, names, control, unused] = [(); 5].map(|()| free_address());
    let config = folder.path().join("pebble.json");
    let settings = json!({ "pebble": {
        "listenAddress": listen.to_string(),
        "managementListenAddress": management.to_string(),
        "certificate": chain,
        "privateKey": key,
        "httpPort": http_port,
        "tlsPort": unused.port(),
        "ocspResponderURL": "",
        "externalAccountBindingRequired": false,
    } });
    std::fs::write(&config, settings.to_string()).expect("room");
    let mut name_server = Command::new(path.with_file_name("pebble-challtestsrv"));
    name_server.args([
        "-defaultIPv4",
        "127.0.0.1",
        "-defaultIPv6",
        "",
        "-http01",
        "",
        "-https01",
        "",
        "-tlsalpn01",
        "",
    ]);
    name_server.args(["-dns01", &names.to_string(), "-management", &control.to_string()]);
    let mut authority = Command::new(path);
    authority.arg("-config").arg(&config).args(["-strict", "-dnsserver", &names.to_string()]);
    // It waits and refuses at random otherwise, to test clients.
    authority.env("PEBBLE_VA_NOSLEEP", "1").env("PEBBLE_WFE_NONCEREJECT", "0");
    let servers = [name_server, authority].map(|mut command| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("Pebble runs")
    });
    let directory = format!("https://localhost:{}/dir", listen.port());
    let pebble = Pebble { directory, root, own, management, _folder: folder, servers };
    for address in [listen, management, control] {
        wait_for(address);
    }
    Some(pebble)
}

impl Pebble {
    /// A client that believes what this authority issues.
    pub async fn client(&self) -> TlsClient {
        let root = self.own.client().get(self.management, "localhost", "/roots/0").await.expect("Pebble answers");
        TlsClient::believing(&root.expect(200).text())
    }
}

impl Drop for Pebble {
    fn drop(&mut self) {
        for server in &mut self.servers {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

/// An address that nobody listens on at this moment.
pub fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port")
}

fn wait_for(address: SocketAddr) {
    for _ in 0..START_POLLS {
        if TcpStream::connect(address).is_ok() {
            return;
        }
        thread::sleep(POLL);
    }
    panic!("Pebble does not listen on {address}");
}
