//! A host inside of this program, on a folder of its own, whose parts a measurement may replace.

use std::net::SocketAddr;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::net::TcpListener;
use veillee::boot::{Config, Host};
use veillee::plugin::Compiler;
use veillee::storage::Association;
use veillee::storage::people::{AccountRole, NewAccount};
use veillee::web;
use veillee_ambient::{SystemClock, SystemRandom};
use veillee_tests::world::{Browser, PASSWORD};

use crate::host;

pub(crate) struct OwnHost {
    pub(crate) host: Host,
    pub(crate) address: SocketAddr,
    folder: TempDir,
}

impl OwnHost {
    /// With an association for each domain, and all plugins; on SQLite or the PostgreSQL database of an address.
    pub(crate) async fn start(database: Option<String>, domains: &[String]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let config = Config {
            data: folder.path().join("data"),
            master_key: folder.path().join("data.key"),
            database,
            plugins: Some(host::plugins()),
            shelf: folder.path().join("shelf"),
            compiler: Compiler { program: host::program() },
            password_places: 1,
            mail: None,
        };
        let host = Host::boot(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await.expect("the host boots");
        for domain in domains {
            host.create_association("Association", std::slice::from_ref(domain)).await.expect("an association");
        }
        host.enable_plugins().await.expect("the plugins are enabled");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(web::serve(listener, web::router(host.app.clone()), std::future::pending()));
        Self { host, address, folder }
    }

    /// Ends it; what it kept stays in the folder, as long as that is held.
    pub(crate) async fn close(self) -> TempDir {
        self.host.close().await;
        self.folder
    }

    /// Anne, who administers an association.
    pub(crate) async fn administrator(&self, association: &Association, domain: &str) -> Browser {
        let hash = self.host.app.passwords.hash(PASSWORD).await.expect("a hash");
        let mail = "anne@example.org";
        let new = NewAccount { address: mail, name: "Anne", password: &hash, role: AccountRole::Admin, locale: "fr" };
        association.create_account(new).await.expect("an account");
        let anne = Browser::new(self.address, domain);
        anne.sign_in(mail).await;
        anne
    }
}
