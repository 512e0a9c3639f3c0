//! One connection that stays open, for the time of single answers.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{COOKIE, HOST};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::samples::now;

pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    cookies: String,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr, host: &str, cookies: String) -> Self {
        let stream = TcpStream::connect(address).await.expect("the host listens");
        stream.set_nodelay(true).expect("a socket option");
        let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("HTTP/1.1");
        tokio::spawn(connection);
        Self { sender, host: host.to_owned(), cookies }
    }

    /// The status, and how long it took from the request to the last byte.
    pub(crate) async fn get(&mut self, path: &str) -> (StatusCode, Duration) {
        self.send(Request::get(path).header(COOKIE, &self.cookies), Bytes::new()).await
    }

    /// A plain form of this very site.
    pub(crate) async fn post(&mut self, path: &str, form: String) -> (StatusCode, Duration) {
        let request = Request::post(path)
            .header(COOKIE, &self.cookies)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, form.into()).await
    }

    /// Any other request; the status and the headers of its answer, which is read to its end.
    pub(crate) async fn ask<'h>(
        &mut self,
        method: Method,
        path: &str,
        headers: impl IntoIterator<Item = (&'h str, &'h str)>,
        body: Bytes,
    ) -> (StatusCode, HeaderMap) {
        let mut request = Request::builder().method(method).uri(path).header(HOST, &self.host);
        if !self.cookies.is_empty() {
            request = request.header(COOKIE, &self.cookies);
        }
        for (name, value) in headers {
            request = request.header(name, value);
        }
        self.sender.ready().await.expect("the connection stays open");
        let response = self.sender.send_request(request.body(Full::new(body)).expect("a request")).await;
        let (parts, body) = response.expect("an answer").into_parts();
        body.collect().await.expect("the whole body");
        (parts.status, parts.headers)
    }

    async fn send(&mut self, request: hyper::http::request::Builder, body: Bytes) -> (StatusCode, Duration) {
        let request = request.header(HOST, &self.host).body(Full::new(body)).expect("a request");
        self.sender.ready().await.expect("the connection stays open");
        let started = now();
        let response = self.sender.send_request(request).await.expect("an answer");
        let status = response.status();
        response.into_body().collect().await.expect("the whole body");
        (status, started.elapsed())
    }
}
