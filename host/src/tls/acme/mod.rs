//! Certificates ordered by ACME (RFC 8555): one for each name that an association answers under, so that none tells of
//! others. The library `instant-acme` speaks the protocol; here is when, for what, and where it is kept.

mod account;
mod challenges;
mod order;
mod schedule;
mod store;

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use instant_acme::Account;
use tokio::time::timeout;
use tokio_rustls::rustls::crypto::ring;
use veillee_ambient::{Clock, Millis, Random};

pub use account::Authority;
pub use challenges::Challenges;
pub use schedule::{is_orderable, renewal_ms, retry_wait_ms};

use self::account::AccountError;
use self::store::Store;
use super::{Certificate, Certificates};
use crate::limits;

/// Directory of Let's Encrypt, which gives certificates to everybody without cost.
pub const LETS_ENCRYPT: &str = instant_acme::LetsEncrypt::Production.url();

/// When a name is next looked after.
struct Turn {
    due_ms: Millis,
    failures: u32,
}

/// Orders what is missing and renews what ends.
pub struct Keeper {
    authority: Authority,
    store: Store,
    certificates: Arc<Certificates>,
    challenges: Challenges,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    account: Option<Account>,
    turns: HashMap<String, Turn>,
}

/// What a [`Keeper`] works with.
pub struct KeeperParts {
    pub authority: Authority,
    pub certificates: Arc<Certificates>,
    pub challenges: Challenges,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
}

impl Keeper {
    /// Puts the certificates that lie in the data folder into use. Nothing is ordered yet.
    pub fn open(data: &Path, parts: KeeperParts) -> io::Result<Self> {
        let KeeperParts { authority, certificates, challenges, clock, random } = parts;
        // The library takes the one of the process. An error says that there is one already.
        ring::default_provider().install_default().ok();
        let store = Store::open(data, &authority.directory)?;
        let (account, turns) = (None, HashMap::new());
        let mut keeper = Self { authority, store, certificates, challenges, clock, random, account, turns };
        for (name, certificate) in keeper.store.certificates()? {
            keeper.put(&name, certificate);
        }
        Ok(keeper)
    }

    /// Looks after these names for as long as it is polled; they are asked for anew at each look, so that an association
    /// that comes has its certificate within a minute.
    pub async fn keep(mut self, names: impl Fn() -> Vec<String> + Send) {
        let mut round = tokio::time::interval(Duration::from_millis(limits::ACME_LOOK_MS));
        round.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            round.tick().await;
            for name in names() {
                if is_orderable(&name) && self.is_due(&name) && !self.certificates.has_file_for(&name) {
                    self.attend(&name).await;
                }
            }
        }
    }

    fn is_due(&self, name: &str) -> bool {
        self.turns.get(name).is_none_or(|turn| turn.due_ms <= self.clock.now_ms())
    }

    async fn attend(&mut self, name: &str) {
        let patience = Duration::from_millis(limits::ACME_ORDER_MS);
        let outcome = timeout(patience, self.order(name)).await;
        match outcome.unwrap_or_else(|_| Err("the authority did not answer in time".to_owned())) {
            Ok(certificate) => {
                tracing::info!(name, "a certificate was issued");
                self.put(name, certificate);
            }
            Err(reason) => {
                let failures = self.turns.get(name).map_or(0, |turn| turn.failures).saturating_add(1);
                let wait_ms = retry_wait_ms(failures, &*self.random);
                tracing::warn!(name, reason, again_in_minutes = wait_ms / 60_000, "no certificate was issued");
                self.certificates.note_failure(name, reason);
                let due_ms = self.clock.now_ms().saturating_add(wait_ms);
                self.turns.insert(name.to_owned(), Turn { due_ms, failures });
            }
        }
    }

    async fn order(&mut self, name: &str) -> Result<Certificate, String> {
        let account = self.account().await.map_err(|error| with_causes(&error))?;
        let issued = order::order(&account, name, &self.challenges).await.map_err(|error| with_causes(&error))?;
        let certificate = Certificate::from_pem(issued.chain.as_bytes(), issued.key.as_bytes());
        let certificate = certificate.map_err(|error| format!("the authority's answer is unusable: {error}"))?;
        let kept = self.store.keep_certificate(name, &issued.chain, &issued.key);
        // It serves all the same, until the next start.
        kept.unwrap_or_else(|error| tracing::error!(name, %error, "a certificate cannot be kept in the data folder"));
        Ok(certificate)
    }

    /// Opened when it is first needed: a host starts also while the authority is away.
    async fn account(&mut self) -> Result<Account, AccountError> {
        if let Some(account) = &self.account {
            return Ok(account.clone());
        }
        let account = account::open(&self.authority, &self.store).await?;
        Ok(self.account.insert(account).clone())
    }

    fn put(&mut self, name: &str, certificate: Certificate) {
        let due_ms = renewal_ms(&certificate, &*self.random);
        self.turns.insert(name.to_owned(), Turn { due_ms, failures: 0 });
        self.certificates.put_ordered(name, certificate);
    }
}

/// A fault with what lies beneath it: of a connection alone, an operator learns nothing.
fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |said, cause| {
        let cause = cause.to_string();
        if said.contains(&cause) { said } else { format!("{said}: {cause}") }
    })
}
