//! Connections: accepted, bounded, and drained when the host stops.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::HOST;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::counted::Counted;
use super::handshake::Handshakes;
use super::wire::{Wire, is_trusted};
use crate::limits;

/// How connections come in.
#[derive(Default)]
pub struct Door {
    /// Whoever connects must speak TLS; without it, plain HTTP is spoken.
    pub tls: Option<TlsAcceptor>,
    /// Proxies on other machines whose word counts on how their clients reached them.
    pub proxies: Vec<IpAddr>,
}

/// Serves plain HTTP until `stop` resolves, then lets running requests finish, for a while.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    serve_at(Door::default(), listener, router, stop).await;
}

/// The same for connections that come in otherwise.
pub async fn serve_at(door: Door, listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let handshakes = door.tls.map(Handshakes::new);
    serve_as(Kind { counted: Counted::new, handshakes, proxies: door.proxies }, listener, router, stop).await;
}

/// The same for the operator's listener, which counts nowhere.
pub async fn serve_operator(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let kind = Kind { counted: Counted::uncounted, handshakes: None, proxies: Vec::new() };
    serve_as(kind, listener, router, stop).await;
}

struct Kind {
    counted: fn(TcpStream) -> Counted,
    handshakes: Option<Handshakes>,
    proxies: Vec<IpAddr>,
}

async fn serve_as(kind: Kind, listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    let (ending, _) = watch::channel(());
    let builder = builder();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        let wire = Wire {
            encrypted: kind.handshakes.is_some(),
            from_proxy: is_trusted(peer, &kind.proxies),
            peer: Some(peer),
        };
        let connection =
            Connection { builder: builder.clone(), router: router.clone(), wire, watcher: graceful.watcher() };
        let (stream, handshakes) = ((kind.counted)(stream), kind.handshakes.clone());
        let mut ended = ending.subscribe();
        tokio::spawn(async move {
            let opened = tokio::select! {
                opened = open(stream, handshakes) => opened,
                // Who has not asked for anything is not waited for. The error is the end of the sender.
                _ = ended.changed() => None,
            };
            match opened {
                Some(Opened::Plain(stream)) => connection.serve(stream).await,
                Some(Opened::Tls(stream)) => {
                    connection.speak(stream.get_ref().1.alpn_protocol()).serve(*stream).await;
                }
                None => {}
            }
            drop(place);
        });
    }
    drop((listener, ending));
    let patience = Duration::from_millis(limits::STOP_MS);
    if timeout(patience, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests still running were cut");
    }
}

/// A connection over which somebody has begun to speak.
enum Opened {
    Plain(Counted),
    Tls(Box<TlsStream<Counted>>),
}

/// None for who says nothing for as long as a head may take, or fails at TLS: such a connection holds a place for nobody.
async fn open(stream: Counted, handshakes: Option<Handshakes>) -> Option<Opened> {
    let Some(handshakes) = handshakes else {
        let patience = Duration::from_millis(limits::HEADER_READ_MS);
        timeout(patience, stream.first_byte()).await.ok()?.ok()?;
        return Some(Opened::Plain(stream));
    };
    handshakes.shake(stream).await.map(|stream| Opened::Tls(Box::new(stream)))
}

struct Connection {
    builder: Builder<TokioExecutor>,
    router: Router,
    wire: Wire,
    watcher: Watcher,
}

impl Connection {
    /// Speaks the version that was agreed on by ALPN, so that the time for a head runs from the first moment.
    fn speak(self, protocol: Option<&[u8]>) -> Self {
        let is_http2 = protocol == Some(b"h2");
        let builder = if is_http2 { self.builder.http2_only() } else { self.builder.http1_only() };
        Self { builder, ..self }
    }

    async fn serve(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let service = Wired { inner: TowerToHyperService::new(self.router), wire: self.wire };
        let connection = self.builder.serve_connection(TokioIo::new(stream), service).into_owned();
        if let Err(error) = self.watcher.watch(connection).await {
            tracing::debug!(error, "a connection ended early");
        }
    }
}

/// Lets each request know its connection.
#[derive(Clone)]
struct Wired {
    inner: TowerToHyperService<Router>,
    wire: Wire,
}

type Inner = TowerToHyperService<Router>;

impl Service<Request<Incoming>> for Wired {
    type Response = <Inner as Service<Request<Incoming>>>::Response;
    type Error = <Inner as Service<Request<Incoming>>>::Error;
    type Future = <Inner as Service<Request<Incoming>>>::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.wire);
        name_host(&mut request);
        self.inner.call(request)
    }
}

/// HTTP/2 names the host in the address only, and where an address names one, it counts (RFC 9113, 8.3.1; RFC 9112, 3.2.2):
/// so that whoever asks for `Host` hears the same in every version.
fn name_host(request: &mut Request<Incoming>) {
    let Some(authority) = request.uri().authority() else { return };
    let named = authority.as_str().rsplit('@').next().unwrap_or_default();
    if let Ok(named) = HeaderValue::from_str(named) {
        request.headers_mut().insert(HOST, named);
    }
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_millis(limits::HEADER_READ_MS))
        .half_close(false);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(30)).max_concurrent_streams(64);
    builder
}

type Accepted = (TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<Accepted> {
    let place = places.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // A small answer must not wait for the next one.
            stream.set_nodelay(true).ok()?;
            Some((stream, peer.ip(), place))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}
