//! HTTPS of the host's own, and plain HTTP beside it.

mod acme;
mod clear;
mod files;
mod handshakes;
mod program;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use veillee::tls::acme::Challenges;
use veillee::tls::{Certificate, Certificates, acceptor};
use veillee::web::{self, Door};
use veillee_tests::services::{TestAuthority, TestCertificate, TlsClient};
use veillee_tests::world::World;

/// A name of the world, which the first association answers under too.
const NAME: &str = "chorale.example.org";

fn parsed(certificate: &TestCertificate) -> Certificate {
    Certificate::from_pem(certificate.chain.as_bytes(), certificate.key.as_bytes()).expect("a certificate")
}

/// A world that listens for HTTPS too, with a certificate for [`NAME`].
struct Secure {
    world: World,
    authority: TestAuthority,
    certificates: Arc<Certificates>,
    https: SocketAddr,
    /// Plain HTTP that leads to HTTPS.
    plain: SocketAddr,
}

impl Secure {
    async fn new() -> Self {
        let world = World::new().await;
        world.host.add_domain(&world.alpha.id, NAME).await.expect("a free name");
        let (authority, certificates) = (TestAuthority::new(), Arc::new(Certificates::default()));
        certificates.replace_files(vec![parsed(&authority.issue(&[NAME], 2100))]);
        let (listener, plain_listener) = (bind().await, bind().await);
        let (https, plain) = (listener.local_addr().expect("bound"), plain_listener.local_addr().expect("bound"));
        let door = Door { tls: Some(acceptor(certificates.clone()).expect("TLS")), ..Door::default() };
        tokio::spawn(web::serve_at(door, listener, web::router(world.host.app.clone()), std::future::pending()));
        let router = web::plain_router(world.host.app.clone(), Challenges::default(), https.port());
        tokio::spawn(web::serve(plain_listener, router, std::future::pending()));
        Self { world, authority, certificates, https, plain }
    }

    fn client(&self) -> TlsClient {
        self.authority.client()
    }
}

async fn bind() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a free port")
}
