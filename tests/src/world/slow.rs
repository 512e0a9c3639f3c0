use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use super::Browser;

/// Asks for bytes with little room for what is on its way, so that the host cannot run ahead of the reader.
pub async fn slow_download(browser: &Browser, path: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(64 * 1024).expect("a small buffer");
    let mut stream = socket.connect(browser.address()).await.expect("the host listens");
    stream.write_all(browser.head("GET", path, &[]).as_bytes()).await.expect("sent");
    stream
}

/// Reads until at least `bytes` came, or the end.
pub async fn read_more(stream: &mut TcpStream, kept: &mut Vec<u8>, bytes: usize) {
    while kept.len() < bytes {
        match stream.read_buf(kept).await {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
    }
}

/// What follows the head of an answer.
pub fn body_of(answer: &[u8]) -> &[u8] {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head");
    &answer[head + 4..]
}
