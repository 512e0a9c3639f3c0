use std::fmt;

use lettre::Address;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use zeroize::Zeroizing;

use super::compose::ascii_place;

/// How a connection is kept from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte (RFC 8314, 3.3).
    Implicit,
    /// From STARTTLS on, and never without (RFC 3207).
    StartTls,
    /// None: for a server on this machine or its own network.
    None,
}

impl Encryption {
    const ALL: [Self; 3] = [Self::Implicit, Self::StartTls, Self::None];

    /// What an address of the server begins with, and the port that it has without saying.
    fn scheme(self) -> (&'static str, u16) {
        match self {
            Self::Implicit => ("smtps", 465),
            Self::StartTls => ("smtp", 587),
            Self::None => ("smtp-plain", 25),
        }
    }
}

/// A name and a password at the server.
#[derive(Clone)]
pub struct SignIn {
    pub user: String,
    pub password: Zeroizing<String>,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").field("user", &self.user).finish_non_exhaustive()
    }
}

/// With `+` and an id behind it, the name before the @ has 64 bytes at most (RFC 5321, 4.5.3.1.1).
const BOUNCES_PERSON_BYTES_MAX: usize = 37;

/// The server that takes all mails.
#[derive(Clone, Debug)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub encryption: Encryption,
    /// The address that all mails come from; the associations' names stand before it.
    pub from: Address,
    pub sign_in: Option<SignIn>,
    /// Where mails come back to, each by an address of its own; none: to `from`.
    pub bounces: Option<Address>,
    /// Vouches for an authority of one's own, in PEM, beside those that browsers know.
    pub root: Option<Vec<u8>>,
}

#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("begins with smtps://, smtp:// or smtp-plain://, then comes a name, such as smtps://mail.example.org")]
    Address,
    #[error("takes a mail address, such as contact@example.org")]
    From,
    #[error("takes a mail address with a short name, such as bounces@example.org")]
    Bounces,
    #[error("a password would be sent in the clear: use smtps:// or smtp://")]
    PasswordInTheClear,
}

impl MailServer {
    /// Without sign-in and root. `address` is `smtps://name[:port]`, `smtp://…` for STARTTLS, `smtp-plain://…` without TLS.
    pub fn parse(address: &str, from: &str) -> Result<Self, ServerError> {
        let (scheme, place) = address.trim().split_once("://").ok_or(ServerError::Address)?;
        let known = Encryption::ALL.into_iter().find(|encryption| encryption.scheme().0 == scheme);
        let encryption = known.ok_or(ServerError::Address)?;
        let place = place.trim_end_matches('/');
        let (host, port) = match place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, rest)) => (host, rest.strip_prefix(':')),
            None => place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
        };
        let port = port.map_or(Ok(encryption.scheme().1), str::parse).map_err(|_| ServerError::Address)?;
        if host.is_empty() || host.contains(['@', '/', '?', ' ']) || port == 0 {
            return Err(ServerError::Address);
        }
        let from = ascii_place(from.trim()).ok_or(ServerError::From)?;
        Ok(Self { host: host.to_owned(), port, encryption, from, bounces: None, sign_in: None, root: None })
    }

    /// The same one with a name and a password.
    pub fn signing_in(self, sign_in: SignIn) -> Result<Self, ServerError> {
        if self.encryption == Encryption::None {
            return Err(ServerError::PasswordInTheClear);
        }
        Ok(Self { sign_in: Some(sign_in), ..self })
    }

    /// The same one, to which mails come back at `person+ID@place` for an address `person@place`.
    pub fn with_bounces(self, address: &str) -> Result<Self, ServerError> {
        let bounces = ascii_place(address.trim()).ok_or(ServerError::Bounces)?;
        if bounces.user().len() > BOUNCES_PERSON_BYTES_MAX || !bounces.user().is_ascii() {
            return Err(ServerError::Bounces);
        }
        Ok(Self { bounces: Some(bounces), ..self })
    }

    /// The address that a mail comes back to: nobody can guess it, since nobody guesses an id.
    pub(super) fn return_path(&self, mail: &str) -> Address {
        let own =
            self.bounces.as_ref().map(|bounces| Address::new(format!("{}+{mail}", bounces.user()), bounces.domain()));
        own.and_then(Result::ok).unwrap_or_else(|| self.from.clone())
    }

    /// Where it is, for people.
    pub fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// How we call ourselves.
    pub(super) fn hello(&self) -> ClientId {
        ClientId::Domain(self.from.domain().to_owned())
    }

    pub(super) fn tls(&self) -> Result<TlsParameters, lettre::transport::smtp::Error> {
        let mut builder = TlsParameters::builder(self.host.clone());
        if let Some(root) = &self.root {
            builder = builder.add_root_certificate(Certificate::from_pem(root)?);
        }
        builder.build()
    }

    /// Whether what was given to vouch holds a certificate at all.
    pub fn has_good_root(&self) -> bool {
        let holds_one = |pem: &Vec<u8>| CertificateDer::pem_slice_iter(pem).next().is_some();
        self.root.as_ref().is_none_or(holds_one) && self.tls().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_server_says_how_it_is_spoken_to() {
        for (address, host, port, encryption) in [
            ("smtps://mail.example.org", "mail.example.org", 465, Encryption::Implicit),
            ("smtp://mail.example.org/", "mail.example.org", 587, Encryption::StartTls),
            ("smtp://mail.example.org:2525", "mail.example.org", 2525, Encryption::StartTls),
            ("smtp-plain://127.0.0.1", "127.0.0.1", 25, Encryption::None),
            ("smtp-plain://[::1]:2525", "::1", 2525, Encryption::None),
        ] {
            let server = MailServer::parse(address, "contact@example.org").unwrap_or_else(|_| panic!("{address}"));
            assert_eq!((server.host.as_str(), server.port, server.encryption), (host, port, encryption));
        }
        for wrong in
            ["", "mail.example.org", "https://mail.example.org", "smtp://", "smtp://a:0", "smtp://a:x", "smtp://u:p@a"]
        {
            assert!(MailServer::parse(wrong, "contact@example.org").is_err(), "{wrong}");
        }
        assert!(MailServer::parse("smtp://a", "contact").is_err());
    }

    #[test]
    fn a_mail_comes_back_to_an_address_of_its_own_where_one_is_set() {
        let server = MailServer::parse("smtp://a", "contact@example.org").unwrap();
        let id = "abcdefghijklmnopqrstuvwx23";
        assert_eq!(server.return_path(id).to_string(), "contact@example.org");
        let with =
            |address: &str| server.clone().with_bounces(address).map(|server| server.return_path(id).to_string());
        assert_eq!(with("bounces@example.org").unwrap(), format!("bounces+{id}@example.org"));
        let longest = "b".repeat(37);
        assert_eq!(with(&format!("{longest}@example.org")).unwrap(), format!("{longest}+{id}@example.org"));
        for wrong in ["", "bounces", "é@example.org", &format!("{longest}b@example.org")] {
            assert!(with(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_never_travels_in_the_clear_and_is_never_printed() {
        let sign_in = SignIn { user: "anne".into(), password: Zeroizing::new("hunter2hunter2".into()) };
        let server = |address: &str| MailServer::parse(address, "a@example.org").unwrap().signing_in(sign_in.clone());
        assert!(matches!(server("smtp-plain://localhost"), Err(ServerError::PasswordInTheClear)));
        let printed = format!("{:?}", server("smtps://mail.example.org").unwrap());
        assert!(printed.contains("anne") && !printed.contains("hunter2"), "{printed}");
    }
}
