use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{Error, ServerConfig};

use super::Certificates;

/// Shows each connection the certificate of the name it asks for; HTTP/2 or HTTP/1.1 by ALPN (RFC 7301). Certificates that
/// come or change later count from the next handshake on.
pub fn acceptor(certificates: Arc<Certificates>) -> Result<TlsAcceptor, Error> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(certificates);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config).into())
}
