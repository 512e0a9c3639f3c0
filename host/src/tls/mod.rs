//! TLS of the host's own: certificates from files or by ACME, and which of them whoever connects is shown.
//!
//! [`Certificates`] holds those of all associations; a handshake asks it by name, and a name that none of them covers is
//! shown none. [`CertificateFiles`] puts there what the operator keeps in files, [`acme`] what it orders. The protocol is
//! rustls's: TLS 1.2 (RFC 5246) and 1.3 (RFC 8446) with its safe defaults.

mod acceptor;
pub mod acme;
mod certificate;
mod certificates;
mod files;

pub use acceptor::acceptor;
pub use certificate::{Certificate, CertificateError};
pub use certificates::Certificates;
pub use files::{CertificateFiles, FileError, FilePair};
pub use tokio_rustls::TlsAcceptor;
