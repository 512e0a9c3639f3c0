use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::Error;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;
use veillee_ambient::Millis;
use x509_cert::der::Decode as _;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

/// A certificate with its chain and its key, ready to be shown.
pub struct Certificate {
    key: Arc<CertifiedKey>,
    names: Vec<String>,
    begins_ms: Millis,
    ends_ms: Millis,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    #[error("it holds no certificate in PEM (a block that begins with BEGIN CERTIFICATE)")]
    NoCertificate,
    #[error("it holds no private key in PEM (a block that begins with BEGIN PRIVATE KEY), or one with a password")]
    NoKey,
    #[error("the certificate cannot be read: {0}")]
    Unreadable(String),
    #[error("the certificate and the key do not belong together")]
    Mismatch,
    #[error("the key cannot be used: {0}")]
    UnusableKey(String),
    #[error("the certificate names no host (it has no subject alternative names)")]
    Nameless,
}

impl Certificate {
    /// From a chain in PEM, the host's own certificate first, and its key (PKCS #8, PKCS #1 or SEC 1). Both may stand in one
    /// text.
    pub fn from_pem(chain: &[u8], key: &[u8]) -> Result<Self, CertificateError> {
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(chain)
            .collect::<Result<_, _>>()
            .map_err(|error| CertificateError::Unreadable(error.to_string()))?;
        let own = chain.first().ok_or(CertificateError::NoCertificate)?;
        let (names, [begins_ms, ends_ms]) = read(own)?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| CertificateError::NoKey)?;
        let key = CertifiedKey::from_der(chain, key, &ring::default_provider()).map_err(|error| match error {
            Error::InconsistentKeys(_) => CertificateError::Mismatch,
            other => CertificateError::UnusableKey(other.to_string()),
        })?;
        Ok(Self { key: Arc::new(key), names, begins_ms, ends_ms })
    }

    pub(super) fn key(&self) -> Arc<CertifiedKey> {
        self.key.clone()
    }

    /// Host names in lower case, some with `*` as their first label, and addresses.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn begins_ms(&self) -> Millis {
        self.begins_ms
    }

    pub fn ends_ms(&self) -> Millis {
        self.ends_ms
    }

    /// Whether it is one for this name, in lower case; a star stands for one label (RFC 9525, 6.3).
    pub fn covers(&self, name: &str) -> bool {
        let parent = name.split_once('.').map(|(_, parent)| parent);
        let is_covered = |own: &String| match own.strip_prefix("*.") {
            Some(own) => Some(own) == parent,
            None => own == name,
        };
        self.names.iter().any(is_covered)
    }

    pub(super) fn names_an_address(&self) -> bool {
        self.names.iter().any(|name| name.parse::<IpAddr>().is_ok())
    }
}

/// Who it is for (RFC 5280, 4.2.1.6) and from when until when it counts (4.1.2.5).
fn read(own: &CertificateDer<'_>) -> Result<(Vec<String>, [Millis; 2]), CertificateError> {
    let unreadable = |error: x509_cert::der::Error| CertificateError::Unreadable(error.to_string());
    let parsed = x509_cert::Certificate::from_der(own).map_err(unreadable)?;
    let told = parsed.tbs_certificate();
    let listed = told.get_extension::<SubjectAltName>().map_err(unreadable)?;
    let listed = listed.map(|(_, listed)| listed.0).unwrap_or_default();
    let names: Vec<String> = listed.iter().filter_map(name).collect();
    if names.is_empty() {
        return Err(CertificateError::Nameless);
    }
    let validity = told.validity();
    let span = [validity.not_before, validity.not_after].map(|time| millis(time.to_unix_duration()));
    Ok((names, span))
}

fn name(listed: &GeneralName) -> Option<String> {
    match listed {
        GeneralName::DnsName(name) => Some(name.as_str().to_lowercase()),
        GeneralName::IpAddress(address) => address_of(address.as_bytes()).map(|address| address.to_string()),
        _ => None,
    }
}

fn address_of(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(|four| Ipv4Addr::from(four).into());
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(|sixteen| Ipv6Addr::from(sixteen).into())).ok()
}

fn millis(since_1970: Duration) -> Millis {
    Millis::try_from(since_1970.as_millis()).unwrap_or(Millis::MAX)
}
