//! The real program, killed while it makes pictures.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use veillee_tests::world::{Browser, PASSWORD, camera_jpeg, images, program};

use super::{appears, rendition};

struct Running {
    child: Child,
    address: SocketAddr,
    output: Lines<BufReader<ChildStdout>>,
}

impl Running {
    async fn start(data: &Path, plugins: &Path) -> Self {
        let mut command = Command::new(program());
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).arg("--plugins").arg(plugins);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut child = command.spawn().expect("the host is built");
        let mut output = BufReader::new(child.stdout.take().expect("its output")).lines();
        let port = after(&mut output, "listens on http://localhost:").await;
        let port: u16 = port.trim_end_matches('/').parse().expect("a port");
        Self { child, address: ([127, 0, 0, 1], port).into(), output }
    }

    async fn kill(mut self) {
        self.child.kill().await.expect("SIGKILL");
    }

    fn browser(&self) -> Browser {
        Browser::new(self.address, "127.0.0.1")
    }
}

async fn after(lines: &mut Lines<BufReader<ChildStdout>>, mark: &str) -> String {
    loop {
        let line = lines.next_line().await.expect("readable").expect("the host did not start");
        if let Some((_, rest)) = line.split_once(mark) {
            return rest.trim().to_owned();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_after_the_host_was_killed_while_it_made_them() {
    let folder = TempDir::new().expect("a folder");
    let (data, plugins) = (folder.path().join("data"), folder.path().join("plugins"));
    std::fs::create_dir(&plugins).expect("a folder");
    std::fs::write(plugins.join("album.wasm"), veillee_tests::world::album()).expect("a package");
    std::fs::write(plugins.join("images.wasm"), images()).expect("a package");
    let mut host = Running::start(&data, &plugins).await;
    let welcome = format!("/-/welcome/{}", after(&mut host.output, "/-/welcome/").await);
    let anne = host.browser();
    let token = anne.get(&welcome).await.expect(200).token_of(&welcome);
    let fields = [("token", token.as_str()), ("name", "Anne"), ("address", "anne@example.org"), ("password", PASSWORD)];
    anne.post(&welcome, &fields).await.expect(303);
    let album = anne.album("Vacances").await;
    let photo = camera_jpeg(3_900, 2_600, 6);
    let files: Vec<(String, &[u8])> = (0..6).map(|number| (format!("{number}.jpg"), photo.as_slice())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let photos = anne.add_photos(&album, &files).await;
    for wait_ms in [0, 150, 700] {
        tokio::time::sleep(Duration::from_millis(wait_ms)).await;
        host.kill().await;
        host = Running::start(&data, &plugins).await;
    }
    let anne = host.browser();
    anne.sign_in("anne@example.org").await;
    for photo in &photos {
        for (name, size) in [("thumbnail", (341, 512)), ("preview", (1_333, 2_000))] {
            let made = appears(&anne, &rendition(photo, name)).await;
            let facts = images::probe(&made.body).expect("a JPEG");
            assert_eq!((facts.width, facts.height), size);
        }
        assert!(anne.get(photo).await.expect(200).body == files[0].1);
        anne.get(&format!("{photo}?clean=1")).await.expect(200);
    }
    host.kill().await;
}
