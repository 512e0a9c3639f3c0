use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{COOKIE, HOST};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Answer, Browser};

/// One kept-alive connection (RFC 9112, 9.3). It keeps no cookie: each request says which it brings.
pub struct Connection {
    browser: Browser,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Connection {
    /// To where this browser goes.
    pub fn of(browser: &Browser) -> Self {
        Self { browser: browser.fresh(), sender: None }
    }

    /// Sends a request without body. A connection that the host closed meanwhile is opened anew.
    pub async fn ask(&mut self, method: Method, path: &str, cookies: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask_unless_cut(method, path, cookies, headers).await.expect("a whole answer")
    }

    /// The same where the host may break off on the way.
    ///
    /// # Errors
    ///
    /// When no whole answer came.
    pub async fn ask_unless_cut(
        &mut self,
        method: Method,
        path: &str,
        cookies: &str,
        headers: &[(&str, &str)],
    ) -> Result<Answer, hyper::Error> {
        let mut request = Request::builder().method(method).uri(path).header(HOST, &self.browser.host);
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::new())).expect("a request");
        let response = self.sender().await.send_request(request).await?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }

    async fn sender(&mut self) -> &mut SendRequest<Full<Bytes>> {
        let usable = match &mut self.sender {
            Some(sender) => sender.ready().await.is_ok(),
            None => false,
        };
        if !usable {
            let stream = TcpStream::connect(self.browser.address()).await.expect("the host listens");
            stream.set_nodelay(true).expect("a TCP connection");
            let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("HTTP/1.1");
            tokio::spawn(connection);
            self.sender = Some(sender);
        }
        self.sender.as_mut().expect("opened above")
    }
}

impl Browser {
    /// The head of a request in this browser's name, to be sent byte by byte.
    pub fn head(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> String {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.host);
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            head += ["cookie: ", &cookies, "\r\n"].concat().as_str();
        }
        for (name, value) in headers {
            head += [name, ": ", value, "\r\n"].concat().as_str();
        }
        head + "\r\n"
    }

    /// Sends exactly these bytes and hears the answer to its end. Empty when the host cut the line without a word.
    pub async fn send_raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.address()).await.expect("the host listens");
        // The host may answer and close before all was sent.
        let _ = stream.write_all(bytes).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }
}
