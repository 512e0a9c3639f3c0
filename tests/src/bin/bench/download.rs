//! Downloads of one large file: sealed on our disk, in the clear on that of nginx.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::Client;
use crate::host::{self, HostProcess};
use crate::nginx::{FILE, Nginx};
use crate::peers;
use crate::report::{Report, Table};
use crate::samples::{median, now};
use crate::uploads::{self, FILE_BYTES};

const ROUNDS: usize = 3;

const SERVERS: &str = "server {\nlisten 127.0.0.1:{port};\n\
    location /open/ { alias {files}/; }\n\
    location /asks/ { auth_request /yes; alias {files}/; }\n\
    location = /yes { internal; return 204; }\n}\n";

pub(crate) async fn measure() -> Report {
    let plugins = peers::roomy_album();
    let host = HostProcess::start(plugins.path(), None).await;
    let anne = host.administrator().await;
    let album = anne.album("Film").await;
    let mut client = Client::connect(host.address, host::NAME, anne.cookie_header()).await;
    uploads::by_tus(&mut client, "/-/uploads", &uploads::into(&album)).await;
    let page = anne.get(&album).await.expect(200);
    let shown = page.attributes("src").into_iter().rfind(|path| path.starts_with("/-/blob/")).expect("a photo");
    let film = original(&shown);
    let nginx = Nginx::start(SERVERS, &uploads::film());
    let theirs = SocketAddr::from(([127, 0, 0, 1], nginx.port));
    let (open, asks) = (format!("/open/{FILE}"), format!("/asks/{FILE}"));
    let cookies = anne.cookie_header();
    let ways = [
        ("Veillée, sealed, signed in", host.address, film.as_str()),
        ("nginx, in the clear, auth_request to `return 204`", theirs, asks.as_str()),
        ("nginx, in the clear, open to all", theirs, open.as_str()),
    ];
    let mut seen = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for ((_, address, path), rates) in ways.iter().zip(&mut seen) {
            let started = now();
            let count = drain(*address, &cookies, path).await;
            assert!(count >= FILE_BYTES as u64, "{count} bytes of {path}");
            rates.push(uploads::mib_per_second(started.elapsed()));
        }
    }
    drop(nginx);
    host.stop().await;
    report(ways.map(|(name, ..)| name), &seen)
}

fn report(names: [&str; 3], seen: &[Vec<f64>; 3]) -> Report {
    let mut report = Report::new("Downloads");
    report.say(format!(
        "One file of 1 GiB over one new connection, {ROUNDS} rounds in turns, medians; all files fit into the memory of the \
         machine. Veillée opens each chunk with its key and checks it; nginx hands the file to the kernel (sendfile). Nothing \
         is kept in the clear by Veillée, so there is no figure for it."
    ));
    let mut table = Table::new(&["", "MiB/s", "each round"]);
    for (name, rates) in names.iter().zip(seen) {
        let each: Vec<String> = rates.iter().map(|rate| format!("{rate:.0}")).collect();
        table.row([(*name).to_owned(), format!("{:.0}", median(rates)), each.join(" ")]);
    }
    report.table(&table);
    for place in [1, 2] {
        report.say(format!("- MiB/s to {}: {:.2}", names[place], median(&seen[0]) / median(&seen[place])));
    }
    report
}

/// The address of what a thumbnail was made of.
pub(crate) fn original(thumbnail: &str) -> String {
    let (object, _) = thumbnail.rsplit_once('/').expect("a path");
    format!("{object}/original")
}

/// Reads an answer to its end and gives the number of its bytes, head included.
pub(crate) async fn drain(address: SocketAddr, cookies: &str, path: &str) -> u64 {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let name = host::NAME;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {name}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut piece = vec![0; 256 * 1024];
    let mut arrived = 0;
    loop {
        match stream.read(&mut piece).await.expect("bytes") {
            0 => return arrived,
            count => arrived += count as u64,
        }
    }
}
