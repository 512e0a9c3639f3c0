//! A file much larger than what the host may hold of it.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use veillee_tests::world::{BOUNDARY, World};

const PIECE_BYTES: usize = 1024 * 1024;
const PIECES: usize = 100;
/// What host and test together may take more than before, whatever the size of the file.
const MEMORY_MIB: u64 = 64;

/// A piece that tells its place: no two are alike.
fn piece(number: usize) -> Vec<u8> {
    let mut piece = Vec::with_capacity(PIECE_BYTES);
    let mut state = u64::try_from(number).expect("a small number") | 1;
    while piece.len() < PIECE_BYTES {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        piece.extend_from_slice(&state.to_be_bytes());
    }
    if number == 0 {
        piece[..4].copy_from_slice(b"\xFF\xD8\xFF\xFE");
    }
    piece
}

fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a line");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("a number") / 1024
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_comes_back_as_it_went_in_and_is_never_held_whole() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Film").await;
    let token = anne.get(&album).await.expect(200).hidden("veillee-upload", 0);
    let start = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"veillee-upload\"\r\n\r\n{token}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"photos\"; filename=\"film.jpg\"\r\n\r\n"
    );
    let end = format!("\r\n--{BOUNDARY}--\r\n");
    let size_bytes = PIECE_BYTES * PIECES;
    let length = (start.len() + size_bytes + end.len()).to_string();
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let (before, mut most) = (resident_mib(), 0);

    let mut stream = TcpStream::connect(anne.address()).await.expect("the host listens");
    let head = anne.head("POST", &album, &[("content-type", &kind), ("content-length", &length)]);
    stream.write_all(format!("{head}{start}").as_bytes()).await.expect("sent");
    for number in 0..PIECES {
        stream.write_all(&piece(number)).await.expect("sent");
        most = most.max(resident_mib());
    }
    stream.write_all(end.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");

    let page = anne.get(&album).await.expect(200);
    let shown = page.attributes("src").into_iter().find(|path| path.starts_with("/-/blob/")).expect("a photo");
    let path = shown.replace("/thumbnail", "/original");
    let mut stream = BufReader::new(TcpStream::connect(anne.address()).await.expect("the host listens"));
    stream.write_all(anne.head("GET", &path, &[]).as_bytes()).await.expect("sent");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("a head"));
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    assert!(head.contains(&format!("content-length: {size_bytes}\r\n")), "{head}");
    let mut got = vec![0; PIECE_BYTES];
    for number in 0..PIECES {
        stream.read_exact(&mut got).await.expect("the whole file");
        assert!(got == piece(number), "piece {number} came back as another");
        most = most.max(resident_mib());
    }
    assert_eq!(stream.read(&mut got).await.expect("an end"), 0, "nothing follows the file");
    println!("large file: {PIECES} MiB up and down, memory {before} MiB before, {most} MiB at most");
    if std::env::args().any(|argument| argument == "--test-threads=1") {
        assert!(most < before + MEMORY_MIB, "{before} MiB before, {most} MiB at most");
    }
}
