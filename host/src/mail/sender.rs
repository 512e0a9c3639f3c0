use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use veillee_ambient::{Clock, Millis, Random};

use super::attempt::Outcome;
use super::line::Line;
use super::server::MailServer;
use crate::jobs::{Rota, Turn};
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
    associations: RwLock<BTreeMap<String, Arc<Association>>>,
    rota: Mutex<Rota>,
    /// Wakes a sleeping worker.
    bell: Notify,
    /// One claim at a time.
    claiming: tokio::sync::Mutex<()>,
    /// Mails that are sent here at this moment, or were and are not written down yet.
    pub(super) held: Mutex<BTreeSet<String>>,
    /// What became of mails while the database was away.
    pub(super) unwritten: Mutex<Vec<Outcome>>,
    /// How many wait, by association.
    waiting: Mutex<BTreeMap<String, u64>>,
    stopping: watch::Sender<bool>,
    workers: tokio::sync::Mutex<JoinSet<()>>,
}

impl Sender {
    pub fn new(parts: SenderParts) -> Arc<Self> {
        let SenderParts { server, clock, random } = parts;
        Arc::new(Self {
            server,
            clock,
            random,
            associations: RwLock::default(),
            rota: Mutex::default(),
            bell: Notify::new(),
            claiming: tokio::sync::Mutex::default(),
            held: Mutex::default(),
            unwritten: Mutex::default(),
            waiting: Mutex::default(),
            stopping: watch::Sender::new(false),
            workers: tokio::sync::Mutex::default(),
        })
    }

    pub fn server(&self) -> Option<&MailServer> {
        self.server.as_ref()
    }

    /// Looks after the outbox of this association from now on.
    pub fn add(self: &Arc<Self>, association: Arc<Association>) {
        let (sender, id) = (Arc::downgrade(self), association.id.clone());
        association.on_mail(move || {
            if let Some(sender) = sender.upgrade() {
                sender.ring(&id);
            }
        });
        let id = association.id.clone();
        self.associations.write().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), association);
        self.ring(&id);
    }

    fn ring(&self, association: &str) {
        guard(&self.rota).ring(association);
        self.bell.notify_one();
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
        loop {
            let now_ms = self.clock.now_ms();
            let Some(turn) = guard(&self.rota).next(now_ms) else { return false };
            let Some(association) = self.association(&turn.association) else {
                guard(&self.rota).remove(&turn.association);
                continue;
            };
            match self.claim(&association).await {
                Ok(Some(mail)) => {
                    self.bell.notify_one();
                    let ending = self.attempt(server, line, &mail).await;
                    self.end(Outcome { association, mail, ending }).await;
                    return true;
                }
                Ok(None) => self.rest(&association, &turn, now_ms).await,
                Err(error) => {
                    tracing::warn!(association = %association.id, %error, "the outbox cannot be read for now");
                    guard(&self.rota).rest(&turn, now_ms.saturating_add(limits::MAIL_AGAIN_MS));
                }
            }
        }
    }

    fn association(&self, id: &str) -> Option<Arc<Association>> {
        self.associations.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
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

    async fn rest(&self, association: &Association, turn: &Turn, now_ms: Millis) {
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
        guard(&self.rota).rest(turn, until_ms);
    }

    /// Starts the workers; none where there is no server.
    pub async fn start(self: &Arc<Self>) {
        if self.server.is_none() {
            return;
        }
        let mut workers = self.workers.lock().await;
        for _ in 0..limits::MAIL_LINES {
            let sender = self.clone();
            workers.spawn(async move { sender.work().await });
        }
    }

    async fn work(&self) {
        let mut stopping = self.stopping.subscribe();
        let mut line = None;
        while !*stopping.borrow() {
            if self.step(&mut line).await {
                continue;
            }
            if let Some(line) = line.take() {
                line.close().await;
            }
            tokio::select! {
                () = self.bell.notified() => {}
                () = tokio::time::sleep(self.sleep()) => {}
                _ = stopping.changed() => {}
            }
        }
    }

    /// Until the next mail that is known to be due, but never long: the clock may be moved meanwhile.
    fn sleep(&self) -> Duration {
        let longest = Duration::from_millis(limits::MAIL_LOOK_MS);
        let Some(soonest_ms) = guard(&self.rota).soonest_ms() else { return longest };
        let wait_ms = soonest_ms.saturating_sub(self.clock.now_ms());
        Duration::from_millis(u64::try_from(wait_ms).unwrap_or(0)).min(longest)
    }

    /// Begins nothing new, and lets what is being sent finish until the deadline; what is cut goes again at the next start.
    pub async fn stop(&self) {
        self.stopping.send_replace(true);
        let mut workers = self.workers.lock().await;
        let drained = async { while workers.join_next().await.is_some() {} };
        if tokio::time::timeout(Duration::from_millis(limits::MAIL_STOP_MS), drained).await.is_err() {
            workers.shutdown().await;
        }
        self.write_down().await;
    }
}

pub(super) fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
