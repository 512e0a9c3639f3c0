//! A server for mail that does wrong at one step.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use veillee::mail::MailServer;

/// Where in the talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Greeting,
    Hello,
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
}

pub(super) struct Faulty {
    pub(super) port: u16,
    shared: Shared,
}

impl Faulty {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Shared::default();
        let own = shared.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = own.clone();
                tokio::spawn(async move { talk(stream, &shared).await });
            }
        });
        Self { port, shared }
    }

    pub(super) fn server(&self) -> MailServer {
        let address = format!("smtp-plain://127.0.0.1:{}", self.port);
        MailServer::parse(&address, "contact@example.org").expect("a server")
    }

    /// Does this from now on; none: does everything right.
    pub(super) fn set(&self, wrong: Option<(Step, Deed)>) {
        *self.shared.wrong.lock().unwrap_or_else(PoisonError::into_inner) = wrong;
    }

    pub(super) fn taken(&self) -> Vec<Taken> {
        self.shared.taken.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether somebody has come to a step.
    pub(super) fn has_seen(&self, step: Step) -> bool {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).contains(&step)
    }
}

/// Answers; whether to go on.
async fn answer(stream: &mut BufReader<TcpStream>, shared: &Shared, step: Step, good: &str) -> bool {
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

async fn talk(stream: TcpStream, shared: &Shared) {
    let mut stream = BufReader::new(stream);
    if !answer(&mut stream, shared, Step::Greeting, "220 faulty.example").await {
        return;
    }
    let mut recipient = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
            let (step, good) = match line.get(..4) {
                Some("EHLO") => (Step::Hello, "250 faulty.example"),
                Some("MAIL") => (Step::Sender, "250 2.1.0 well"),
                Some("RCPT") => (Step::Recipient, "250 2.1.5 well"),
                Some("DATA") => (Step::Data, "354 go on"),
                _ => return,
            };
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
async fn take(stream: &mut BufReader<TcpStream>, shared: &Shared, recipient: &str) -> bool {
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
