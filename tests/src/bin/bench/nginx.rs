//! nginx as people run it: a master and two workers.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

pub(crate) struct Nginx {
    pub(crate) port: u16,
    folder: TempDir,
    master: Child,
}

/// A file to serve: the bytes of the photo.
pub(crate) const FILE: &str = "photo.jpg";

impl Nginx {
    /// `servers` is put into the `http` block; `{port}` and `{files}` in it are the port and the folder of `FILE`.
    pub(crate) fn start(servers: &str, photo: &[u8]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let files = folder.path().join("files");
        fs::create_dir(&files).expect("a folder");
        fs::write(files.join(FILE), photo).expect("the photo is written");
        readable(folder.path());
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
        let servers = servers.replace("{port}", &port.to_string()).replace("{files}", &files.display().to_string());
        fs::write(folder.path().join("nginx.conf"), configuration(folder.path(), &servers)).expect("written");
        let master = command(folder.path()).spawn().expect("nginx is installed");
        let nginx = Self { port, folder, master };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return nginx;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!(
            "nginx does not listen: {}",
            fs::read_to_string(nginx.folder.path().join("error.log")).unwrap_or_default()
        );
    }

    /// The master and its workers.
    pub(crate) fn pids(&self) -> Vec<u32> {
        let master = self.master.id();
        let children = fs::read_to_string(format!("/proc/{master}/task/{master}/children")).unwrap_or_default();
        children.split_whitespace().filter_map(|pid| pid.parse().ok()).chain([master]).collect()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Only the master knows its workers: asked to stop, it ends them.
        command(self.folder.path()).args(["-s", "stop"]).status().ok();
        self.master.wait().ok();
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("nginx");
    command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf")).arg("-e").arg(folder.join("error.log"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Started by root, workers run as somebody else.
fn readable(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("permissions");
}

fn configuration(folder: &Path, servers: &str) -> String {
    let folder = folder.display();
    format!(
        "daemon off;\nworker_processes 2;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n\
         events {{ worker_connections 1024; }}\nhttp {{\naccess_log off;\nsendfile on;\ntcp_nopush on;\n\
         keepalive_timeout 65;\nkeepalive_requests 100000000;\ntypes {{ image/jpeg jpg; }}\n\
         client_body_temp_path {folder}/body;\nproxy_temp_path {folder}/proxy;\nfastcgi_temp_path {folder}/fastcgi;\n\
         uwsgi_temp_path {folder}/uwsgi;\nscgi_temp_path {folder}/scgi;\n{servers}\n}}\n"
    )
}
