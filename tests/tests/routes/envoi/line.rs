//! A large file over a bad line: cut again and again, the host started anew in between, and hardly a byte sent twice.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use data_encoding::BASE64;
use hyper::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use veillee_tests::world::{Browser, World};

use super::{listed, transfer};

const SIZE_BYTES: usize = 24_000_000;
const PIECE_BYTES: usize = 4 * 1024 * 1024;
/// Of what goes towards the host, before the line is cut: about every second piece does not get through.
const LIFE_BYTES: u64 = 5_500_000;

/// A line that ends each connection after so many bytes towards the host.
struct BadLine {
    address: SocketAddr,
    sent_bytes: Arc<AtomicU64>,
}

impl BadLine {
    async fn to(host: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let (address, sent_bytes) = (listener.local_addr().expect("an address"), Arc::new(AtomicU64::new(0)));
        let counted = sent_bytes.clone();
        tokio::spawn(async move {
            // One life for the connections after each other, so that cuts fall anywhere in a piece.
            let mut left_bytes = LIFE_BYTES;
            while let Ok((client, _)) = listener.accept().await {
                left_bytes = carry(client, host, left_bytes, &counted).await;
            }
        });
        Self { address, sent_bytes }
    }
}

/// Carries one request and its answer; what is left of the line's life afterwards.
async fn carry(mut client: TcpStream, host: SocketAddr, mut left_bytes: u64, counted: &AtomicU64) -> u64 {
    let Ok(mut server) = TcpStream::connect(host).await else { return left_bytes };
    let (mut up, mut down) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let Ok(read @ 1..) = read else { return left_bytes };
                counted.fetch_add(read as u64, Ordering::SeqCst);
                if server.write_all(&up[..read]).await.is_err() {
                    return left_bytes;
                }
                left_bytes = left_bytes.saturating_sub(read as u64);
                if left_bytes == 0 {
                    return LIFE_BYTES;
                }
            }
            read = server.read(&mut down) => {
                let Ok(read @ 1..) = read else { return left_bytes };
                if client.write_all(&down[..read]).await.is_err() {
                    return left_bytes;
                }
            }
        }
    }
}

/// Sends one piece over the line; whether it was acknowledged.
async fn send(browser: &Browser, line: &BadLine, upload: &str, at: usize, piece: &[u8]) -> bool {
    let (offset, length) = (at.to_string(), piece.len().to_string());
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/offset+octet-stream"),
        ("upload-offset", offset.as_str()),
        ("content-length", length.as_str()),
    ];
    let request = [browser.head("PATCH", upload, &headers).as_bytes(), piece].concat();
    let Ok(mut stream) = TcpStream::connect(line.address).await else { return false };
    let mut answer = Vec::new();
    let heard = stream.write_all(&request).await.is_ok() && stream.read_to_end(&mut answer).await.is_ok();
    heard && answer.starts_with(b"HTTP/1.1 204")
}

async fn offset(browser: &Browser, upload: &str) -> usize {
    let headers = [("tus-resumable", "1.0.0"), ("sec-fetch-site", "same-origin")];
    let answer = browser.send(Method::HEAD, upload, &headers, bytes::Bytes::new()).await.expect(200);
    answer.header("upload-offset").parse().expect("an offset")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_over_a_line_that_is_cut_again_and_again_and_hardly_a_byte_goes_twice() {
    let mut world = World::new().await;
    let mut anne = world.member("Anne").await;
    let path = transfer(&anne, "Film").await;
    let film: Vec<u8> = super::large(3).into_iter().cycle().take(SIZE_BYTES).collect();
    let token = anne.get(&path).await.expect(200).hidden("veillee-upload", 0);
    let pairs = [("target", token.as_str()), ("then", "form"), ("filename", "film.mkv")];
    let metadata: Vec<String> =
        pairs.iter().map(|(key, value)| format!("{key} {}", BASE64.encode(value.as_bytes()))).collect();
    let (metadata, length) = (metadata.join(","), SIZE_BYTES.to_string());
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("sec-fetch-site", "same-origin"),
        ("upload-length", length.as_str()),
        ("upload-metadata", metadata.as_str()),
    ];
    let upload = anne.send(Method::POST, "/-/uploads", &headers, bytes::Bytes::new()).await.expect(201).location();

    let (mut at, mut cuts, mut sent_bytes, mut started_anew) = (0, 0_u64, 0, false);
    let mut line = BadLine::to(world.address).await;
    while at < SIZE_BYTES {
        let piece = &film[at..(at + PIECE_BYTES).min(SIZE_BYTES)];
        if !send(&anne, &line, &upload, at, piece).await {
            cuts += 1;
        }
        at = offset(&anne, &upload).await;
        if !started_anew && at > SIZE_BYTES / 2 {
            sent_bytes += line.sent_bytes.load(Ordering::SeqCst);
            world = world.restart().await;
            anne = anne.moved_to(world.address);
            line = BadLine::to(world.address).await;
            (at, started_anew) = (offset(&anne, &upload).await, true);
        }
        assert!(cuts < 100, "it gets nowhere: {at} of {SIZE_BYTES}");
    }
    sent_bytes += line.sent_bytes.load(Ordering::SeqCst);
    assert!(cuts >= 3 && started_anew, "{cuts} cuts");
    let most = SIZE_BYTES as u64 * 105 / 100 + (cuts + 1) * PIECE_BYTES as u64;
    assert!(sent_bytes <= most, "{sent_bytes} bytes sent with {cuts} cuts, at most {most}");

    let named = format!("files={}", upload.rsplit('/').next().expect("an id"));
    anne.post(&path, &[("veillee-uploaded", &named)]).await.expect(303);
    let arrived = listed(&anne, &path).await.remove(0);
    assert!(anne.get(&arrived).await.expect(200).body == film, "it came out whole");
}
