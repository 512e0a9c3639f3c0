use std::error::Error as _;
use std::time::Duration;

use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use tokio::time::timeout;

use super::compose::Composed;
use super::server::{Encryption, MailServer};
use crate::limits;
use crate::storage::outbox::MailFault;

/// What stood in the way, at which step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub fault: MailFault,
    /// The server said so for good: another try would hear the same.
    pub is_final: bool,
    /// What the server or the system said.
    pub detail: String,
    /// The mail cannot have been taken.
    pub(super) is_early: bool,
}

/// A connection to the server, greeted and signed in.
pub struct Line {
    connection: AsyncSmtpConnection,
    mails: u32,
}

const CONNECT: Duration = Duration::from_millis(limits::MAIL_CONNECT_MS);
const REPLY: Duration = Duration::from_millis(limits::MAIL_REPLY_MS);
const ACCEPT: Duration = Duration::from_millis(limits::MAIL_ACCEPT_MS);

impl Line {
    pub async fn open(server: &MailServer) -> Result<Self, Trouble> {
        let opened = timeout(CONNECT, Self::greet(server)).await;
        opened.unwrap_or_else(|_| Err(Trouble::early(MailFault::Connection, "no answer in time")))
    }

    async fn greet(server: &MailServer) -> Result<Self, Trouble> {
        let hello = server.hello();
        let encryption = |error: smtp::Error| Trouble::of(MailFault::Encryption, &error);
        let implicit = match server.encryption {
            Encryption::Implicit => Some(server.tls().map_err(encryption)?),
            Encryption::StartTls | Encryption::None => None,
        };
        let place = (server.host.as_str(), server.port);
        let connected = AsyncSmtpConnection::connect_tokio1(place, Some(CONNECT), &hello, implicit, None).await;
        let mut connection = connected.map_err(|error| {
            let fault = if is_about_tls(&error) { MailFault::Encryption } else { MailFault::Connection };
            Trouble::of(fault, &error)
        })?;
        if server.encryption == Encryption::StartTls {
            if !connection.can_starttls() {
                return Err(Trouble::early(MailFault::Encryption, "the server offers no STARTTLS"));
            }
            connection.starttls(server.tls().map_err(encryption)?, &hello).await.map_err(encryption)?;
        }
        if let Some(sign_in) = &server.sign_in {
            let credentials = Credentials::new(sign_in.user.clone(), sign_in.password.as_str().to_owned());
            let signed_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await;
            signed_in.map_err(|error| Trouble::of(MailFault::SignIn, &error))?;
        }
        Ok(Self { connection, mails: 0 })
    }

    /// Whether another mail may go by it.
    pub fn is_good(&self) -> bool {
        !self.connection.has_broken() && self.mails < limits::MAILS_PER_LINE
    }

    /// Whether it was used before: the server may have hung up meanwhile.
    pub fn is_used(&self) -> bool {
        self.mails > 0
    }

    /// Hands a mail over. After trouble the line is to be given up.
    pub(super) async fn send(&mut self, server: &MailServer, mail: &Composed) -> Result<(), Trouble> {
        self.mails += 1;
        let sender = Mail::new(Some(server.return_path(&mail.id)), self.parameters(mail)?);
        self.say(sender, MailFault::Sender).await.map_err(|trouble| Trouble { is_final: false, ..trouble })?;
        let recipient = self.say(Rcpt::new(mail.to.clone(), Vec::new()), MailFault::Recipient).await;
        recipient.map_err(Trouble::of_recipient)?;
        self.say(Data, MailFault::Content).await?;
        let taken = timeout(ACCEPT, self.connection.message(&mail.bytes)).await;
        let taken = taken.map_err(|_| Trouble::late("no answer in time after the whole mail"))?;
        match taken {
            Ok(_) => Ok(()),
            Err(error) if error.status().is_some() => Err(Trouble::of(MailFault::Content, &error)),
            Err(error) => Err(Trouble::late(&said(&error))),
        }
    }

    /// What is not of the first letters needs a server that takes it (RFC 6531).
    fn parameters(&self, mail: &Composed) -> Result<Vec<MailParameter>, Trouble> {
        if mail.bytes.is_ascii() && mail.to.user().is_ascii() {
            return Ok(Vec::new());
        }
        if !self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            let detail = "the server takes no addresses with letters such as é (SMTPUTF8)";
            return Err(Trouble { is_final: true, ..Trouble::early(MailFault::Recipient, detail) });
        }
        Ok(vec![MailParameter::SmtpUtfEight, MailParameter::Body(MailBodyParameter::EightBitMime)])
    }

    async fn say(&mut self, command: impl std::fmt::Display, fault: MailFault) -> Result<(), Trouble> {
        let answered = timeout(REPLY, self.connection.command(command)).await;
        let answered = answered.map_err(|_| Trouble::early(MailFault::Connection, "no answer in time"))?;
        match answered {
            Ok(_) => Ok(()),
            Err(error) if error.status().is_some() => Err(Trouble::of(fault, &error)),
            Err(error) => Err(Trouble::of(MailFault::Connection, &error)),
        }
    }

    /// Takes leave; whatever the server says to it.
    pub async fn close(mut self) {
        timeout(Duration::from_secs(1), self.connection.quit()).await.ok();
    }
}

impl Trouble {
    fn early(fault: MailFault, detail: &str) -> Self {
        Self { fault, is_final: false, detail: detail.to_owned(), is_early: true }
    }

    /// After the whole mail went: whether the server has it, nobody knows.
    fn late(detail: &str) -> Self {
        Self { is_early: false, ..Self::early(MailFault::Connection, detail) }
    }

    fn of(fault: MailFault, error: &smtp::Error) -> Self {
        let is_about_mail = matches!(fault, MailFault::Recipient | MailFault::Content);
        let detail = said(error);
        // The server closes (RFC 5321, 3.8), whatever was asked.
        let fault = if detail.starts_with("421") { MailFault::Connection } else { fault };
        Self { fault, is_final: is_about_mail && error.is_permanent(), detail, is_early: true }
    }

    /// A recipient that is refused by a policy (RFC 3463, X.7) is refused because of who asks: a server that wants a password
    /// says so to every recipient, and no mail shall be lost by that.
    fn of_recipient(self) -> Self {
        let is_policy = self.detail.split(' ').nth(1).is_some_and(|status| status.starts_with("5.7."));
        if is_policy { Self { fault: MailFault::Sender, is_final: false, ..self } } else { self }
    }
}

/// The code and the words of the server, or those of the system, on one line.
fn said(error: &smtp::Error) -> String {
    let words = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    let words = match error.status() {
        Some(code) => format!("{code} {words}"),
        None => words,
    };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a connection failed because the other side could not be trusted.
fn is_about_tls(error: &smtp::Error) -> bool {
    let mut source = error.source();
    while let Some(inner) = source {
        let carried = inner.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if carried.is_some_and(<dyn std::error::Error + Send + Sync>::is::<tokio_rustls::rustls::Error>) {
            return true;
        }
        source = inner.source();
    }
    error.is_tls()
}
