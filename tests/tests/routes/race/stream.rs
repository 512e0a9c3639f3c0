//! Bytes that are on their way when access ends.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use veillee_tests::world::{Backend, Browser, World, jpeg};

const PHOTO_BYTES: usize = 40 * 1024 * 1024;
/// What the slow reader takes before the link is taken back.
const TASTED_BYTES: usize = 1024 * 1024;

/// Asks for a photo with little room for what is on its way, so that the host cannot run ahead of the reader.
pub(crate) async fn slow_download(browser: &Browser, path: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(64 * 1024).expect("a small buffer");
    let mut stream = socket.connect(browser.address()).await.expect("the host listens");
    stream.write_all(browser.head("GET", path, &[]).as_bytes()).await.expect("sent");
    stream
}

/// Reads until at least `bytes` came, or the end.
pub(crate) async fn read(stream: &mut TcpStream, kept: &mut Vec<u8>, bytes: usize) {
    while kept.len() < bytes {
        match stream.read_buf(kept).await {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
    }
}

pub(crate) fn body(answer: &[u8]) -> &[u8] {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head");
    &answer[head + 4..]
}

async fn a_take_back_stops_a_download_under_way(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Film").await;
    let photo = jpeg(7, PHOTO_BYTES);
    let paths = anne.add_photos(&album, &[("long.jpg", &photo)]).await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let visitor = world.browser();
    visitor.visit(&link).await.expect(200);

    let (mut theirs, mut own) = (slow_download(&visitor, &paths[0]).await, slow_download(&anne, &paths[0]).await);
    let (mut got, mut owned) = (Vec::new(), Vec::new());
    read(&mut theirs, &mut got, TASTED_BYTES).await;
    read(&mut own, &mut owned, TASTED_BYTES).await;
    assert!(got.starts_with(b"HTTP/1.1 200") && owned.starts_with(b"HTTP/1.1 200"));

    anne.take_back(&album, 0).await;
    let before = got.len();
    read(&mut theirs, &mut got, usize::MAX).await;
    read(&mut own, &mut owned, usize::MAX).await;
    println!(
        "stream {backend:?}: {} of {} bytes came, {} of them after the acknowledgement from buffers on the way",
        body(&got).len(),
        photo.len(),
        got.len() - before
    );
    assert!(body(&got).len() < photo.len(), "the whole photo came");
    assert!(photo.starts_with(body(&got)), "what came is the photo's beginning");
    assert!(body(&owned) == photo.as_slice(), "the owner's download came whole: {} bytes", body(&owned).len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_back_stops_a_download_under_way_on_sqlite() {
    a_take_back_stops_a_download_under_way(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_back_stops_a_download_under_way_on_postgresql() {
    a_take_back_stops_a_download_under_way(Backend::Postgres).await;
}
