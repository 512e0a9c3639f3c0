//! A server for mail that does wrong at one step.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use veillee::mail::MailServer;
use veillee_tests::services::TestAuthority;

/// Where in the talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Greeting,
    Hello,
    SignIn,
    Sender,
    Recipient,
    Data,
    /// After the first line of the mail.
    Middle,
    /// After the whole mail, which it keeps.
    End,
}

/// What it does there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    HangUp,
    Stall,
    Say(&'static str),
}

/// A mail that it kept.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) recipient: String,
    pub(super) message: String,
}

#[derive(Clone, Default)]
struct Shared {
    wrong: Arc<Mutex<Option<(Step, Deed)>>>,
    taken: Arc<Mutex<Vec<Taken>>>,
    seen: Arc<Mutex<Vec<Step>>>,
    signed_in: Arc<Mutex<Vec<String>>>,
}

pub(super) struct Faulty {
    pub(super) port: u16,
    /// Vouches for it, in PEM, where it speaks TLS.
    pub(super) root: String,
    shared: Shared,
}

/// What somebody can be talked to by.
trait Wire: AsyncRead + AsyncWrite + Unpin {}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire for S {}

impl Faulty {
    pub(super) async fn start() -> Self {
        Self::listen(None).await
    }

    /// One that speaks TLS from the first byte, as `localhost`.
    pub(super) async fn start_tls() -> Self {
        Self::listen(Some(TestAuthority::new())).await
    }

    async fn listen(authority: Option<TestAuthority>) -> Self {
        let acceptor = authority.as_ref().map(acceptor);
        let root = authority.map_or_else(String::new, |authority| authority.pem());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Shared::default();
        let own = shared.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (shared, acceptor) = (own.clone(), acceptor.clone());
                tokio::spawn(async move {
                    match acceptor {
                        None => talk(stream, &shared).await,
                        Some(acceptor) => {
                            if let Ok(stream) = acceptor.accept(stream).await {
                                talk(stream, &shared).await;
                            }
                        }
                    }
                });
            }
        });
        Self { port, root, shared }
    }

    pub(super) fn server(&self) -> MailServer {
        let address = match self.root.as_str() {
            "" => format!("smtp-plain://127.0.0.1:{}", self.port),
            _ => format!("smtps://localhost:{}", self.port),
        };
        MailServer::parse(&address, "contact@example.org").expect("a server")
    }

    /// Does this from now on; none: does everything right.
    pub(super) fn set(&self, wrong: Option<(Step, Deed)>) {
        *self.shared.wrong.lock().unwrap_or_else(PoisonError::into_inner) = wrong;
    }

    pub(super) fn taken(&self) -> Vec<Taken> {
        self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What those said who signed in.
    pub(super) fn signed_in(&self) -> Vec<String> {
        self.shared.signed_in.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether somebody has come to a step.
    pub(super) fn has_seen(&self, step: Step) -> bool {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).contains(&step)
    }
}

fn acceptor(authority: &TestAuthority) -> TlsAcceptor {
    let own = authority.issue(&["localhost"], 2100);
    let chain = vec![CertificateDer::from_pem_slice(own.chain.as_bytes()).expect("PEM")];
    let key = PrivateKeyDer::from_pem_slice(own.key.as_bytes()).expect("PEM");
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("versions");
    let config = config.with_no_client_auth().with_single_cert(chain, key).expect("a pair");
    TlsAcceptor::from(Arc::new(config))
}

/// Answers; whether to go on.
async fn answer(stream: &mut BufReader<impl Wire>, shared: &Shared, step: Step, good: &str) -> bool {
    shared.seen.lock().unwrap_or_else(PoisonError::into_inner).push(step);
    let wrong = *shared.wrong.lock().unwrap_or_else(PoisonError::into_inner);
    let said = match wrong.filter(|(at, _)| *at == step) {
        Some((_, Deed::HangUp)) => return false,
        Some((_, Deed::Stall)) => {
            // Until the other side goes.
            stream.read_line(&mut String::new()).await.ok();
            return false;
        }
        Some((_, Deed::Say(said))) => said,
        None => good,
    };
    stream.get_mut().write_all(format!("{said}\r\n").as_bytes()).await.is_ok()
}

async fn talk(stream: impl Wire, shared: &Shared) {
    let mut stream = BufReader::new(stream);
    if !answer(&mut stream, shared, Step::Greeting, "220 faulty.example").await {
        return;
    }
    let mut recipient = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
            let (step, good) = match line.get(..4) {
                Some("EHLO") => (Step::Hello, "250-faulty.example\r\n250 AUTH PLAIN LOGIN"),
                Some("AUTH") => (Step::SignIn, "235 2.7.0 welcome"),
                Some("MAIL") => (Step::Sender, "250 2.1.0 well"),
                Some("RCPT") => (Step::Recipient, "250 2.1.5 well"),
                Some("DATA") => (Step::Data, "354 go on"),
                _ => return,
            };
            if step == Step::SignIn {
                shared.signed_in.lock().unwrap_or_else(PoisonError::into_inner).push(line.trim().to_owned());
            }
            if step == Step::Recipient {
                line.trim().clone_into(&mut recipient);
            }
            if !answer(&mut stream, shared, step, good).await {
                return;
            }
            if step == Step::Data && !take(&mut stream, shared, &recipient).await {
                return;
            }
        } else {
            return;
        }
    }
}

/// Takes the mail itself; whether to go on.
async fn take(stream: &mut BufReader<impl Wire>, shared: &Shared, recipient: &str) -> bool {
    let wrong = *shared.wrong.lock().unwrap_or_else(PoisonError::into_inner);
    if matches!(wrong, Some((Step::Data, Deed::Say(_)))) {
        return true;
    }
    let mut message = String::new();
    loop {
        let mut line = String::new();
        if !stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
            return false;
        }
        if wrong.is_some_and(|(step, _)| step == Step::Middle) {
            return false;
        }
        if line == ".\r\n" {
            break;
        }
        message.push_str(&line);
    }
    if !matches!(wrong, Some((Step::End, Deed::Say(_)))) {
        let taken = Taken { recipient: recipient.to_owned(), message };
        shared.taken.lock().unwrap_or_else(PoisonError::into_inner).push(taken);
    }
    answer(stream, shared, Step::End, "250 2.0.0 taken").await
}
