use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use tempfile::TempDir;

use super::{POLL, START_POLLS, program};

/// Between choosing a free port and nginx's bind, another program may take it.
const PORT_ATTEMPTS: u32 = 3;

/// A running nginx in a folder of its own; dropping it stops the server.
pub struct Nginx {
    /// Where it listens on 127.0.0.1.
    pub port: u16,
    /// Holds `nginx.conf` and `error.log`.
    pub folder: TempDir,
    server: Child,
}

/// Starts nginx with `http` as the contents of its `http { … }` block, or gives `None` (then the test is written down
/// as not run). Every `{port}` in the text becomes the port it shall listen on.
///
/// # Panics
/// When nginx is installed and does not start.
pub fn nginx(http: &str) -> Option<Nginx> {
    let path = program("VEILLEE_NGINX", "nginx")?;
    let mut complaint = String::new();
    for _ in 0..PORT_ATTEMPTS {
        match start(&path, http) {
            Ok(server) => return Some(server),
            Err(reason) => complaint = reason,
        }
    }
    panic!("nginx did not start: {complaint}");
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // One process without a master: killing it leaves nothing behind.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn start(path: &Path, http: &str) -> Result<Nginx, String> {
    let port = free_port().map_err(|error| error.to_string())?;
    let folder = TempDir::new().map_err(|error| error.to_string())?;
    let file = folder.path().join("nginx.conf");
    fs::write(&file, configuration(folder.path(), &http.replace("{port}", &port.to_string())))
        .map_err(|error| error.to_string())?;
    let log = folder.path().join("error.log");
    let complaints = File::create(folder.path().join("start.log")).map_err(|error| error.to_string())?;
    let server = Command::new(path)
        .arg("-p")
        .arg(folder.path())
        .arg("-c")
        .arg(&file)
        .arg("-e")
        .arg(&log)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(complaints)
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut nginx = Nginx { port, folder, server };
    for _ in 0..START_POLLS {
        if let Ok(Some(status)) = nginx.server.try_wait() {
            let complaint = fs::read_to_string(nginx.folder.path().join("start.log")).unwrap_or_default();
            return Err(format!("it ended ({status}): {complaint}"));
        }
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(nginx);
        }
        thread::sleep(POLL);
    }
    Err("it does not listen".to_owned())
}

fn configuration(folder: &Path, http: &str) -> String {
    let folder = folder.display();
    format!(
        "daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n\
         events {{ worker_connections 512; }}\n\
         http {{\naccess_log off;\n\
         client_body_temp_path {folder}/body;\nproxy_temp_path {folder}/proxy;\nfastcgi_temp_path {folder}/fastcgi;\n\
         uwsgi_temp_path {folder}/uwsgi;\nscgi_temp_path {folder}/scgi;\n{http}\n}}\n"
    )
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
