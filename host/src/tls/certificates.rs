use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

use super::Certificate;

/// The certificates of a host, and what went wrong with those it should have.
#[derive(Default)]
pub struct Certificates {
    held: RwLock<Held>,
}

#[derive(Default)]
struct Held {
    files: Vec<Arc<Certificate>>,
    /// By the one name each was ordered for.
    ordered: BTreeMap<String, Arc<Certificate>>,
    /// Names whose certificate could not be ordered or renewed, with the reason.
    failures: BTreeMap<String, String>,
}

impl Certificates {
    /// Puts these in place of all that came from files before.
    pub fn replace_files(&self, files: Vec<Certificate>) {
        self.write().files = files.into_iter().map(Arc::new).collect();
    }

    /// Puts in what was ordered for a name.
    pub fn put_ordered(&self, name: &str, certificate: Certificate) {
        let mut held = self.write();
        held.failures.remove(name);
        held.ordered.insert(name.to_owned(), Arc::new(certificate));
    }

    /// Remembers why a name has no certificate, or no newer one, for the operator.
    pub fn note_failure(&self, name: &str, reason: String) {
        self.write().failures.insert(name.to_owned(), reason);
    }

    /// Whether one from a file is for this name: then none is ordered.
    pub fn has_file_for(&self, name: &str) -> bool {
        self.read().files.iter().any(|certificate| certificate.covers(name))
    }

    /// Those from files, then those that were ordered, by name.
    pub fn all(&self) -> Vec<Arc<Certificate>> {
        let held = self.read();
        held.files.iter().chain(held.ordered.values()).cloned().collect()
    }

    pub fn failures(&self) -> Vec<(String, String)> {
        self.read().failures.clone().into_iter().collect()
    }

    /// The one for a name (RFC 6066, 3), never one of others. Whoever connects to a bare address sends no name: they are
    /// shown one that names an address, if there is one.
    pub fn find(&self, name: Option<&str>) -> Option<Arc<Certificate>> {
        let held = self.read();
        let Some(name) = name.map(str::to_lowercase) else {
            return held.files.iter().find(|certificate| certificate.names_an_address()).cloned();
        };
        let file = held.files.iter().find(|certificate| certificate.covers(&name));
        file.or_else(|| held.ordered.get(&name)).cloned()
    }

    fn read(&self) -> RwLockReadGuard<'_, Held> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Held> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.find(hello.server_name()).map(|certificate| certificate.key())
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.all().iter().flat_map(|certificate| certificate.names().to_vec()).collect();
        formatter.debug_struct("Certificates").field("names", &names).finish_non_exhaustive()
    }
}
