use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinSet;

use crate::boot::HostHandle;
use crate::tls::acme::{Authority, Challenges, Keeper, KeeperParts, LETS_ENCRYPT};
use crate::tls::{CertificateFiles, FilePair, acceptor};
use crate::web::{self, Door};

/// How browsers reach the host.
#[derive(Args)]
pub struct Tls {
    /// Certificate with its chain, in PEM: `--listen` then speaks HTTPS. May be given several times.
    #[arg(long = "tls-certificate", value_name = "FILE", requires = "keys")]
    certificates: Vec<PathBuf>,
    /// Private key of the certificate, in PEM; one for each, in the same order.
    #[arg(long = "tls-key", value_name = "FILE", requires = "certificates")]
    keys: Vec<PathBuf>,
    /// Order certificates for all names of associations from an authority, which writes to this mail address when something
    /// is wrong; `--listen` then speaks HTTPS. By giving it you agree to the authority's terms.
    #[arg(long, value_name = "MAIL ADDRESS", requires = "listen_plain")]
    acme: Option<String>,
    /// Directory of the authority [default: Let's Encrypt].
    #[arg(long, value_name = "ADDRESS", requires = "acme")]
    acme_directory: Option<String>,
    /// Certificate that vouches for an authority of your own, in PEM.
    #[arg(long, value_name = "FILE", requires = "acme")]
    acme_root: Option<PathBuf>,
    /// Address and port for plain HTTP beside HTTPS: leads to HTTPS, and answers the authority of `--acme`, which asks on
    /// port 80.
    #[arg(long, value_name = "ADDRESS")]
    listen_plain: Option<SocketAddr>,
    /// Port at which people reach HTTPS from elsewhere, when that is neither the port of `--listen` nor, behind a proxy, 443: it
    /// stands in the addresses of mails.
    #[arg(long, value_name = "PORT")]
    public_port: Option<u16>,
    /// Address of a proxy on another machine that may say how its clients came (X-Forwarded-Proto) and from where
    /// (X-Forwarded-For, the last address). May be given several times; proxies on this machine need not be named.
    #[arg(long, value_name = "ADDRESS")]
    trusted_proxy: Vec<IpAddr>,
}

/// What stands ready before the first connection.
pub struct Front {
    pub door: Door,
    files: CertificateFiles,
    hangup: Signal,
    keeper: Option<Keeper>,
    challenges: Challenges,
    plain: Option<TcpListener>,
}

impl Tls {
    /// Reads certificates and binds the second address. Each error is a sentence for the operator.
    pub async fn prepare(self, host: &HostHandle) -> Result<Front, String> {
        let is_on = !self.certificates.is_empty() || self.acme.is_some();
        if !is_on && self.listen_plain.is_some() {
            return Err("--listen-plain leads to HTTPS: give --tls-certificate and --tls-key, or --acme".to_owned());
        }
        let certificates = host.certificates.clone();
        let files = CertificateFiles::open(self.pairs()?, certificates.clone()).map_err(|error| error.to_string())?;
        let challenges = Challenges::default();
        let keeper = match self.authority()? {
            Some(authority) => {
                let (clock, random) = (host.clock().clone(), host.random().clone());
                let parts = KeeperParts { authority, certificates, challenges: challenges.clone(), clock, random };
                let opened = Keeper::open(&host.config.data, parts);
                Some(opened.map_err(|error| format!("the folder of certificates in the data folder: {error}"))?)
            }
            None => None,
        };
        let tls =
            if is_on { Some(acceptor(host.certificates.clone()).map_err(|error| error.to_string())?) } else { None };
        let plain = match self.listen_plain {
            Some(address) => Some(bind("--listen-plain", address).await?),
            None => None,
        };
        // Heard from before the host says that it listens: unheard, it ends the process.
        let hangup = signal(SignalKind::hangup()).map_err(|error| format!("SIGHUP cannot be heard: {error}"))?;
        Ok(Front { door: Door { tls, proxies: self.trusted_proxy }, files, hangup, keeper, challenges, plain })
    }

    pub fn public_port(&self) -> Option<u16> {
        self.public_port
    }

    fn pairs(&self) -> Result<Vec<FilePair>, String> {
        if self.certificates.len() != self.keys.len() {
            return Err("give one --tls-key for each --tls-certificate, in the same order".to_owned());
        }
        let both = self.certificates.iter().zip(&self.keys);
        Ok(both.map(|(certificate, key)| FilePair { certificate: certificate.clone(), key: key.clone() }).collect())
    }

    fn authority(&self) -> Result<Option<Authority>, String> {
        let Some(contact) = &self.acme else { return Ok(None) };
        let contact = contact.trim().trim_start_matches("mailto:");
        let is_address =
            contact.split_once('@').is_some_and(|(person, place)| !person.is_empty() && place.contains('.'));
        if !is_address || contact.contains(char::is_whitespace) {
            return Err("--acme takes a mail address, such as anne@example.org".to_owned());
        }
        let directory = self.acme_directory.clone().unwrap_or_else(|| LETS_ENCRYPT.to_owned());
        if !directory.starts_with("https://") {
            return Err("--acme-directory takes an address that begins with https://".to_owned());
        }
        Ok(Some(Authority { contact: contact.to_owned(), directory, root: self.acme_root.clone() }))
    }
}

impl Front {
    pub fn is_https(&self) -> bool {
        self.door.tls.is_some()
    }

    /// Starts what runs beside the host's own listener, which is on `port`; it ends when what is given back is dropped.
    pub fn tend(self, host: &HostHandle, port: u16) -> (Door, JoinSet<()>) {
        let mut tasks = JoinSet::new();
        tasks.spawn(self.files.follow(self.hangup));
        if let Some(plain) = self.plain {
            let router = web::plain_router(host.app.clone(), self.challenges, port);
            tasks.spawn(web::serve(plain, router, std::future::pending()));
        }
        if let Some(keeper) = self.keeper {
            let app = host.app.clone();
            tasks.spawn(keeper.keep(move || app.names()));
        }
        (self.door, tasks)
    }
}

/// Binds the address of an option.
pub async fn bind(option: &str, address: SocketAddr) -> Result<TcpListener, String> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| format!("cannot listen on {address}: {error}; choose another place with {option}"))
}
