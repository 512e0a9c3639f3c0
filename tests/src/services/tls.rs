use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion, version};

use crate::world::Answer;

/// An authority of the tests, that vouches for any name.
pub struct TestAuthority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

/// A chain and its key, in PEM.
pub struct TestCertificate {
    pub chain: String,
    pub key: String,
}

impl TestAuthority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self { issuer: CertifiedIssuer::self_signed(params, key).expect("a certificate") }
    }

    /// A new certificate and key for names and addresses, good from 2026 to the first day of `until_year`.
    pub fn issue(&self, names: &[&str], until_year: i32) -> TestCertificate {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).expect("names");
        params.not_before = date_time_ymd(2026, 1, 1);
        params.not_after = date_time_ymd(until_year, 1, 1);
        let key = KeyPair::generate().expect("a key");
        let chain = params.signed_by(&key, &self.issuer).expect("a certificate").pem();
        TestCertificate { chain, key: key.serialize_pem() }
    }

    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// A client that believes this authority.
    pub fn client(&self) -> TlsClient {
        TlsClient::believing(&self.pem())
    }
}

impl Default for TestAuthority {
    fn default() -> Self {
        Self::new()
    }
}

impl TestCertificate {
    /// Writes both into a folder and gives the two files.
    pub fn write(&self, folder: &Path) -> (PathBuf, PathBuf) {
        let files = (folder.join("chain.pem"), folder.join("key.pem"));
        std::fs::write(&files.0, &self.chain).expect("room");
        std::fs::write(&files.1, &self.key).expect("room");
        files
    }
}

/// A browser's side of TLS, by rustls.
#[derive(Clone)]
pub struct TlsClient {
    roots: RootCertStore,
    /// What it offers by ALPN.
    pub protocols: Vec<&'static str>,
    pub versions: Vec<&'static SupportedProtocolVersion>,
    pub tells_name: bool,
}

impl TlsClient {
    pub fn believing(root: &str) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(root.as_bytes()).expect("PEM")).expect("a root");
        let versions = vec![&version::TLS13, &version::TLS12];
        Self { roots, protocols: vec!["http/1.1"], versions, tells_name: true }
    }

    /// A connection to a host of this name, which is at the address. An error says why no trust came about.
    pub async fn connect(&self, address: SocketAddr, name: &str) -> std::io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(address).await.expect("the host listens");
        self.connect_over(stream, name).await
    }

    pub async fn connect_over(&self, stream: TcpStream, name: &str) -> std::io::Result<TlsStream<TcpStream>> {
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&self.versions)
            .expect("versions")
            .with_root_certificates(self.roots.clone())
            .with_no_client_auth();
        config.alpn_protocols = self.protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        config.enable_sni = self.tells_name;
        let name = ServerName::try_from(name.to_owned()).expect("a name");
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }

    /// `GET` by HTTP/1.1 over a connection of its own.
    pub async fn get(&self, address: SocketAddr, name: &str, path: &str) -> std::io::Result<Answer> {
        Ok(ask(self.connect(address, name).await?, name, path).await)
    }
}

async fn ask(stream: TlsStream<TcpStream>, name: &str, path: &str) -> Answer {
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.expect("HTTP/1.1");
    let task = tokio::spawn(connection);
    let request = Request::get(path).header("host", name).body(Full::new(Bytes::new())).expect("a request");
    let (parts, body) = sender.send_request(request).await.expect("an answer").into_parts();
    let body = body.collect().await.expect("the whole body").to_bytes();
    task.abort();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// The certificate that the other side showed, in DER.
pub fn shown(stream: &TlsStream<TcpStream>) -> Vec<u8> {
    let (_, connection) = stream.get_ref();
    connection.peer_certificates().and_then(|chain| chain.first()).expect("a certificate").to_vec()
}
