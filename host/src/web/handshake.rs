use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::counted::Counted;
use crate::limits;

/// TLS for the connections of one listener: bounded in time, and in number at a time.
#[derive(Clone)]
pub struct Handshakes {
    acceptor: TlsAcceptor,
    places: Arc<Semaphore>,
}

impl Handshakes {
    pub fn new(acceptor: TlsAcceptor) -> Self {
        Self { acceptor, places: Arc::new(Semaphore::new(limits::HANDSHAKES_MAX)) }
    }

    /// None when the other side is too slow, speaks no TLS, or asks for a name that has no certificate: it is cut.
    pub async fn shake(&self, stream: Counted) -> Option<TlsStream<Counted>> {
        let shaken = timeout(Duration::from_millis(limits::HANDSHAKE_MS), async {
            let _place = self.places.acquire().await.ok()?;
            self.acceptor.accept(stream).await.inspect_err(|error| tracing::debug!(%error, "a handshake failed")).ok()
        });
        shaken.await.ok().flatten()
    }
}
