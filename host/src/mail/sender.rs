use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use veillee_ambient::{Clock, Millis, Random};

use super::attempt::Outcome;
use super::line::Line;
use super::server::MailServer;
use crate::jobs::{Round, Turn, Work};
use crate::limits;
use crate::observe::metrics;
use crate::storage::Association;
use crate::storage::outbox::ClaimedMail;
use crate::storage::sql::DatabaseError;

pub struct SenderParts {
    /// None: mails wait, and administrators read them on the console.
    pub server: Option<MailServer>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
}

/// Sends the mails of all associations of a host, which take turns. Idle, it asks nobody: an association rings when
/// something is posted.
pub struct Sender {
    server: Option<MailServer>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) random: Arc<dyn Random>,
    round: Arc<Round<Arc<Association>>>,
    /// One claim at a time.
    claiming: tokio::sync::Mutex<()>,
    /// Mails that are sent here at this moment, or were and are not written down yet.
    pub(super) held: Mutex<BTreeSet<String>>,
    /// What became of mails while the database was away.
    pub(super) unwritten: Mutex<Vec<Outcome>>,
    /// How many wait, by association.
    waiting: Mutex<BTreeMap<String, u64>>,
}

/// One who sends, by a line of their own.
struct Worker {
    sender: Arc<Sender>,
    line: Option<Line>,
}

impl Work for Worker {
    async fn step(&mut self) -> bool {
        self.sender.step(&mut self.line).await
    }

    async fn rest(&mut self) {
        if let Some(line) = self.line.take() {
            line.close().await;
        }
    }
}

impl Sender {
    pub fn new(parts: SenderParts) -> Arc<Self> {
        let SenderParts { server, clock, random } = parts;
        Arc::new(Self {
            server,
            round: Arc::new(Round::new(clock.clone(), Duration::from_millis(limits::MAIL_LOOK_MS))),
            clock,
            random,
            claiming: tokio::sync::Mutex::default(),
            held: Mutex::default(),
            unwritten: Mutex::default(),
            waiting: Mutex::default(),
        })
    }

    pub fn server(&self) -> Option<&MailServer> {
        self.server.as_ref()
    }

    /// Looks after the outbox of this association from now on.
    pub fn add(&self, association: Arc<Association>) {
        let (round, id) = (Arc::downgrade(&self.round), association.id.clone());
        association.on_mail(move || {
            if let Some(round) = round.upgrade() {
                round.ring(&id);
            }
        });
        self.round.add(&association.id.clone(), association);
    }

    /// Sends all that is due now, one mail after the other; how many tries there were. For tests.
    pub async fn send_due(&self) -> usize {
        let (mut line, mut tries) = (None, 0);
        while self.step(&mut line).await {
            tries += 1;
        }
        if let Some(line) = line {
            line.close().await;
        }
        tries
    }

    /// Finds one mail that is due and tries to send it; whether there was one.
    async fn step(&self, line: &mut Option<Line>) -> bool {
        let Some(server) = &self.server else { return false };
        self.write_down().await;
        while let Some((turn, association)) = self.round.next() {
            match self.claim(&association).await {
                Ok(Some(mail)) => {
                    self.round.wake();
                    let ending = self.attempt(server, line, &mail).await;
                    self.end(Outcome { association, mail, ending }).await;
                    return true;
                }
                Ok(None) => self.rest(&association, &turn).await,
                Err(error) => {
                    tracing::warn!(association = %association.id, %error, "the outbox cannot be read for now");
                    self.round.rest(&turn, self.clock.now_ms().saturating_add(limits::MAIL_AGAIN_MS));
                }
            }
        }
        false
    }

    async fn claim(&self, association: &Association) -> Result<Option<ClaimedMail>, DatabaseError> {
        let _turn = self.claiming.lock().await;
        let held: Vec<String> = guard(&self.held).iter().cloned().collect();
        let mail = association.claim_mail(&held).await?;
        if let Some(mail) = &mail {
            guard(&self.held).insert(mail.id.clone());
        }
        Ok(mail)
    }

    async fn rest(&self, association: &Association, turn: &Turn) {
        let now_ms = self.clock.now_ms();
        let again_ms = now_ms.saturating_add(limits::MAIL_AGAIN_MS);
        let until_ms = match association.next_mail_ms().await {
            Ok(Some(next_ms)) if next_ms > now_ms => next_ms,
            Ok(None) => Millis::MAX,
            Ok(Some(_)) | Err(_) => again_ms,
        };
        if let Ok(counts) = association.mail_counts().await {
            let mut waiting = guard(&self.waiting);
            waiting.insert(association.id.clone(), counts.waiting);
            metrics::MAILS_WAITING.set(waiting.values().sum(), &[]);
        }
        self.round.rest(turn, until_ms);
    }

    /// Starts the workers; none where there is no server.
    pub async fn start(self: &Arc<Self>) {
        if self.server.is_none() {
            return;
        }
        let worker = || Worker { sender: self.clone(), line: None };
        self.round.start(limits::MAIL_LINES, worker).await;
    }

    /// Begins nothing new, and lets what is being sent finish until the deadline; what is cut goes again at the next start.
    pub async fn stop(&self) {
        if !self.round.stop(Duration::from_millis(limits::MAIL_STOP_MS)).await {
            self.round.cut().await;
        }
        self.write_down().await;
    }
}

pub(super) fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
